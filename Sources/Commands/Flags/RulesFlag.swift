import Inventory

/// `--rules DIR`: rules from a folder.
struct RulesFlag: Flag {
    let name = "rules"
    let valueName = "DIR"
    let category = FlagCategory.judging
    let summary = "Use the rules in this directory over the built-in ones"
    let details = """
        Read the files `*.toml` of this directory: each rule in them takes the place of the built-in one with its id. \
        `bezoar rules check` says whether they are right.
        """
    var key: String? { "rules.directory" }
    let withoutValue = "only the built-in rules"
    let grammar = PathGrammar(isDirectory: true)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.rules }
}
