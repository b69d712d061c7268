import Inventory

/// `bezoar rules list`.
struct RulesListCommand: Command {
    let path = ["rules", "list"]
    let summary = "List all rules with severity and confidence"
    let details = "Lists all rules, one line each, as an audit with the same flags would use them."
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [RulesFlag(), FormatFlag([.text, .json]), OutputFlag()]
    }
    let examples = [Example("List the rules for a machine.", "bezoar rules list --format json")]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .rulesList }
}
