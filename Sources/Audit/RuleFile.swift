private import Bytes
package import Inventory

/// Reads one file of rules.
///
/// ```toml
/// [[rule]]
/// id = "special-file"                 # kebab-case, unique over all files
/// title = "FIFO, socket or device in a cache"
/// severity = "high"                   # info low medium high critical
/// confidence = "high"                 # low medium high
/// meaning = "…"                       # what it means when this is found
/// evidence = "…"                      # what a finding shows
/// remedy = "…"                        # what to do
/// references = ["https://…"]          # may be left out, as may all below
/// enabled = true
/// # A FIFO: some clients make one    # when it is this case, for `rules explain`
/// grades.fifo = { severity = "medium", confidence = "high" }
/// thresholds.slack-seconds = 86400
/// ```
///
/// What is not understood is an error: a rule that is silently not applied is worse than a program that stops.
package struct RuleFile {
    /// Why a file of rules cannot be used: one line per mistake, each with file and line.
    package struct Failure: Error, Sendable {
        package var mistakes: [String]
    }

    private static let mistakeLimit = 20
    private static let ruleLimit = 1000

    /// Characters of a comment that are kept.
    private static let commentLimit = 500

    private let name: String
    private let lines: [ArraySlice<UInt8>]
    private let family: String
    private var mistakes: [String] = []

    private init(_ bytes: [UInt8], name: String) {
        self.name = name
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let file = name.split(separator: "/").last.map { String($0) } ?? name
        family = file.hasSuffix(".toml") ? String(file.dropLast(5)) : file
    }

    /// The rules of a file. The family of each is the file's name without its ending.
    package static func read(_ bytes: [UInt8], name: String) throws(Failure) -> [Rule] {
        var file = RuleFile(bytes, name: name)
        let table: TOMLTable
        do throws(ParseError) {
            table = try TOML.parse(bytes)
        } catch {
            let place = error.line.map { ":\($0)" } ?? ""
            throw Failure(mistakes: ["\(name)\(place): \(error.reason)"])
        }
        let rules = file.rules(in: table)
        if !file.mistakes.isEmpty { throw Failure(mistakes: file.mistakes) }
        return rules
    }

    private mutating func note(_ line: Int, _ mistake: String) {
        if mistakes.count < Self.mistakeLimit { mistakes.append("\(name):\(line): \(mistake)") }
    }

    private mutating func rules(in table: TOMLTable) -> [Rule] {
        var rules: [Rule] = []
        var ids: Set<String> = []
        for entry in table.entries {
            guard entry.key == "rule", case .array(let items) = entry.item.value else {
                note(entry.keyLine, "only [[rule]] tables are expected here")
                continue
            }
            if items.count > Self.ruleLimit {
                note(entry.keyLine, "more than \(Self.ruleLimit) rules")
                break
            }
            for item in items {
                guard case .table(let fields) = item.value else {
                    note(item.line, "a table is expected, found \(item.value.kind)")
                    continue
                }
                guard let rule = rule(fields, line: item.line) else { continue }
                if ids.insert(rule.id).inserted {
                    rules.append(rule)
                } else {
                    note(item.line, "the rule \(rule.id) stands twice")
                }
            }
        }
        return rules
    }

    private mutating func rule(_ fields: TOMLTable, line: Int) -> Rule? {
        var rule = Rule(
            id: "", family: family, title: "", severity: .info, confidence: .low, meaning: "", evidence: "", remedy: "")
        var missing: Set<String> = ["id", "title", "severity", "confidence", "meaning", "evidence", "remedy"]
        for entry in fields.entries {
            missing.remove(entry.key)
            switch entry.key {
            case "id": rule.id = text(entry)
            case "title": rule.title = text(entry)
            case "meaning": rule.meaning = text(entry)
            case "evidence": rule.evidence = text(entry)
            case "remedy": rule.remedy = text(entry)
            case "severity": rule.severity = word(entry) ?? .info
            case "confidence": rule.confidence = word(entry) ?? .low
            case "references": rule.references = texts(entry)
            case "grades": rule.grades = grades(entry)
            case "thresholds": rule.thresholds = thresholds(entry)
            case "enabled":
                guard case .boolean(let value) = entry.item.value else {
                    note(entry.keyLine, "enabled: true or false is expected, found \(entry.item.value.kind)")
                    continue
                }
                rule.enabled = value
            default:
                note(entry.keyLine, "unknown key \(Quoted(entry.key))")
            }
        }
        for key in missing.sorted() { note(line, "this rule has no `\(key)`") }
        if !rule.id.isEmpty, !Self.isKebabCase(rule.id) {
            note(line, "id: lower-case words joined by hyphens are expected, found \(Quoted(rule.id))")
        }
        return missing.isEmpty ? rule : nil
    }

    private static func isKebabCase(_ id: String) -> Bool {
        let parts = id.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return id.utf8.count <= 64
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy {
                        ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                            || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                    }
            }
    }

    // MARK: Values

    private mutating func text(_ entry: TOMLTable.Entry) -> String {
        guard case .string(let text) = entry.item.value, !text.isEmpty else {
            note(entry.keyLine, "\(entry.key): a text is expected, found \(entry.item.value.kind)")
            return ""
        }
        return text
    }

    private mutating func texts(_ entry: TOMLTable.Entry) -> [String] {
        guard case .array(let items) = entry.item.value else {
            note(entry.keyLine, "\(entry.key): a list of texts is expected, found \(entry.item.value.kind)")
            return []
        }
        return items.compactMap { item in
            guard case .string(let text) = item.value else {
                note(item.line, "\(entry.key): a text is expected, found \(item.value.kind)")
                return nil
            }
            return text
        }
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ entry: TOMLTable.Entry) -> Word? {
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .string(let text) = entry.item.value else {
            note(entry.keyLine, "\(entry.key): one of \(words) is expected, found \(entry.item.value.kind)")
            return nil
        }
        guard let word = Word(rawValue: text) else {
            note(entry.keyLine, "\(entry.key): one of \(words) is expected, found \(Quoted(text))")
            return nil
        }
        return word
    }

    private mutating func grades(_ entry: TOMLTable.Entry) -> [String: Rule.Grade] {
        var grades: [String: Rule.Grade] = [:]
        for (name, line, fields) in tables(entry) {
            var grade = Rule.Grade(severity: .info, confidence: .low, meaning: comment(above: line))
            for field in fields.entries {
                switch field.key {
                case "severity": grade.severity = word(field) ?? .info
                case "confidence": grade.confidence = word(field) ?? .low
                default: note(field.keyLine, "unknown key \(Quoted(field.key)) in a grade")
                }
            }
            for key in ["severity", "confidence"] where fields[key] == nil {
                note(entry.keyLine, "grades.\(name): it has no `\(key)`")
            }
            grades[name] = grade
        }
        return grades
    }

    /// The comment in the lines right above a line, as one text.
    private func comment(above line: Int) -> String {
        var parts: [String] = []
        var at = line - 2
        while lines.indices.contains(at), lines[at].first == UInt8(ascii: "#"), parts.count < 20 {
            let text = lines[at].dropFirst().drop { $0 == UInt8(ascii: " ") }
            parts.append(String(decoding: text.last == UInt8(ascii: "\r") ? text.dropLast() : text, as: UTF8.self))
            at -= 1
        }
        return String(parts.reversed().joined(separator: " ").prefix(Self.commentLimit))
    }

    private mutating func tables(_ entry: TOMLTable.Entry) -> [(name: String, line: Int, fields: TOMLTable)] {
        guard case .table(let table) = entry.item.value else {
            note(entry.keyLine, "\(entry.key): a table is expected, found \(entry.item.value.kind)")
            return []
        }
        return table.entries.compactMap { field in
            guard case .table(let fields) = field.item.value else {
                note(field.keyLine, "\(entry.key).\(Quoted(field.key)): a table is expected")
                return nil
            }
            return (field.key, field.keyLine, fields)
        }
    }

    private mutating func thresholds(_ entry: TOMLTable.Entry) -> [String: Double] {
        guard case .table(let table) = entry.item.value else {
            note(entry.keyLine, "\(entry.key): a table is expected, found \(entry.item.value.kind)")
            return [:]
        }
        var thresholds: [String: Double] = [:]
        for field in table.entries {
            switch field.item.value {
            case .integer(let number): thresholds[field.key] = Double(number)
            case .float(let number) where number.isFinite: thresholds[field.key] = number
            default: note(field.keyLine, "thresholds.\(Quoted(field.key)): a number is expected")
            }
        }
        return thresholds
    }
}
