package import Inventory

/// `receipts`: text, or `bezoar.receipts/1`.
package struct ReceiptsWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.receipts/1"

    private let version: String
    private let style: TextStyle

    package init(version: String, style: TextStyle = TextStyle()) {
        self.version = version
        self.style = style
    }

    /// Writes the list, the newest first. `interrupted` are purges that have no receipt yet.
    package func write(
        _ rows: [ReceiptRecord], interrupted: [PurgeRecord] = [], as format: DocumentFormat, to output: Output
    ) {
        switch format {
        case .text:
            writeText(rows, to: output)
            writeInterrupted(interrupted, to: output)
        case .json: writeJSON(rows, interrupted, to: output)
        }
        output.flush()
    }

    private func writeText(_ rows: [ReceiptRecord], to output: Output) {
        if style.detail != .quiet { output.write(Human.counted(rows.count, "receipt") + "\n") }
        if rows.isEmpty { return }
        var table = Table([
            Table.Column("PURGE", isRight: true), Table.Column("WHEN"), Table.Column("SIGNATURE"),
            Table.Column("GONE"), Table.Column("CACHES", isRight: true), Table.Column("FILES", isRight: true),
            Table.Column("FREED", isRight: true), Table.Column("COMMAND", canShrink: true),
        ])
        for row in rows {
            let more = row.areCountsExact ? "" : " or more"
            table.add([
                Table.Cell(String(row.purge.number)), Table.Cell(Timestamp.plain(nanoseconds: row.made)),
                Table.Cell(row.state.rawValue, ink(row.state)),
                row.isComplete
                    ? Table.Cell("all", .good)
                    : Table.Cell(row.purge.status == .stopped ? "stopped" : "not all", .warning),
                Table.Cell(Human.count(row.caches)), Table.Cell(Human.count(row.files) + more),
                Table.Cell(Human.size(row.bytesFreed) + more), Table.Cell(Escape.text(row.purge.command)),
            ])
        }
        output.write("\n" + table.render(style))
        for row in rows where !row.isSound {
            output.write(
                "\n" + Paragraph.lines(Escape.prose(row.reason), style, indent: 2, label: "\(row.purge.number): "))
        }
    }

    private func ink(_ state: ReceiptRecord.State) -> TextStyle.Ink {
        switch state {
        case .verified: .good
        case .unchecked, .unsigned: .plain
        case .damaged, .otherKey: .warning
        }
    }

    private func writeInterrupted(_ purges: [PurgeRecord], to output: Output) {
        if purges.isEmpty { return }
        output.write("\n" + style.paint("Interrupted, without a receipt yet", .warning) + "\n")
        for purge in purges {
            let text = "begun \(Timestamp.plain(nanoseconds: purge.started)): " + Escape.text(purge.command)
            output.write(Paragraph.lines(text, style, indent: 2, label: "\(purge.number): "))
        }
    }

    private func writeJSON(_ rows: [ReceiptRecord], _ interrupted: [PurgeRecord], to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.array("receipts") { json in
                for row in rows { json.object { $0.members(of: row) } }
            }
            json.array("interrupted") { json in
                for purge in interrupted { json.object { $0.members(of: purge) } }
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of purge: PurgeRecord) {
        member("purge", purge.number)
        member("started", time: purge.started)
        member("command", purge.command)
        member("plan", purge.plan.hex)
    }

    fileprivate mutating func members(of row: ReceiptRecord) {
        member("purge", row.purge.number)
        member("started", time: row.purge.started)
        member("made", time: row.made)
        member("status", row.purge.status.rawValue)
        member("command", row.purge.command)
        member("plan", row.purge.plan.hex)
        member("signature", row.state.rawValue)
        member("signedBy", row.signedBy)
        member("caches", row.caches)
        member("files", row.files)
        member("bytesFreed", row.bytesFreed)
        member("countsExact", row.areCountsExact)
        member("complete", row.isComplete)
    }
}
