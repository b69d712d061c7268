package import Inventory

/// `intel import`, `list` and `remove`: text, or `bezoar.intel/1`.
///
/// ```
///  2 feeds, 214,306 records
///
///  STATE     FEED         RECORDS  MALWARE  WITHDRAWN  UNREADABLE  NEWEST            IMPORTED          PATH
///  imported  npm/all.zip  211,020  208,114        310           0  2026-11-20 22:10  2026-11-21 03:04  /s/npm/all.zip
///
///    COUNT  KIND     ECOSYSTEM
///  207,804  malware  npm
/// ```
package struct IntelWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.intel/1"

    private let version: String
    private let style: TextStyle

    /// Writes for this version of the program.
    package init(version: String, style: TextStyle = TextStyle()) {
        self.version = version
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: IntelReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: writeJSON(report, to: output)
        }
        output.flush()
    }

    private func writeText(_ report: IntelReport, to output: Output) {
        let isQuiet = style.detail == .quiet
        if !isQuiet {
            let records = report.rows.reduce(0) { $0 + ($1.outcome == .refused ? 0 : $1.feed.counts.records) }
            output.write(
                Human.counted(report.rows.count, "feed") + ", " + Human.counted(records, "record") + "\n")
            if !report.rows.isEmpty { output.write("\n" + table(of: report)) }
        }
        for row in report.rows where row.outcome == .refused {
            let name = style.paint("Refused: ", .warning) + Escape.shown(ByteString(row.feed.name))
            output.write("\n" + name + "\n" + Paragraph.lines(Escape.prose(row.reason ?? ""), style, indent: 2))
        }
        if !report.counts.isEmpty && !isQuiet {
            var table = Table([Table.Column("COUNT", isRight: true), Table.Column("KIND"), Table.Column("ECOSYSTEM")])
            for count in report.counts {
                table.add([
                    Table.Cell(Human.count(count.count)), Table.Cell(Escape.text(count.kind)),
                    Table.Cell(Escape.text(count.ecosystem)),
                ])
            }
            output.write("\n" + table.render(style))
        }
        if report.troubles.isEmpty { return }
        output.write("\n" + style.paint("Not understood", .warning) + "\n")
        for trouble in report.troubles {
            output.write(
                Paragraph.lines(
                    Escape.prose(trouble.detail), style, indent: 2, label: Escape.shown(trouble.path) + "  "))
        }
        if report.unlistedTroubles > 0 { output.write("  and " + Human.count(report.unlistedTroubles) + " more\n") }
    }

    private func table(of report: IntelReport) -> String {
        var table = Table([
            Table.Column("STATE"), Table.Column("FEED", canShrink: true), Table.Column("RECORDS", isRight: true),
            Table.Column("MALWARE", isRight: true), Table.Column("WITHDRAWN", isRight: true),
            Table.Column("OTHERS", isRight: true), Table.Column("UNREADABLE", isRight: true),
            Table.Column("NEWEST"), Table.Column("IMPORTED"), Table.Column("PATH", canShrink: true),
        ])
        for row in report.rows {
            let counts = row.feed.counts
            table.add([
                Table.Cell(row.outcome.rawValue, Self.ink(row.outcome)), Table.Cell(Escape.text(row.feed.name)),
                Table.Cell(Human.count(counts.records)), Table.Cell(Human.count(counts.malware)),
                Table.Cell(Human.count(counts.withdrawn)), Table.Cell(Human.count(counts.others)),
                Table.Cell(Human.count(counts.unreadable), counts.unreadable > 0 ? .warning : .plain),
                Table.Cell(row.outcome == .refused ? "-" : Self.minute(row.feed.newest)),
                Table.Cell(row.outcome == .refused ? "-" : Self.minute(row.feed.imported)),
                Table.Cell(Escape.shown(row.feed.path)),
            ])
        }
        return table.render(style)
    }

    private static func minute(_ nanoseconds: Int64) -> String {
        String(Timestamp.plain(nanoseconds: nanoseconds).prefix(16))
    }

    private static func ink(_ outcome: IntelReport.Outcome) -> TextStyle.Ink {
        switch outcome {
        case .imported: .good
        case .refused: .warning
        case .removed, .known: .plain
        }
    }

    private func writeJSON(_ report: IntelReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.array("feeds") { json in
                for row in report.rows {
                    json.object { json in
                        json.member("state", row.outcome.rawValue)
                        json.member("reason", row.reason)
                        json.members(of: row.feed)
                    }
                }
            }
            json.array("advisories") { json in
                for count in report.counts {
                    json.object { json in
                        json.member("ecosystem", count.ecosystem)
                        json.member("kind", count.kind)
                        json.member("count", count.count)
                    }
                }
            }
            json.array("incomplete") { json in
                for trouble in report.troubles { json.object { $0.members(ofPlace: trouble) } }
            }
            json.object("summary") { json in
                json.member("feeds", report.rows.count)
                json.member("unlistedIncomplete", report.unlistedTroubles)
                json.member("complete", report.isComplete)
            }
        }
        json.finish()
    }
}
