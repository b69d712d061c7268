internal import Inventory
internal import SQLite

/// A row of `cache`.
struct CacheRow {
    var id: Int64
    var mountID: ByteString
    var root: ByteString
    var record: String
    var path: ByteString
    var firstScan: Int64
    var lastScan: Int64
    /// Scans of it that came to an end; the number decides whose turn it is to be read again.
    var scans: Int64
    /// Files at the last scan: how large a table to prepare.
    var files: Int64

    static let columns = "id, mount_id, root, record, path, first_scan, last_scan, scans, files"

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        mountID = ByteString(row.blob(at: 1) ?? [])
        root = ByteString(row.blob(at: 2) ?? [])
        record = row.text(at: 3) ?? ""
        path = ByteString(row.blob(at: 4) ?? [])
        firstScan = row.integer(at: 5)
        lastScan = row.integer(at: 6)
        scans = row.integer(at: 7)
        files = row.integer(at: 8)
    }

    /// A cache not seen before.
    init(id: Int64, cache: MountCache, scan: Int64) {
        self.id = id
        mountID = cache.id
        root = cache.root
        record = cache.record
        path = cache.path
        firstScan = scan
        lastScan = scan
        scans = 0
        files = 0
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.cache)
        digester.add(id)
        digester.add(mountID.bytes)
        digester.add(root.bytes)
        digester.add(record)
        digester.add(path.bytes)
        for number in [firstScan, lastScan, scans, files] { digester.add(number) }
        return try digester.term()
    }

    /// Writes the row, new or not.
    func write(_ connection: Connection) throws {
        var insert = try connection.prepare(
            "INSERT OR REPLACE INTO cache (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        try insert.bind(id, at: 1)
        try insert.bind(mountID.bytes, at: 2)
        try insert.bind(root.bytes, at: 3)
        try insert.bind(record, at: 4)
        try insert.bind(path.bytes, at: 5)
        try insert.bind(firstScan, at: 6)
        try insert.bind(lastScan, at: 7)
        try insert.bind(scans, at: 8)
        try insert.bind(files, at: 9)
        try insert.run()
    }

    /// All caches, oldest first.
    static func all(_ connection: Connection) throws -> [CacheRow] {
        var rows = try connection.prepare("SELECT \(columns) FROM cache ORDER BY id")
        var result: [CacheRow] = []
        while try rows.step() {
            result.append(CacheRow(from: rows))
            if result.count > ManifestStore.Limit.cachesMax {
                throw ManifestFault.damaged("it has more than \(ManifestStore.Limit.cachesMax) caches")
            }
        }
        return result
    }
}

/// Finds for each listed cache the one that the manifest knows.
///
/// The same state root, mount id and record are the same cache. Where the daemon pruned a mount and made it anew,
/// the record is another: the mount's history goes on, as long as the old record is not listed too.
struct CacheMatching {
    private(set) var rows: [CacheRow] = []

    private struct Key: Hashable {
        var root: ByteString
        var mountID: ByteString
    }

    init(listed: [MountCache], known: [CacheRow], scan: Int64) throws {
        var candidates: [Key: [CacheRow]] = [:]
        for row in known { candidates[Key(root: row.root, mountID: row.mountID), default: []].append(row) }
        var listedRecords: [Key: Set<String>] = [:]
        for cache in listed {
            listedRecords[Key(root: cache.root, mountID: cache.id), default: []].insert(cache.record)
        }
        var next = known.last?.id ?? 0
        var matched: [CacheRow?] = []
        for cache in listed {
            let key = Key(root: cache.root, mountID: cache.id)
            let index = candidates[key]?.firstIndex { $0.record == cache.record }
            matched.append(index.flatMap { candidates[key]?.remove(at: $0) })
        }
        for (cache, row) in zip(listed, matched) {
            let key = Key(root: cache.root, mountID: cache.id)
            var found = row
            if found == nil {
                let index = candidates[key]?.lastIndex { !(listedRecords[key]?.contains($0.record) ?? false) }
                found = index.flatMap { candidates[key]?.remove(at: $0) }
            }
            guard var found else {
                let (number, overflow) = next.addingReportingOverflow(1)
                if overflow { throw ManifestFault.damaged("the cache numbers are used up") }
                next = number
                rows.append(CacheRow(id: next, cache: cache, scan: scan))
                continue
            }
            found.record = cache.record
            found.path = cache.path
            found.lastScan = scan
            rows.append(found)
        }
    }
}
