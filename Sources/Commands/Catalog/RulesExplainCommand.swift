import Inventory

/// `bezoar rules explain`.
struct RulesExplainCommand: Command {
    let path = ["rules", "explain"]
    let summary = "Say what a rule means and what to do about its findings"
    let details = "Says what a rule looks for, what a finding means, which evidence it carries, and what to do."
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [RulesFlag(), FormatFlag([.text, .json]), OutputFlag()]
    }
    var positionals: [Positional] {
        [Positional("ID", summary: "The rule, as findings name it", completion: .words(RuleLoader.builtInIDs))]
    }
    let examples = [Example("Explain a finding.", "bezoar rules explain symlink-escape")]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        guard let word = words.first, let id = RuleID.read(word.bytes) else {
            let found = Quotation.text(words.first?.bytes ?? [])
            throw UsageError("ID: \(RuleID.expectation) is expected, found `\(found)`", help: self.words)
        }
        return .rulesExplain(id: id)
    }
}
