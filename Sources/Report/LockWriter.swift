package import Inventory

/// `lock add`, `list` and `remove`: text, or `bezoar.lock/1`.
///
/// ```
///  3 lockfiles, 412 pins, 2 of which prove nothing
///
///  STATE    FORMAT             PINS  PROJECT                           PATH
///  added    package-lock.json   400  https://git.example.com/acme/web  /srv/src/web/package-lock.json
///
///  No proof
///    /srv/src/web/requirements.txt:7  idna 3.6   no-digest
/// ```
package struct LockWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.lock/1"
    /// Pins without proof that text names of each lockfile, unless it is verbose.
    private static let namedMax = 10

    private let version: String
    private let style: TextStyle

    /// Writes for this version of the program.
    package init(version: String, style: TextStyle = TextStyle()) {
        self.version = version
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: LockReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: writeJSON(report, to: output)
        }
        output.flush()
    }

    // MARK: Text

    private func writeText(_ report: LockReport, to output: Output) {
        if style.detail != .quiet {
            var headline = Human.counted(report.rows.count, "lockfile") + ", " + Human.counted(report.pins, "pin")
            if report.unusablePins > 0 {
                headline += ", " + Human.count(report.unusablePins) + " of which prove nothing"
            }
            output.write(headline + "\n")
        }
        if !report.rows.isEmpty && style.detail != .quiet {
            var table = Table([
                Table.Column("STATE"), Table.Column("FORMAT"), Table.Column("PINS", isRight: true),
                Table.Column("TRUST"), Table.Column("PROJECT", canShrink: true), Table.Column("PATH", canShrink: true),
            ])
            for row in report.rows {
                let lockfile = row.kept.lockfile
                let trust = lockfile.tier.map { lockfile.trust.rawValue + ", " + Escape.text($0) }
                table.add([
                    Table.Cell(row.outcome.rawValue, Self.ink(row.outcome)), Table.Cell(Escape.text(lockfile.format)),
                    Table.Cell(Human.count(row.kept.pins)), Table.Cell(trust ?? lockfile.trust.rawValue),
                    Table.Cell(Escape.shown(lockfile.project)), Table.Cell(Escape.shown(lockfile.path)),
                ])
            }
            output.write("\n" + table.render(style))
        }
        writeUnusable(report, to: output)
        writeNotes(report, to: output)
        if report.troubles.isEmpty { return }
        output.write("\n" + style.paint("Incomplete", .warning) + "\n")
        for trouble in report.troubles {
            output.write(
                Paragraph.lines(
                    Escape.prose(trouble.detail), style, indent: 2, label: Escape.shown(trouble.path) + "  "))
        }
    }

    private func writeUnusable(_ report: LockReport, to output: Output) {
        var table = Table([Table.Column("", canShrink: true), Table.Column("", canShrink: true), Table.Column("")])
        var left = 0
        for row in report.rows {
            let shown = style.detail == .verbose ? row.unusable[...] : row.unusable.prefix(Self.namedMax)
            for pin in shown {
                table.add([
                    Table.Cell(Escape.shown(row.kept.lockfile.path) + ":" + String(pin.line)),
                    Table.Cell(Escape.text(pin.name + (pin.version.map { " " + $0 } ?? ""))),
                    Table.Cell(pin.unusable?.rawValue ?? ""),
                ])
            }
            let all = row.kept.unusable.values.reduce(0, +)
            if !row.unusable.isEmpty { left += max(0, all - shown.count) }
        }
        guard report.rows.contains(where: { !$0.unusable.isEmpty }) else { return }
        output.write("\n" + style.paint("No proof", .warning) + "\n" + table.render(style, indent: 2))
        if left > 0 { output.write("  and " + Human.count(left) + " more\n") }
    }

    private func writeNotes(_ report: LockReport, to output: Output) {
        var table = Table([Table.Column("", canShrink: true), Table.Column(""), Table.Column("", canShrink: true)])
        for row in report.rows {
            for note in row.notes.prefix(style.detail == .verbose ? .max : Self.namedMax) {
                table.add([
                    Table.Cell(Escape.shown(row.kept.lockfile.path) + ":" + String(note.line)),
                    Table.Cell(note.kind.rawValue), Table.Cell(Escape.text(note.detail)),
                ])
            }
        }
        guard report.rows.contains(where: { !$0.notes.isEmpty }) else { return }
        output.write("\n" + style.paint("Worth knowing", .faint) + "\n" + table.render(style, indent: 2))
    }

    private static func ink(_ outcome: LockReport.Outcome) -> TextStyle.Ink {
        switch outcome {
        case .added, .changed: .good
        case .differs, .missing: .warning
        case .unchanged, .removed, .current: .plain
        }
    }

    // MARK: JSON

    private func writeJSON(_ report: LockReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.array("lockfiles") { json in
                for row in report.rows { json.object { $0.members(of: row) } }
            }
            json.array("incomplete") { json in
                for trouble in report.troubles {
                    json.object { json in
                        json.member("path", trouble.path)
                        json.member("reason", trouble.reason.rawValue)
                        json.member("detail", trouble.detail)
                    }
                }
            }
            json.object("summary") { json in
                json.member("lockfiles", report.rows.count)
                json.member("pins", report.pins)
                json.member("unusable", report.unusablePins)
                json.member("complete", report.troubles.isEmpty)
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of row: LockReport.Row) {
        members(of: row.kept.lockfile)
        member("state", row.outcome.rawValue)
        member("registered", time: row.kept.registered)
        member("changed", time: row.kept.changed)
        member("pins", row.kept.pins)
        object("unusable") { json in
            for reason in Pin.Unusable.allCases { json.member(reason.rawValue, row.kept.unusable[reason] ?? 0) }
        }
        array("unusablePins") { json in
            for pin in row.unusable {
                json.object { json in
                    json.member("name", pin.name)
                    json.member("version", pin.version)
                    json.member("line", pin.line)
                    json.member("reason", pin.unusable?.rawValue)
                }
            }
        }
        array("notes") { json in
            for note in row.notes {
                json.object { json in
                    json.member("kind", note.kind.rawValue)
                    json.member("line", note.line)
                    json.member("detail", note.detail)
                }
            }
        }
    }
}
