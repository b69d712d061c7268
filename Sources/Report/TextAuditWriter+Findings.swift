internal import Inventory

/// The findings of an audit as text: the worst first, each rule under one heading, its remedy once.
extension TextAuditWriter {
    /// Columns of the names before the facts; a longer name pushes its fact to the right.
    private static let labelWidth = 10
    /// Lists within lists are shown this deep.
    private static let listDepth = 8
    /// Hexadecimal digits of a digest that are shown unless all is asked for.
    private static let shortDigest = 12
    /// Values of one name in a line, unless all is asked for.
    private static let shortValues = 3

    /// Writes all findings.
    func writeFindings(_ report: AuditReport, rules: [Rule], to output: Output) {
        var titles: [String: String] = [:]
        for rule in rules { titles[rule.id] = rule.title }
        var told: Set<String> = []
        for severity in Severity.allCases.reversed() where isNews(severity, report) {
            let findings = report.findings.filter { $0.severity == severity }
            for group in Self.byRule(findings) {
                guard let rule = group.first?.rule else { continue }
                let title = Escape.prose(titles[rule] ?? "")
                let heading = style.paint(
                    severity.rawValue.uppercased() + "  " + Escape.text(rule), TextStyle.Ink(severity))
                output.write("\n" + heading + (title.isEmpty ? "" : "  " + title) + "  (\(Human.count(group.count)))\n")
                write(group, report, &told, to: output)
            }
            let unlisted = report.unlistedFindings[severity] ?? 0
            if unlisted > 0 {
                output.write("\n" + style.paint(severity.rawValue.uppercased(), TextStyle.Ink(severity)))
                output.write("  and " + Human.counted(unlisted, "finding") + " more" + unkept + "\n")
            }
        }
    }

    /// The findings of one rule, and what to do: once below all of them, or below each where that differs.
    private func write(
        _ group: [Finding], _ report: AuditReport, _ told: inout Set<String>, to output: Output
    ) {
        let isVerbose = style.detail == .verbose
        let shown = isVerbose ? group[...] : group.prefix(Self.listedFindings)
        let hasOneRemedy = Set(group.map(\.remedy)).count == 1
        // With one cache the table above has named it; `--quiet` writes no table.
        let namesCaches = report.caches.count > 1 || style.detail == .quiet
        var cache: Int?
        for (index, finding) in shown.enumerated() {
            if isVerbose {
                writeFull(finding, to: output)
            } else {
                writeShort(finding, namesCaches, &cache, to: output)
            }
            let isLastOfItsRemedy = index + 1 == shown.count || shown[index + 1].remedy != finding.remedy
            if !hasOneRemedy, isLastOfItsRemedy { writeRemedy(of: finding, indent: 4, &told, to: output) }
        }
        writeRest(group.count - shown.count, indent: 2, to: output)
        if hasOneRemedy, let first = group.first { writeRemedy(of: first, indent: 2, &told, to: output) }
    }

    /// What another rule asks for as well is not written out again.
    private func writeRemedy(of finding: Finding, indent: Int, _ told: inout Set<String>, to output: Output) {
        let remedy = Escape.prose(finding.remedy)
        guard !remedy.isEmpty else { return }
        let isNew = told.insert(remedy).inserted
        output.write(Paragraph.lines(isNew ? remedy : "as above", style, indent: indent, label: "remedy: "))
    }

    /// Groups of one rule each, in the order of their first findings.
    private static func byRule(_ findings: [Finding]) -> [[Finding]] {
        var order: [String] = []
        var groups: [String: [Finding]] = [:]
        for finding in findings {
            if groups[finding.rule] == nil { order.append(finding.rule) }
            groups[finding.rule, default: []].append(finding)
        }
        return order.map { groups[$0] ?? [] }
    }

    // MARK: - Two lines each

    /// A finding, below the name of its cache unless that stands there already.
    private func writeShort(_ finding: Finding, _ namesCaches: Bool, _ last: inout Int?, to output: Output) {
        if namesCaches, let cache = finding.cache, cache != last, let name = names[cache] {
            output.write("  in " + name + "\n")
            last = cache
        }
        // What is found of a cache as a whole has no path, and says so in its sentence.
        let facts = shortLines(of: finding).map { Paragraph.wrapped($0, style, indent: 4) }
        let lines = (finding.path.isEmpty ? [] : [Escape.text(finding.path)]) + facts
        for (index, line) in lines.enumerated() { output.write((index == 0 ? "  - " : "    ") + line + "\n") }
    }

