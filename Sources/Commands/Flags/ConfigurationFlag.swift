import Inventory

/// `--config FILE`: another configuration file.
struct ConfigurationFlag: Flag {
    let name = "config"
    let valueName = "FILE"
    let category = FlagCategory.input
    let summary = "Read this configuration file"
    let details = """
        Read this configuration file instead of the usual one. The usual one may be missing; a file that is named \
        here may not. An empty file, such as `/dev/null`, leaves all defaults as they are. The keys are in \
        `bezoar.toml(5)`.
        """
    let grammar = RequiredPathGrammar()
    var place: WritableKeyPath<Settings, Sourced<ByteString>> { \.configuration }
}
