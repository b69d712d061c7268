internal import Inventory
internal import SQLite

/// A row of `purge`: one purge, and its plan while it is not finished.
struct PurgeRow: ListedRow {
    var record: PurgeRecord
    /// `nil` once it is finished: the receipt has the digest.
    var document: [UInt8]?

    static let tag = RowTag.purge
    static let columns = "id, started, finished, status, command, plan_sha256, plan"
    static let columnCount: Int32 = 7

    init(record: PurgeRecord, document: [UInt8]?) {
        self.record = record
        self.document = document
    }

    init(from row: borrowing Statement) {
        // A word that is not known may come from an edit by hand; such a purge must not count as finished well.
        record = PurgeRecord(
            number: row.integer(at: 0), started: row.integer(at: 1),
            finished: row.isNull(at: 2) ? nil : row.integer(at: 2),
            status: PurgeRecord.Status(rawValue: row.text(at: 3) ?? "") ?? .incomplete, command: row.text(at: 4) ?? "",
            plan: SHA256Digest(row.blob(at: 5) ?? []) ?? .zero)
        document = row.isNull(at: 6) ? nil : row.blob(at: 6)
    }

    var values: [ColumnValue] {
        [
            .integer(record.number), .integer(record.started), .integer(record.finished), .text(record.status.rawValue),
            .text(record.command), .bytes(record.plan.array), .bytes(document),
        ]
    }
}