    /// What was found, and the facts. A fact that could pass for two stands at the end of a line.
    private func shortLines(of finding: Finding) -> [String] {
        let message = Escape.prose(finding.message)
        var parts = message.isEmpty ? [] : [message.last == "." ? String(message.dropLast()) : message]
        if finding.confidence != .high { parts.append(finding.confidence.rawValue + " confidence") }
        var free: [String] = []
        var words: [(name: String, texts: [String])] = []
        for (name, text) in facts(of: finding) {
            if !Self.isOneWord(text) {
                free.append(style.paint(name + ": ", .faint) + (text.isEmpty ? "(empty)" : Self.shortened(text)))
            } else if words.last?.name == name {
                words[words.count - 1].texts.append(Self.shortened(text))
            } else {
                words.append((name, [Self.shortened(text)]))
            }
        }
        for word in words { parts.append(style.paint(word.name + ": ", .faint) + Self.few(word.texts)) }
        if free.count == 1 {
            parts += free
            free = []
        }
        return (parts.isEmpty ? [] : [parts.joined(separator: "; ")]) + free
    }

    /// The first of several values of one name, none of which holds a comma.
    private static func few(_ texts: [String]) -> String {
        let rest = texts.count - shortValues
        let shown = texts.prefix(shortValues).joined(separator: ", ")
        return rest > 0 ? shown + " and " + Human.count(rest) + " more" : shown
    }

    /// Whether a text holds nothing that could end it for a reader: no space, no comma, no semicolon.
    private static func isOneWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: Array("-_.:+/@%".utf8).contains(byte)
                }
            }
    }

    /// A digest by its first digits; `--verbose` shows all of them.
    private static func shortened(_ text: String) -> String {
        let head = "sha256:"
        guard text.hasPrefix(head), text.utf8.count == head.utf8.count + 64, isOneWord(text) else { return text }
        return text.prefix(head.count + shortDigest) + "..."
    }

    // MARK: - In full

    /// Digests, evidence and builds.
    private func facts(of finding: Finding) -> [(String, String)] {
        var facts: [(String, String)] = []
        if let purl = finding.purl { facts.append(("package", Escape.text(purl))) }
        for digest in finding.expected { facts.append(("expected", Escape.text(digest))) }
        if let actual = finding.actual { facts.append(("actual", Escape.text(actual))) }
        for fact in finding.evidence { facts += self.lines(of: fact.value, name: Escape.text(fact.name)) }
        for build in finding.builds { facts.append(("build", Escape.text(build))) }
        return facts
    }

    private func writeFull(_ finding: Finding, to output: Output) {
        let path = finding.path.isEmpty ? "(the cache itself)" : Escape.text(finding.path)
        var lines: [(String, String)] = []
        if let name = finding.cache.flatMap({ names[$0] }) {
            lines.append(("path", path))
            lines.append(("cache", name))
        } else if !finding.path.isEmpty {
            lines.append(("path", path))
        }
        lines.append(("what", Escape.prose(finding.message)))
        if finding.confidence != .high { lines.append(("sure", finding.confidence.rawValue + " confidence")) }
        lines += facts(of: finding)
        for (index, (name, text)) in lines.enumerated() {
            output.write(index == 0 ? "  - " : "    ")
            output.write(style.paint(Self.label(name), .faint))
            let indent = 4 + max(Self.labelWidth, DisplayWidth.of(name) + 2)
            output.write((text.isEmpty ? "(empty)" : Paragraph.wrapped(text, style, indent: indent)) + "\n")
        }
    }

    private static func label(_ name: String) -> String {
        let label = name + ":"
        return label + String(repeating: " ", count: max(1, labelWidth - DisplayWidth.of(label)))
    }

    /// A fact in a line; a list in a line for each of its values, so that no value can pass for two.
    private func lines(of value: Finding.Value, name: String, depth: Int = 0) -> [(String, String)] {
        switch value {
        case .text(let text): return [(name, Escape.text(text))]
        case .bytes(let bytes): return [(name, Escape.text(bytes))]
        case .number(let number): return [(name, String(number))]
        case .time(let nanoseconds): return [(name, Timestamp.rfc3339(nanoseconds: nanoseconds))]
        case .flag(let flag): return [(name, flag ? "yes" : "no")]
        case .list(let values):
            guard depth < Self.listDepth else { return [(name, "(more lists within)")] }
            let limit = style.detail == .verbose ? values.count : Self.listedValues
            var lines = values.prefix(limit).flatMap { value in
                let parts = self.lines(of: value, name: name, depth: depth + 1)
                // What belongs together stands together: a problem and the file that has it.
                guard case .list(let pair) = value, pair.count == 2, parts.count == 2,
                    parts.allSatisfy({ !$0.1.isEmpty })
                else { return parts }
                return [(name, parts.map(\.1).joined(separator: " "))]
            }
            if values.count > limit {
                lines.append((name, "and " + Human.count(values.count - limit) + " more (--verbose lists them)"))
            }
            return lines
        }
    }
}
