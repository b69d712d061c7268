import Inventory

/// `bezoar rules check`.
struct RulesCheckCommand: Command {
    let path = ["rules", "check"]
    let summary = "Check rule files without using them"
    let details = """
        Reads the rule files of a directory and says what is wrong with them: broken syntax, missing or unknown \
        keys, ids that stand twice. Without a directory it checks the rules that an audit would use.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [RulesFlag()]
    }
    let positionals = [
        Positional("DIR", summary: "The directory with rule files", isRequired: false, completion: .directory)
    ]
    let examples = [Example("Check rules before they are installed.", "bezoar rules check ./rules")]
    let exits = [
        ExitMeaning(.clean, "All rules are right."), ExitMeaning(.usage),
        ExitMeaning(.failed, "A rule is wrong, or a file could not be read."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        guard let word = words.first else { return .rulesCheck(directory: nil) }
        return .rulesCheck(directory: try UsageError.path(word, for: self))
    }
}
