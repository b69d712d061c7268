internal import Inventory
internal import SQLite

/// A row of `removal`: a path that a purge took out of a cache, or found empty.
struct RemovalRow: ListedRow {
    var id: Int64
    var purge: Int64
    /// The cache's number, and the last scan that looked at it before.
    var cache: Int64
    var scan: Int64
    /// Empty for all of the content.
    var path: [UInt8]
    var isForCause: Bool

    static let tag = RowTag.removal
    static let columns = "id, purge, cache, scan, path, for_cause"
    static let columnCount: Int32 = 6

    init(id: Int64, purge: Int64, cache: CacheRow, _ removed: RemovedPath) {
        self.id = id
        self.purge = purge
        self.cache = cache.id
        scan = cache.lastScan
        path = removed.path.bytes
        isForCause = removed.isForCause
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        purge = row.integer(at: 1)
        cache = row.integer(at: 2)
        scan = row.integer(at: 3)
        path = row.blob(at: 4) ?? []
        isForCause = row.integer(at: 5) != 0
    }

    var values: [ColumnValue] {
        [
            .integer(id), .integer(purge), .integer(cache), .integer(scan), .bytes(path),
            .integer(isForCause ? 1 : 0),
        ]
    }
}
