internal import Inventory
internal import SQLite

/// A row of `baseline`.
struct BaselineRow {
    var id: Int64
    var name: String
    var host: String
    /// Nanoseconds since 1970.
    var created: Int64
    var fingerprint: String
    var rows: Int64

    static let columns = "id, name, host, created, fingerprint, rows"

    init(id: Int64, name: String, host: String, created: Int64, fingerprint: String, rows: Int64) {
        self.id = id
        self.name = name
        self.host = host
        self.created = created
        self.fingerprint = fingerprint
        self.rows = rows
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        name = row.text(at: 1) ?? ""
        host = row.text(at: 2) ?? ""
        created = row.integer(at: 3)
        fingerprint = row.text(at: 4) ?? ""
        rows = row.integer(at: 5)
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.baseline)
        digester.add(id)
        digester.add(name)
        digester.add(host)
        digester.add(created)
        digester.add(fingerprint)
        digester.add(rows)
        return try digester.term()
    }

    /// Writes the row.
    func write(_ connection: Connection) throws {
        var insert = try connection.prepare(
            "INSERT OR REPLACE INTO baseline (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        try insert.bind(id, at: 1)
        try insert.bind(name, at: 2)
        try insert.bind(host, at: 3)
        try insert.bind(created, at: 4)
        try insert.bind(fingerprint, at: 5)
        try insert.bind(rows, at: 6)
        try insert.run()
    }
}

/// A row of `baseline_cache`: the scan up to which the state of a cache is accepted.
struct BaselineCacheRow {
    var baseline: Int64
    var cache: Int64
    var scan: Int64

    static let columns = "baseline, cache, scan"

    init(baseline: Int64, cache: Int64, scan: Int64) {
        self.baseline = baseline
        self.cache = cache
        self.scan = scan
    }

    init(from row: borrowing Statement) {
        baseline = row.integer(at: 0)
        cache = row.integer(at: 1)
        scan = row.integer(at: 2)
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.baselineCache)
        for number in [baseline, cache, scan] { digester.add(number) }
        return try digester.term()
    }

    /// Writes the row.
    func write(_ connection: Connection) throws {
        var insert = try connection.prepare(
            "INSERT OR REPLACE INTO baseline_cache (\(Self.columns)) VALUES (?1, ?2, ?3)")
        try insert.bind(baseline, at: 1)
        try insert.bind(cache, at: 2)
        try insert.bind(scan, at: 3)
        try insert.run()
    }
}

/// A row of `baseline_file`: one file of an imported baseline.
struct BaselineFileRow {
    var baseline: Int64
    var mountID: [UInt8]
    var path: [UInt8]
    var kind: Int64
    var size: Int64
    var mode: Int64
    var digest: [UInt8]?

    static let columns = "baseline, mount_id, path, kind, size, mode, sha256"

    init(baseline: Int64, entry: BaselineEntry) {
        self.baseline = baseline
        mountID = entry.cache.bytes
        path = entry.path.bytes
        kind = Int64(entry.kind.rawValue)
        size = entry.size
        mode = Int64(entry.mode)
        digest = entry.digest?.array
    }

    init(from row: borrowing Statement) {
        baseline = row.integer(at: 0)
        mountID = row.blob(at: 1) ?? []
        path = row.blob(at: 2) ?? []
        kind = row.integer(at: 3)
        size = row.integer(at: 4)
        mode = row.integer(at: 5)
        digest = row.blob(at: 6)
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.baselineFile)
        digester.add(baseline)
        digester.add(mountID.span)
        digester.add(path.span)
        for number in [kind, size, mode] { digester.add(number) }
        digester.add(digest)
        return try digester.term()
    }

    /// Binds the columns as parameters 1 to 7.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(baseline, at: 1)
        try statement.bind(mountID, at: 2)
        try statement.bind(path, at: 3)
        try statement.bind(kind, at: 4)
        try statement.bind(size, at: 5)
        try statement.bind(mode, at: 6)
        if let digest {
            try statement.bind(digest, at: 7)
        } else {
            try statement.bindNull(at: 7)
        }
    }
}
