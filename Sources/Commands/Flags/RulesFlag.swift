import Inventory

/// `--rules DIR`: rules from a folder.
struct RulesFlag: Flag {
    let name = "rules"
    let valueName = "DIR"
    let category = FlagCategory.judging
    let summary = "Use the rules in this directory, not the built-in ones"
    let details = """
        Use the rules in the files `*.toml` of this directory in place of those built into the program. \
        `bezoar rules check` says whether they are right.
        """
    var key: String? { "rules.directory" }
    let grammar = PathGrammar(isDirectory: true)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.rules }
}
