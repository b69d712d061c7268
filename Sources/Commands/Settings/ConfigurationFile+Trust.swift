import Audit
import Bytes
import Inventory

/// The tables `[[trust]]`.
extension ConfigurationFile {
    /// Tables `[[trust]]`, and patterns in one of them.
    private static let trustLimit = 1000

    mutating func applyTrust(_ items: [TOMLItem], to settings: inout Settings) {
        readTables(items, "trust", limit: Self.trustLimit, into: &settings.trust) { file, table, line in
            file.readTrust(table, line: line)
        }
    }

    private mutating func readTrust(_ table: TOMLTable, line: Int) -> TrustSetting? {
        var tier: TrustTier?
        var projects: [String] = []
        var refs: [String] = []
        var isRight = true
        for entry in table.entries {
            switch TrustSettingKey(rawValue: entry.key) {
            case .tier:
                let literal = Self.literal(entry.item.value)
                let grammar = ChoiceGrammar(choices: TrustTier.allCases)
                tier = grammar.read(literal: literal)
                if tier == nil {
                    report(entry.item.line, "trust.tier: " + Self.mismatch(grammar, found: literal))
                    isRight = false
                }
            case .projects: isRight = readPatterns(entry, into: &projects) && isRight
            case .refs: isRight = readPatterns(entry, into: &refs) && isRight
            case nil:
                reportUnknown(entry, known: TrustSettingKey.allCases.map(\.rawValue), prefix: "trust.")
                isRight = false
            }
        }
        guard isRight else { return nil }
        guard let tier else {
            report(line, "trust: this table has no `tier`")
            return nil
        }
        // Without any pattern the table would be about every build, which nobody writes by mistake with `*`.
        guard !projects.isEmpty || !refs.isEmpty,
            let entry = TrustPolicy.Entry(
                tier: tier, projects: projects.map { ByteString($0) }, refs: refs.map { ByteString($0) })
        else {
            report(line, "trust: `projects` or `refs` is expected; `projects = [\"*\"]` are all")
            return nil
        }
        return TrustSetting(
            origin: .file(path: path, line: line), tier: tier, projects: projects, refs: refs, entry: entry)
    }

    private mutating func readPatterns(_ entry: TOMLTable.Entry, into patterns: inout [String]) -> Bool {
        let what = "an array of patterns such as `https://git.example.com/forks/*`"
        guard let texts = entry.item.strings, !texts.isEmpty else {
            let found = Self.literal(entry.item.value).found
            report(entry.item.line, "trust.\(entry.key): \(what) is expected, found \(found)")
            return false
        }
        guard texts.count <= Self.trustLimit,
            texts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Glob.patternLimit })
        else {
            report(
                entry.item.line,
                "trust.\(entry.key): at most \(Self.trustLimit) patterns of 1 to \(Glob.patternLimit) bytes are "
                    + "expected"
            )
            return false
        }
        patterns = texts
        return true
    }
}
