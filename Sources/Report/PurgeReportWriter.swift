package import Inventory

/// What applying a purge plan came to: text, or `bezoar.purge/1`.
///
/// ```
///  Purge 7: 1 cache purged, 1 refused, 12.3 MiB freed; receipt signed by 9f86d081…
///
///  OUTCOME  CACHE              WAY     FILES     FREED  KEPT  LEFT
///  removed  //root/.cache/pip  engine     12  12.3 MiB     0     0
///  refused  /acme-npm          files       0       0 B     0     0
///
///  In /acme-npm
///    a build uses it; wait for it with --wait, or give --force and let that build fail
/// ```
package struct PurgeReportWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.purge/1"
    /// Places that text names of each cache, unless it is verbose, and resumptions.
    private static let leftMax = 10
    private static let resumptionsMax = 5

    private let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole report. `recovered` are purges that had been interrupted and came to their end before it: JSON
    /// has them with it, of text each is a report of its own.
    package func write(
        _ report: PurgeReport, after recovered: [PurgeReport] = [], as format: DocumentFormat, to output: Output
    ) {
        switch format {
        case .text:
            for earlier in recovered { writeText(earlier, to: output) }
            writeText(report, to: output)
        case .json: writeJSON(report, recovered, to: output)
        }
        output.flush()
    }

    // MARK: Text

    private func writeText(_ report: PurgeReport, to output: Output) {
        let done = report.count(.removed)
        let gone = report.count(.gone)
        let refused = report.count(.refused)
        let others = report.rows.count - done - gone - refused
        var line = "Purge \(report.number): "
        if report.status == .stopped { line += style.paint("stopped, nothing more is removed", .warning) + "; " }
        line += "\(Human.counted(done, "cache")) purged"
        if refused > 0 { line += ", " + style.paint("\(Human.count(refused)) refused", .warning) }
        if others > 0 { line += ", " + style.paint("\(Human.count(others)) not, or not wholly", .warning) }
        if gone > 0 { line += ", \(Human.count(gone)) gone already" }
        line += ", \(Human.size(report.bytesFreed)) freed; "
        line +=
            report.wasCancelled
            ? style.paint("stopped before its end, no receipt yet", .warning)
            : "receipt " + (report.signedBy.map { "signed by \($0.prefix(16))" } ?? "not signed")
        output.write(line + "\n")
        writeInterruptions(report, to: output)
        if style.detail == .quiet, report.isComplete { return }
        let columns = [
            Table.Column("OUTCOME"), Table.Column("CACHE", canShrink: true), Table.Column("WAY"),
            Table.Column("FILES", isRight: true), Table.Column("FREED", isRight: true),
            Table.Column("KEPT", isRight: true), Table.Column("LEFT", isRight: true),
        ]
        let groups = TargetGroups(report.rows.map(\.target), style)
        groups.write(columns, style, to: output) { place, name in
            let row = report.rows[place]
            return [
                Table.Cell(row.outcome.rawValue, row.outcome.isDone ? .good : .warning),
                Table.Cell(name), Table.Cell(row.way.rawValue),
                Table.Cell(Human.count(row.files) + more(row)), Table.Cell(Human.size(row.bytesFreed) + more(row)),
                Table.Cell(Human.count(row.kept)), Table.Cell(left(row)),
            ]
        }
        for (index, row) in report.rows.enumerated() { writeDetails(row, groups.names[index] ?? "", to: output) }
    }

    /// What several processes did, one after the other, since each was interrupted.
    private func writeInterruptions(_ report: PurgeReport, to output: Output) {
        if report.resumed.isEmpty { return }
        let moments = report.resumed.suffix(Self.resumptionsMax).map { Timestamp.plain(nanoseconds: $0) }
        let count = report.resumed.count
        var text = "begun \(Timestamp.plain(nanoseconds: report.started)), interrupted, and resumed "
        text += (count == 1 ? "once: " : Human.counted(count, "time") + (count > moments.count ? ", last: " : ": "))
        text += moments.joined(separator: ", ") + "; FILES and FREED are of all of them together"
        output.write(Paragraph.lines(text, style, indent: 2, label: ""))
    }

    /// How much is left. Of what was not done nobody has looked.
    private func left(_ row: PurgeReport.Row) -> String {
        let isKnown = row.leftCount > 0 || row.outcome.isDone
        return isKnown ? Human.count(row.leftCount) : "?"
    }

    /// What stands behind a count that is not known exactly.
    private func more(_ row: PurgeReport.Row) -> String { row.before?.isExact == false ? " or more" : "" }

    private func writeDetails(_ row: PurgeReport.Row, _ name: String, to output: Output) {
        if row.notes.isEmpty && row.left.isEmpty { return }
        output.write("\nIn " + style.paint(name, .heading) + "\n")
        for note in row.notes { output.write(Paragraph.lines(Escape.prose(note), style, indent: 2, label: "")) }
        let shown = style.detail == .verbose ? row.left[...] : row.left.prefix(Self.leftMax)
        for left in shown {
            let path = left.path.isEmpty ? "(the directory)" : Escape.shown(left.path)
            output.write(Paragraph.lines(Escape.prose(left.reason), style, indent: 2, label: path + "  "))
        }
        let rest = row.leftCount - shown.count
        if rest > 0 { output.write("  and \(Human.count(rest)) more\n") }
    }

    // MARK: JSON

    private func writeJSON(_ report: PurgeReport, _ recovered: [PurgeReport], to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.members(of: report)
            json.array("recovered") { json in
                for earlier in recovered { json.object { $0.members(of: earlier) } }
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    /// All that a purge says.
    mutating func members(of report: PurgeReport) {
        tool(version: report.version)
        member("host", report.host)
        member("started", time: report.started)
        member("finished", time: report.finished)
        member("purge", report.number)
        member("command", report.command)
        member("plan", report.plan.hex)
        member("status", report.status.rawValue)
        member("resumed", report.resumed.map { Timestamp.rfc3339(nanoseconds: $0) })
        array("caches") { json in
            for row in report.rows { json.object { $0.members(of: row) } }
        }
        object("summary") { json in
            json.member("caches", report.rows.count)
            json.member("removed", report.count(.removed))
            json.member("refused", report.count(.refused))
            json.member("files", report.files)
            json.member("bytesFreed", report.bytesFreed)
            json.member("countsExact", report.areCountsExact)
            json.member("signedBy", report.signedBy)
            json.member("complete", report.isComplete)
        }
    }

    fileprivate mutating func members(of row: PurgeReport.Row) {
        member("cache", row.target.cache)
        member("root", row.target.root)
        member("record", row.target.record)
        member("path", row.target.content)
        member("outcome", row.outcome.rawValue)
        member("way", row.way.rawValue)
        member("all", row.target.entries == nil)
        member("files", row.files)
        member("folders", row.folders)
        member("bytesFreed", row.bytesFreed)
        member("kept", row.kept)
        if let before = row.before {
            object("before") { json in
                json.member("files", before.files)
                json.member("folders", before.folders)
                json.member("bytesFreed", before.bytesFreed)
                json.member("exact", before.isExact)
            }
        } else {
            member("before", nil as String?)
        }
        array("left") { json in
            for left in row.left {
                json.object { json in
                    json.member("path", left.path)
                    json.member("reason", left.reason)
                }
            }
        }
        member("leftUnlisted", max(0, row.leftCount - row.left.count))
        member("appeared", row.appeared)
        member("notes", row.notes)
    }
}
