internal import Inventory
internal import SQLite

/// A row of `purge_step`: what a purge was about to do.
struct PurgeStepRow: ListedRow {
    var purge: Int64
    /// Place in the journal of the purge.
    var position: Int64
    var target: Int64
    var kind: String
    var path: [UInt8]
    var trash: [UInt8]
    var name: [UInt8]

    static let tag = RowTag.purgeStep
    static let columns = "purge, position, target, kind, path, trash, name"
    static let columnCount: Int32 = 7

    init(purge: Int64, position: Int64, step: PurgeStep) {
        self.purge = purge
        self.position = position
        target = Int64(step.target)
        kind = step.kind.rawValue
        path = step.path.bytes
        trash = step.trash.bytes
        name = step.name.bytes
    }

    init(from row: borrowing Statement) {
        purge = row.integer(at: 0)
        position = row.integer(at: 1)
        target = row.integer(at: 2)
        kind = row.text(at: 3) ?? ""
        path = row.blob(at: 4) ?? []
        trash = row.blob(at: 5) ?? []
        name = row.blob(at: 6) ?? []
    }

    /// What it says; `nil` where a word is not known, as after an edit by hand.
    var step: PurgeStep? {
        guard let kind = PurgeStep.Kind(rawValue: kind), let target = Int(exactly: target) else { return nil }
        return PurgeStep(
            target: target, kind: kind, path: ByteString(path), trash: ByteString(trash), name: ByteString(name))
    }

    var values: [ColumnValue] {
        [
            .integer(purge), .integer(position), .integer(target), .text(kind), .bytes(path), .bytes(trash),
            .bytes(name),
        ]
    }
}
