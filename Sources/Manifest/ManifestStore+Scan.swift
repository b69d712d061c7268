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
            let loader = try KnownLoader(connection, path: path, matching.rows, options, hashKey: state.key)
            let table = try loader.load(connection)
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
}
