package import Inventory

/// `rules list` and `rules explain`: text, or `bezoar.rules/1` for both.
package struct RulesWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.rules/1"

    private let version: String
    private let style: TextStyle

    /// Writes for this version of the program.
    package init(version: String, style: TextStyle = TextStyle()) {
        self.version = version
        self.style = style
    }

    /// One row a rule.
    package func list(_ rules: [Rule], as format: DocumentFormat, to output: Output) {
        guard format == .text else { return writeJSON(rules, to: output) }
        var table = Table([
            Table.Column("RULE"), Table.Column("FAMILY"), Table.Column("SEVERITY"), Table.Column("CONFIDENCE"),
            Table.Column("TITLE", canShrink: true),
        ])
        for rule in rules {
            table.add([
                Table.Cell(Escape.text(rule.id), rule.enabled ? .plain : .faint), Table.Cell(Escape.text(rule.family)),
                Table.Cell(rule.severity.rawValue, TextStyle.Ink(rule.severity)), Table.Cell(rule.confidence.rawValue),
                Table.Cell(Escape.prose(rule.title) + (rule.enabled ? "" : " (disabled)")),
            ])
        }
        output.write(table.render(style))
        output.flush()
    }

    /// All there is to say of each rule.
    package func explain(_ rules: [Rule], as format: DocumentFormat, to output: Output) {
        guard format == .text else { return writeJSON(rules, to: output) }
        for (index, rule) in rules.enumerated() {
            if index > 0 { output.write("\n") }
            explain(rule, to: output)
        }
        output.flush()
    }

    private func explain(_ rule: Rule, to output: Output) {
        let title = Escape.prose(rule.title)
        let id = Escape.text(rule.id)
        output.write(
            title.isEmpty
                ? style.paint(id, .heading) + "\n" : Paragraph.lines(title, style, label: id + "  ", ink: .heading))
        var graded = style.paint(rule.severity.rawValue, TextStyle.Ink(rule.severity))
        graded += ", " + rule.confidence.rawValue + " confidence, family " + Escape.text(rule.family)
        output.write("  " + graded + (rule.enabled ? "" : ", disabled") + "\n\n")
        output.write(Paragraph.lines(Escape.prose(rule.meaning), style, indent: 2))
        output.write("\n" + Paragraph.lines(Escape.prose(rule.evidence), style, indent: 2, label: "Evidence: "))
        output.write(Paragraph.lines(Escape.prose(rule.remedy), style, indent: 2, label: "Remedy: "))
        for (name, grade) in rule.grades.sorted(by: { $0.key < $1.key }) {
            let text =
                Escape.text(name) + ": " + grade.severity.rawValue + ", " + grade.confidence.rawValue + " confidence"
                + (grade.meaning.isEmpty ? "" : ". " + Escape.prose(grade.meaning))
            output.write(Paragraph.lines(text, style, indent: 2, label: "Case "))
        }
        for (name, value) in rule.thresholds.sorted(by: { $0.key < $1.key }) {
            output.write(
                Paragraph.lines(Escape.text(name) + " = " + Self.number(value), style, indent: 2, label: "Threshold "))
        }
        for reference in rule.references where !reference.isEmpty {
            output.write("  " + style.paint("See ", .faint) + Escape.text(reference) + "\n")
        }
    }

    /// A number without the `.0` of whole ones.
    private static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func writeJSON(_ rules: [Rule], to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.array("rules") { json in
                for rule in rules { json.object { $0.members(of: rule) } }
            }
        }
        json.finish()
        output.flush()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of rule: Rule) {
        member("id", rule.id)
        member("family", rule.family)
        member("title", rule.title)
        member("severity", rule.severity.rawValue)
        member("confidence", rule.confidence.rawValue)
        member("meaning", rule.meaning)
        member("evidence", rule.evidence)
        member("remedy", rule.remedy)
        member("references", rule.references)
        object("grades") { json in
            for (name, grade) in rule.grades.sorted(by: { $0.key < $1.key }) {
                json.object(name) { json in
                    json.member("severity", grade.severity.rawValue)
                    json.member("confidence", grade.confidence.rawValue)
                    if !grade.meaning.isEmpty { json.member("meaning", grade.meaning) }
                }
            }
        }
        object("thresholds") { json in
            for (name, value) in rule.thresholds.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
        }
        member("enabled", rule.enabled)
    }
}
