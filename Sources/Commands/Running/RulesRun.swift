import Audit
import Inventory
import Report

/// `bezoar rules list`, `explain` and `check`.
struct RulesRun {
    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    private var writer: RulesWriter { RulesWriter(version: Version.current, style: console.style) }
    private var format: DocumentFormat { DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text }

    /// All rules in force.
    mutating func list() throws(CommandFailure) -> ExitCode {
        let rules = try RuleLoader.load(settings).rules
        let (writer, format) = (writer, format)
        try console.write { output in writer.list(rules, as: format, to: output) }
        return .clean
    }

    /// One rule in full.
    mutating func explain(_ id: String) throws(CommandFailure) -> ExitCode {
        let book = try RuleLoader.load(settings)
        guard let rule = book[id] else {
            let hint = Suggestion.nearest(to: id, among: book.ids).map { "; did you mean \($0)?" } ?? ""
            throw CommandFailure("there is no rule \(Quotation.text(Array(id.utf8)))\(hint)", exit: .usage)
        }
        let (writer, format) = (writer, format)
        try console.write { output in writer.explain([rule], as: format, to: output) }
        return .clean
    }

    /// Reads rules and says what is wrong with them, or that nothing is.
    mutating func check(_ directory: ByteString?) throws(CommandFailure) -> ExitCode {
        let count: Int
        if let directory {
            let rules = try RuleLoader.check(directory)
            let book = try RuleLoader.load(settings)
            for rule in rules where book[rule.id] == nil {
                throw CommandFailure(
                    RuleLoader.unknown(rule.id, in: book, at: Quotation.text(directory.bytes)), exit: .usage)
            }
            count = rules.count
        } else {
            count = try RuleLoader.load(settings).rules.count
        }
        console.note("\(count) rules, no mistakes")
        return .clean
    }
}
