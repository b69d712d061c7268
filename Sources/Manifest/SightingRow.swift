internal import Inventory
internal import SQLite

/// A row of `sighting`: what is left of versions that are gone for long.
struct SightingRow {
    var cache: Int64
    var digest: [UInt8]
    /// The last component of the path.
    var name: [UInt8]
    /// Nanoseconds since 1970.
    var firstSeen: Int64
    var lastSeen: Int64
    /// How many versions are in it.
    var count: Int64

    static let columns = "cache, sha256, name, first_seen, last_seen, count"

    init(cache: Int64, digest: [UInt8], name: [UInt8], firstSeen: Int64, lastSeen: Int64, count: Int64) {
        self.cache = cache
        self.digest = digest
        self.name = name
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.count = count
    }

    init(from row: borrowing Statement) {
        cache = row.integer(at: 0)
        digest = row.blob(at: 1) ?? []
        name = row.blob(at: 2) ?? []
        firstSeen = row.integer(at: 3)
        lastSeen = row.integer(at: 4)
        count = row.integer(at: 5)
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.sighting)
        digester.add(cache)
        digester.add(digest.span)
        digester.add(name.span)
        for number in [firstSeen, lastSeen, count] { digester.add(number) }
        return try digester.term()
    }

    /// Binds the columns as parameters 1 to 6.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(cache, at: 1)
        try statement.bind(digest, at: 2)
        try statement.bind(name, at: 3)
        try statement.bind(firstSeen, at: 4)
        try statement.bind(lastSeen, at: 5)
        try statement.bind(count, at: 6)
    }
}
