internal import Inventory
internal import SQLite

/// A row of `tombstone`: something that was purged for cause.
struct TombstoneRow: ListedRow {
    var id: Int64
    var tombstone: Tombstone

    static let tag = RowTag.tombstone
    static let columns = "id, purge, purged, mount_id, path, purl, sha256, rule"
    static let columnCount: Int32 = 8

    init(id: Int64, _ tombstone: Tombstone) {
        self.id = id
        self.tombstone = tombstone
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        tombstone = Tombstone(
            purge: row.integer(at: 1), purged: row.integer(at: 2), cache: ByteString(row.blob(at: 3) ?? []),
            path: ByteString(row.blob(at: 4) ?? []), purl: row.isNull(at: 5) ? nil : row.text(at: 5),
            digest: row.isNull(at: 6) ? nil : SHA256Digest(row.blob(at: 6) ?? []),
            rule: row.isNull(at: 7) ? nil : row.text(at: 7))
    }

    var values: [ColumnValue] {
        [
            .integer(id), .integer(tombstone.purge), .integer(tombstone.purged), .bytes(tombstone.cache.bytes),
            .bytes(tombstone.path.bytes), .text(tombstone.purl), .bytes(tombstone.digest?.array),
            .text(tombstone.rule),
        ]
    }
}
