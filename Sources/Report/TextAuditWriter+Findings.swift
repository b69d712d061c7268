internal import Inventory

/// The findings of an audit as text: the worst first, each rule under one heading, its remedy once.
extension TextAuditWriter {
    /// Columns of the names before the facts; a longer name pushes its fact to the right.
    private static let labelWidth = 10
    /// Lists within lists are shown this deep.
    private static let listDepth = 8

    /// Writes all findings.
    func writeFindings(_ report: AuditReport, rules: [Rule], to output: Output) {
        var titles: [String: String] = [:]
        for rule in rules { titles[rule.id] = rule.title }
        var told: Set<[String]> = []
        for severity in Severity.allCases.reversed() {
            let findings = report.findings.filter { $0.severity == severity }
            for group in Self.byRule(findings) {
                guard let rule = group.first?.rule else { continue }
                let title = Escape.prose(titles[rule] ?? "")
                let heading = style.paint(
                    severity.rawValue.uppercased() + "  " + Escape.text(rule), TextStyle.Ink(severity))
                output.write("\n" + heading + (title.isEmpty ? "" : "  " + title) + "  (\(Human.count(group.count)))\n")
                let limit = style.detail == .verbose ? group.count : Self.listedFindings
                for finding in group.prefix(limit) { write(finding, report, to: output) }
                writeRest(group.count - limit, indent: 2, to: output)
                // One rule may have more than one remedy, and one severity more than one group.
                for finding in group {
                    let remedy = Escape.prose(finding.remedy)
                    guard !remedy.isEmpty, told.insert([rule, remedy]).inserted else { continue }
                    output.write(Paragraph.lines(remedy, style, indent: 2, label: "remedy: "))
                }
            }
            let unlisted = report.unlistedFindings[severity] ?? 0
            if unlisted > 0 {
                output.write("\n" + style.paint(severity.rawValue.uppercased(), TextStyle.Ink(severity)))
                output.write("  and " + Human.counted(unlisted, "finding") + " more, counted but not kept\n")
            }
        }
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

    private func write(_ finding: Finding, _ report: AuditReport, to output: Output) {
        let path = finding.path.isEmpty ? "(the cache itself)" : Escape.text(finding.path)
        var lines: [(String, String)] = []
        if let cache = finding.cache, report.caches.indices.contains(cache) {
            lines.append(("path", path))
            lines.append(("cache", Escape.shown(report.caches[cache].cache.id)))
        } else if !finding.path.isEmpty {
            lines.append(("path", path))
        }
        lines.append(("what", Escape.prose(finding.message)))
        if finding.confidence != .high { lines.append(("sure", finding.confidence.rawValue + " confidence")) }
        if let purl = finding.purl { lines.append(("package", Escape.text(purl))) }
        for digest in finding.expected { lines.append(("expected", Escape.text(digest))) }
        if let actual = finding.actual { lines.append(("actual", Escape.text(actual))) }
        for fact in finding.evidence { lines += self.lines(of: fact.value, name: Escape.text(fact.name)) }
        for build in finding.builds { lines.append(("build", Escape.text(build))) }
        for (index, (name, text)) in lines.enumerated() {
            output.write(index == 0 ? "  - " : "    ")
            output.write(style.paint(Self.label(name), .faint))
            output.write((text.isEmpty ? "(empty)" : text) + "\n")
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
            var lines = values.prefix(limit).flatMap { self.lines(of: $0, name: name, depth: depth + 1) }
            if values.count > limit {
                lines.append((name, "and " + Human.count(values.count - limit) + " more (--verbose lists them)"))
            }
            return lines
        }
    }
}
