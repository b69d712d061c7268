import Bytes
import Inventory

/// The configuration file, read strictly: what is not understood is an error, since a misspelt key that is silently
/// ignored would leave an audit weaker than its owner believes.
///
/// ```
///  [audit]                      section         ConfigurationSection
///  jobs = 4                     audit.jobs      SettingList
///  [rule.symlink-escape]        rule overrides  RuleOverride
///  severity = "medium"
///  [[trust]]                    tiers of trust  TrustSetting
///  tier = "untrusted"
///  [[purge]]                    policies        PurgePolicy
///  older-than = "7d"
/// ```
package struct ConfigurationFile {
    /// A larger file is refused.
    package static let byteLimit = 1 << 20
    /// Errors that are reported at once; more are counted.
    static let errorLimit = 20
    /// Tables `[rule.<id>]`.
    static let overrideLimit = 10_000

    let path: ByteString
    private var errors: [String] = []
    private var unlisted = 0

    /// Errors and origins name this path.
    init(path: ByteString) {
        self.path = path
    }

    /// Puts what the file says into the settings; throws one error with a line for each mistake.
    mutating func apply(_ bytes: [UInt8], to settings: inout Settings) throws(UsageError) {
        // Of a device with endless zeros a reader may hand in any amount.
        guard bytes.count <= Self.byteLimit else {
            throw UsageError(
                "\(Quotation.text(path.bytes)): a configuration file has at most \(Self.byteLimit) bytes", help: nil)
        }
        for entry in try parse(bytes).entries {
            switch (entry.key, entry.item.value) {
            case ("rule", .table(let rules)): applyRules(rules, to: &settings)
            case ("trust", .array(let items)): applyTrust(items, to: &settings)
            case ("purge", .array(let items)): applyPurge(items, to: &settings)
            case (let name, .table(let table)) where Self.sections.contains(name):
                applySection(name, table, to: &settings)
            case (let name, let value) where name == "rule" || Self.sections.contains(name):
                report(entry.keyLine, "\(name): a table is expected, found \(Self.literal(value).found)")
            case (let name, let value) where name == "trust" || name == "purge":
                report(
                    entry.keyLine, "\(name): tables [[\(name)]] are expected, found \(Self.literal(value).found)")
            default:
                reportUnknown(entry, known: Self.sections + ["rule", "trust", "purge"], prefix: "")
            }
        }
        guard errors.isEmpty else {
            if unlisted > 0 { errors.append("\(Quotation.text(path.bytes)): \(unlisted) more errors") }
            throw UsageError(errors.joined(separator: "\n"), help: nil)
        }
    }

    private static let sections = ConfigurationSection.all.map(\.name)

    private func parse(_ bytes: [UInt8]) throws(UsageError) -> TOMLTable {
        do throws(ParseError) {
            return try TOML.parse(bytes)
        } catch {
            let place = error.line.map { ":\($0)" } ?? ""
            throw UsageError("\(Quotation.text(path.bytes))\(place): \(error.reason)", help: nil)
        }
    }

    private mutating func applySection(_ name: String, _ table: TOMLTable, to settings: inout Settings) {
        let keys = SettingList.configurable.filter { $0.key?.hasPrefix(name + ".") == true }
        for entry in table.entries {
            guard let setting = keys.first(where: { $0.key == "\(name).\(entry.key)" }) else {
                let known = keys.compactMap { $0.key?.dropFirst(name.utf8.count + 1) }.map { String($0) }
                reportUnknown(entry, known: known, prefix: name + ".")
                continue
            }
            let literal = Self.literal(entry.item.value)
            if !setting.set(literal: literal, origin: .file(path: path, line: entry.keyLine), in: &settings) {
                report(entry.item.line, "\(name).\(entry.key): " + Self.mismatch(setting.grammar, found: literal))
            }
        }
    }

    private mutating func applyRules(_ rules: TOMLTable, to settings: inout Settings) {
        for entry in rules.entries {
            let shown = Quotation.text(Array(entry.key.utf8))
            guard let id = RuleID.read(Array(entry.key.utf8)) else {
                report(entry.keyLine, "rule.\(shown): \(RuleID.expectation) is expected")
                continue
            }
            guard case .table(let table) = entry.item.value else {
                let found = Self.literal(entry.item.value).found
                report(entry.item.line, "rule.\(id): a table is expected, found \(found)")
                continue
            }
            guard settings.ruleOverrides.count < Self.overrideLimit else {
                report(entry.keyLine, "rule.\(id): more than \(Self.overrideLimit) rules are changed")
                return
            }
            let origin = Origin.file(path: path, line: entry.keyLine)
            settings.ruleOverrides.append(readOverride(RuleOverride(id: id, origin: origin), table))
        }
    }

    private mutating func readOverride(_ start: RuleOverride, _ table: TOMLTable) -> RuleOverride {
        var result = start
        for entry in table.entries {
            switch entry.key {
            case RuleOverrideKey.enabled.rawValue:
                result.enabled = read(entry, ToggleGrammar(on: true, off: false), of: start.id)
            case RuleOverrideKey.severity.rawValue:
                result.severity = read(entry, ChoiceGrammar(choices: Severity.allCases), of: start.id)
            case RuleOverrideKey.confidence.rawValue:
                result.confidence = read(entry, ChoiceGrammar(choices: Confidence.allCases), of: start.id)
            default:
                reportUnknown(entry, known: RuleOverrideKey.allCases.map(\.rawValue), prefix: "rule.\(start.id).")
            }
        }
        return result
    }

    private mutating func read<Form: Grammar>(
        _ entry: TOMLTable.Entry, _ grammar: Form, of id: String
    ) -> Sourced<Form.Value>? {
        let literal = Self.literal(entry.item.value)
        guard let value = grammar.read(literal: literal) else {
            report(entry.item.line, "rule.\(id).\(entry.key): " + Self.mismatch(grammar, found: literal))
            return nil
        }
        return Sourced(value, from: .file(path: path, line: entry.keyLine))
    }

    /// Reads an array of tables such as `[[trust]]`; `read` reports what is wrong in one, and gives nothing then.
    mutating func readTables<Entry>(
        _ items: [TOMLItem], _ name: String, limit: Int, into entries: inout [Entry],
        read: (inout Self, TOMLTable, _ line: Int) -> Entry?
    ) {
        for item in items {
            guard case .table(let table) = item.value else {
                report(item.line, "\(name): a table is expected, found \(Self.literal(item.value).found)")
                continue
            }
            guard entries.count < limit else {
                report(item.line, "\(name): more than \(limit) tables")
                return
            }
            if let entry = read(&self, table, item.line) { entries.append(entry) }
        }
    }

    mutating func reportUnknown(_ entry: TOMLTable.Entry, known: [String], prefix: String) {
        let what = if case .table = entry.item.value { "table" } else { "key" }
        let nearest = Suggestion.nearest(to: entry.key, among: known)
        let hint = nearest.map { "; did you mean `\(prefix)\($0)`?" } ?? ""
        report(entry.keyLine, "unknown \(what) `\(prefix)\(Quotation.text(Array(entry.key.utf8)))`" + hint)
    }

    mutating func report(_ line: Int, _ message: String) {
        if errors.count < Self.errorLimit {
            errors.append("\(Quotation.text(path.bytes)):\(line): \(message)")
        } else {
            unlisted += 1
        }
    }

    static func mismatch(_ grammar: any Grammar, found: Literal) -> String {
        var hint = ""
        if case .text(let text) = found, let nearest = Suggestion.nearest(to: text, among: grammar.words) {
            hint = "; did you mean `\(nearest)`?"
        }
        return "\(grammar.configurationExpectation) is expected, found \(found.found)\(hint)"
    }

    static func literal(_ value: TOMLValue) -> Literal {
        switch value {
        case .string(let text): return .text(text)
        case .integer(let number): return .integer(number)
        case .boolean(let flag): return .boolean(flag)
        case .array(let items):
            let texts = items.compactMap(\.string)
            return texts.count == items.count ? .texts(texts) : .other("an array of other values")
        default: return .other(value.kind)
        }
    }
}
