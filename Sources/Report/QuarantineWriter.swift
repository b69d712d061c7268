package import Inventory

/// `quarantine list`: text, or `bezoar.quarantine-list/1`.
package struct QuarantineWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.quarantine-list/1"

    private let version: String
    private let style: TextStyle

    package init(version: String, style: TextStyle = TextStyle()) {
        self.version = version
        self.style = style
    }

    /// Writes the list, the oldest first.
    package func write(_ report: QuarantineReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: writeJSON(report, to: output)
        }
        output.flush()
    }

    private func writeText(_ report: QuarantineReport, to output: Output) {
        if style.detail != .quiet {
            let count = Human.counted(report.rows.count, "entry", "entries")
            output.write("\(count), \(Human.size(report.used)) of \(Human.size(report.budget))\n")
        }
        if !report.rows.isEmpty {
            var table = Table([
                Table.Column("ID"), Table.Column("TAKEN"), Table.Column("SIZE", isRight: true),
                Table.Column("PURGE", isRight: true),
                Table.Column("RULE"), Table.Column("RESTORED"),
                Table.Column("CACHE", canShrink: true), Table.Column("PATH", canShrink: true),
            ])
            for row in report.rows {
                table.add([
                    Table.Cell(row.id), Table.Cell(String(Timestamp.plain(nanoseconds: row.taken).prefix(16))),
                    Table.Cell(Human.size(row.size)), Table.Cell(row.purge.map { String($0) } ?? "-"),
                    Table.Cell(Escape.text(row.rule ?? "-")),
                    Table.Cell(row.restored.map { String(Timestamp.plain(nanoseconds: $0).prefix(16)) } ?? "-"),
                    Table.Cell(Escape.shown(row.cache)), Table.Cell(Escape.shown(row.path)),
                ])
            }
            output.write("\n" + table.render(style))
        }
        if report.problems.isEmpty { return }
        output.write("\n" + style.paint("Damaged", .warning) + "\n")
        for problem in report.problems {
            output.write(
                Paragraph.lines(
                    Escape.prose(problem.detail), style, indent: 2, label: Escape.shown(problem.path) + "  "))
        }
    }

    private func writeJSON(_ report: QuarantineReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.member("path", report.path)
            json.member("used", report.used)
            json.member("budget", report.budget)
            json.array("entries") { json in
                for row in report.rows { json.object { $0.members(of: row) } }
            }
            json.array("damaged") { json in
                for problem in report.problems {
                    json.object { json in
                        json.member("path", problem.path)
                        json.member("detail", problem.detail)
                    }
                }
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of row: QuarantineReport.Row) {
        member("id", row.id)
        member("taken", time: row.taken)
        member("cache", row.cache)
        member("path", row.path)
        member("kind", row.kind.word)
        member("size", row.size)
        member("sha256", row.digest?.hex)
        member("rule", row.rule)
        member("reason", row.reason)
        member("purge", row.purge)
        member("stable", row.isStable)
        member("restored", time: row.restored)
    }
}
