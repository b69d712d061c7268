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

    /// Writes the list, the newest first.
    package func write(_ rows: [ReceiptRecord], as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(rows, to: output)
        case .json: writeJSON(rows, to: output)
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
            table.add([
                Table.Cell(String(row.purge.number)), Table.Cell(Timestamp.plain(nanoseconds: row.made)),
                Table.Cell(row.state.rawValue, ink(row.state)),
                row.isComplete
                    ? Table.Cell("all", .good)
                    : Table.Cell(row.purge.status == .stopped ? "stopped" : "not all", .warning),
                Table.Cell(Human.count(row.caches)), Table.Cell(Human.count(row.files)),
                Table.Cell(Human.size(row.bytesFreed)), Table.Cell(Escape.text(row.purge.command)),
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

    private func writeJSON(_ rows: [ReceiptRecord], to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.array("receipts") { json in
                for row in rows { json.object { $0.members(of: row) } }
            }
        }
        json.finish()
    }
}

extension JSONWriter {
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
        member("complete", row.isComplete)
    }
}
