internal import Inventory
internal import SQLite

/// A row of `scan_cache`: what one scan saw of one cache.
struct ScanCacheRow {
    var scan: Int64
    var cache: Int64
    var complete: Int64
    var files: Int64
    var bytes: Int64
    var counts: ChangeCounts

    static let columns = "scan, cache, complete, files, bytes, added, removed, modified, moved"

    init(scan: Int64, cache: Int64, complete: Int64, files: Int64, bytes: Int64, counts: ChangeCounts) {
        self.scan = scan
        self.cache = cache
        self.complete = complete
        self.files = files
        self.bytes = bytes
        self.counts = counts
    }

    init(from row: borrowing Statement) {
        scan = row.integer(at: 0)
        cache = row.integer(at: 1)
        complete = row.integer(at: 2)
        files = row.integer(at: 3)
        bytes = row.integer(at: 4)
        counts = ChangeCounts(
            added: Int(row.integer(at: 5)), removed: Int(row.integer(at: 6)), modified: Int(row.integer(at: 7)),
            moved: Int(row.integer(at: 8)))
    }

    private var numbers: [Int64] {
        [
            scan, cache, complete, files, bytes, Int64(counts.added), Int64(counts.removed), Int64(counts.modified),
            Int64(counts.moved),
        ]
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.scanCache)
        for number in numbers { digester.add(number) }
        return try digester.term()
    }

    /// Writes the row.
    func insert(_ connection: Connection) throws {
        var insert = try connection.prepare(
            "INSERT INTO scan_cache (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        for (index, number) in zip(Int32(1)..., numbers) { try insert.bind(number, at: index) }
        try insert.run()
    }
}
