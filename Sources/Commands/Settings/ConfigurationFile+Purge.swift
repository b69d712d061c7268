import Audit
import Bytes
import Inventory

/// The tables `[[purge]]`.
extension ConfigurationFile {
    /// Tables `[[purge]]`, and patterns in one of them.
    private static let policyLimit = 1000

    mutating func applyPurge(_ items: [TOMLItem], to settings: inout Settings) {
        readTables(items, "purge", limit: Self.policyLimit, into: &settings.purgePolicies) { file, table, line in
            file.readPolicy(table, line: line)
        }
    }

    private mutating func readPolicy(_ table: TOMLTable, line: Int) -> PurgePolicy? {
        var policy = PurgePolicy(origin: .file(path: path, line: line))
        var isRight = true
        for entry in table.entries {
            guard let key = PurgePolicyKey(rawValue: entry.key) else {
                reportUnknown(entry, known: PurgePolicyKey.allCases.map(\.rawValue), prefix: "purge.")
                isRight = false
                continue
            }
            switch key {
            case .caches: isRight = read(entry, NamePatternsGrammar(), into: \.caches, &policy) && isRight
            case .keep: isRight = read(entry, NamePatternsGrammar(), into: \.keep, &policy) && isRight
            case .olderThan:
                isRight = read(entry, OptionalGrammar(DurationGrammar()), into: \.olderThan, &policy) && isRight
            case .unusedFor:
                isRight = read(entry, OptionalGrammar(DurationGrammar()), into: \.unusedFor, &policy) && isRight
            case .budget: isRight = read(entry, OptionalGrammar(SizeGrammar()), into: \.budget, &policy) && isRight
            case .hours: isRight = readHours(entry, &policy) && isRight
            }
        }
        guard isRight else { return nil }
        // A table without a condition would empty its caches at each run, which nobody writes on purpose.
        guard policy.olderThan != nil || policy.unusedFor != nil || policy.budget != nil else {
            report(line, "purge: `older-than`, `unused-for` or `budget` is expected in this table")
            return nil
        }
        return policy
    }

    private mutating func read<Form: Grammar>(
        _ entry: TOMLTable.Entry, _ grammar: Form, into place: WritableKeyPath<PurgePolicy, Form.Value>,
        _ policy: inout PurgePolicy
    ) -> Bool {
        let literal = Self.literal(entry.item.value)
        guard let value = grammar.read(literal: literal) else {
            report(entry.item.line, "purge.\(entry.key): " + Self.mismatch(grammar, found: literal))
            return false
        }
        policy[keyPath: place] = value
        return true
    }

    private mutating func readHours(_ entry: TOMLTable.Entry, _ policy: inout PurgePolicy) -> Bool {
        let literal = Self.literal(entry.item.value)
        if case .text(let text) = literal {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map {
                NumberGrammar.number(Array($0.utf8), in: 0...24)
            }
            if parts.count == 2, let from = parts[0], let to = parts[1], from != to {
                policy.hours = (from % 24, to % 24)
                return true
            }
        }
        report(entry.item.line, "purge.hours: two hours such as `22-6` are expected, found \(literal.found)")
        return false
    }
}
