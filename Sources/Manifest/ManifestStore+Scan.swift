internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Begins to record a walk over these caches. One scan at a time; `ScanWriter.finish` ends it.
    package func beginScan(caches: [MountCache], options: ScanOptions) throws(ManifestError) -> ScanWriter {
        try guarded {
            try requireNoScan()
            // A scan of this store that ended in a failure.
            try markInterrupted()
            let known = try CacheRow.all(connection)
            let latest = max(state.headScan, try connection.integer("SELECT max(id) FROM scan") ?? 0)
            let (number, overflow) = latest.addingReportingOverflow(1)
            if overflow || number <= 0 { throw ManifestFault.damaged("the scan numbers are used up") }
            let matching = try CacheMatching(listed: caches, known: known, scan: number)
            let row = ScanRow(
                id: number, started: options.started, tool: options.toolVersion, full: options.full)
            try transaction {
                try insert(row)
                let earlier = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
                for cache in matching.rows {
                    if let before = earlier[cache.id] { state.sums[.cache] -= try before.term(&digester) }
                    state.sums[.cache] += try cache.term(&digester)
                    try cache.write(connection)
                }
                state.running = number
            }
            let table = try loadKnown(matching.rows, options: options)
            openScan = number
            return try ScanWriter(
                store: self, row: row, listed: caches, caches: matching.rows, known: table, options: options)
        }
    }

    private func insert(_ row: ScanRow) throws {
        var insert = try connection.prepare(
            """
            INSERT INTO scan (id, started, status, tool, full, files, bytes, added, removed, modified, moved, silent)
            VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0, 0, 0)
            """)
        try insert.bind(row.id, at: 1)
        try insert.bind(row.started, at: 2)
        try insert.bind(row.status, at: 3)
        try insert.bind(row.tool, at: 4)
        try insert.bind(row.full, at: 5)
        try insert.run()
        state.sums[.scan] += try row.beginTerm(&digester)
    }

    /// Loads the present files of these caches: one pass over the table that decodes the head of each row.
    private func loadKnown(_ caches: [CacheRow], options: ScanOptions) throws -> KnownTable {
        // The smallest row is larger than 40 bytes, so a file cannot hold more rows than this; a page that claims to
        // is a loop in a damaged tree.
        let pages = try connection.integer("PRAGMA page_count") ?? 0
        let pageSize = try connection.integer("PRAGMA page_size") ?? 0
        let rowsMax = Int(clamping: (pages / 40 + 1).multipliedReportingOverflow(by: pageSize).partialValue)
        // A number in the file decides how much memory is taken at once only up to a bound; beyond it the table grows.
        let expectedMax = min(max(0, rowsMax), Limit.filesExpectedMax)
        let expected = caches.reduce(0) {
            min(expectedMax, $0 + max(0, min(expectedMax, Int(clamping: $1.files))))
        }
        var table = KnownTable(hashKey: state.key, cacheNumbers: caches.map(\.id), expecting: expected)
        // Whose turn it is, by cache number.
        let turns = Dictionary(caches.map { ($0.id, $0.scans) }, uniquingKeysWith: { first, _ in first })
        let part = UInt64(clamping: options.rehashEvery)
        var rows = try connection.prepare(
            "SELECT cache, path_key, identity_key, id FROM file WHERE gone_scan IS NULL")
        var lastCache: Int64?
        var turn: UInt64?
        var count = 0
        var chunk: [KnownTable.Addition] = []
        chunk.reserveCapacity(min(expected, Self.chunkOfKnown))
        while try rows.step() {
            count += 1
            if count > rowsMax { throw ManifestFault.damaged("the table file has more rows than fit into it") }
            let cache = rows.integer(at: 0)
            if cache != lastCache {
                lastCache = cache
                turn = turns[cache].map { part == 0 ? 0 : UInt64(bitPattern: $0) % part }
            }
            guard let turn else { continue }
            let entry = KnownTable.Entry(
                pathKey: UInt64(bitPattern: rows.integer(at: 1)), identityKey: UInt64(bitPattern: rows.integer(at: 2)),
                row: rows.integer(at: 3))
            guard entry.row > 0 else { throw ManifestFault.damaged("a row of the table file has a number below 1") }
            let isDue = options.full || (part != 0 && entry.pathKey % part == turn)
            chunk.append((entry, isDue))
            if chunk.count == Self.chunkOfKnown { try add(&chunk, to: &table) }
        }
        try add(&chunk, to: &table)
        return table
    }

    /// Files that are added to the table of known files at once.
    private static let chunkOfKnown = 1 << 17

    private func add(_ chunk: inout [KnownTable.Addition], to table: inout KnownTable) throws {
        guard table.insert(contentsOf: chunk) else {
            throw ManifestFault.damaged("the path keys in the table file were not made by this program")
        }
        chunk.removeAll(keepingCapacity: true)
    }
}
