internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Name of the baseline that is made from this host's own files.
    package static let acceptedBaseline = "accepted"

    /// Rows of an imported baseline.
    static let importedRowsMax = 20_000_000

    /// Accepts the present state of all caches, or of the ones given by mount id, as the baseline.
    ///
    /// Accepting all of them also begins a new chain over the rows as they stand: after it, what an edit by hand had
    /// broken adds up again.
    package func acceptBaseline(at now: Int64, caches: Set<ByteString>? = nil) throws(ManifestError) {
        try guarded {
            try requireNoScan()
            try transaction {
                let row = try acceptedRow(at: now)
                for cache in try CacheRow.all(connection) where caches?.contains(cache.mountID) ?? true {
                    try dropBaselineCache(row.id, cache: cache.id)
                    let line = BaselineCacheRow(baseline: row.id, cache: cache.id, scan: state.headScan)
                    try line.write(connection)
                    state.sums[.baselineCache] += try line.term(&digester)
                }
                if caches == nil { try anchorAgain(at: now) }
            }
        }
    }

    private func acceptedRow(at now: Int64) throws -> BaselineRow {
        var row = BaselineRow(
            id: try nextBaseline(), name: Self.acceptedBaseline, host: "", created: now, fingerprint: "", rows: 0)
        if let old = try baseline(named: Self.acceptedBaseline) {
            state.sums[.baseline] -= try old.term(&digester)
            row.id = old.id
        }
        try row.write(connection)
        state.sums[.baseline] += try row.term(&digester)
        return row
    }

    private func dropBaselineCache(_ baseline: Int64, cache: Int64) throws {
        var query = try connection.prepare(
            "SELECT \(BaselineCacheRow.columns) FROM baseline_cache WHERE baseline = ?1 AND cache = ?2")
        try query.bind(baseline, at: 1)
        try query.bind(cache, at: 2)
        guard try query.step() else { return }
        state.sums[.baselineCache] -= try BaselineCacheRow(from: query).term(&digester)
    }

    /// Sums the rows as they stand and links the scans anew from a fresh anchor.
    private func anchorAgain(at now: Int64) throws {
        // A scan that somebody slipped in has no chain value; it gets one now, and a status that says so.
        try connection.execute(
            "UPDATE scan SET status = '\(ScanStatus.interrupted)' WHERE status = '\(ScanStatus.running)'")
        var count = 0
        state.sums = try contentSums(&count)
        digester.begin(.anchor)
        digester.add(now)
        digester.add(state.anchor)
        digester.add(state.head)
        digester.add(state.sums.bytes)
        state.anchor = ContentSum(try digester.finish()).bytes
        state.head = state.anchor
        state.headScan = 0
        var rows = try connection.prepare("SELECT \(ScanRow.columns) FROM scan WHERE id > ?1 ORDER BY id LIMIT 1")
        var last = Int64.min
        while true {
            try rows.bind(last, at: 1)
            guard try rows.step() else { break }
            var row = ScanRow(from: rows)
            rows.reset()
            last = row.id
            let chain = try row.chainValue(after: state.head, &digester)
            row.chain = chain
            try row.update(connection)
            state.head = chain
            state.headScan = row.id
        }
        state.isSealIntact = true
    }

    /// Stores a baseline of another host; with `replaces` in the place of an older one of that name. All or nothing.
    ///
    /// `next` hands out the rows and `nil` at their end; what it throws ends the import.
    package func importBaseline(
        name: String, host: String, created: Int64, fingerprint: String, replaces: Bool = false,
        next: () throws -> BaselineEntry?
    ) throws(ManifestError) -> Int {
        try guarded {
            try requireNoScan()
            guard name != Self.acceptedBaseline, !name.isEmpty, name.utf8.count <= 200 else {
                throw ManifestFault.refused("an imported baseline needs a name other than \(Self.acceptedBaseline)")
            }
            return try transaction {
                if try !replaces && baseline(named: name) != nil {
                    throw ManifestFault.refused("there is a baseline of that name already")
                }
                try dropBaseline(name)
                var row = BaselineRow(
                    id: try nextBaseline(), name: name, host: host, created: created, fingerprint: fingerprint,
                    rows: 0)
                var insert = try connection.prepare(
                    "INSERT INTO baseline_file (\(BaselineFileRow.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                while let entry = try next() {
                    let line = BaselineFileRow(baseline: row.id, entry: entry)
                    try line.bind(to: &insert)
                    do throws(SQLiteError) {
                        try insert.run()
                    } catch {
                        guard error.cause == .constraint else { throw error }
                        throw ManifestFault.refused("the baseline names one path of one cache twice")
                    }
                    state.sums[.baselineFile] += try line.term(&digester)
                    row.rows += 1
                    if row.rows > Int64(Self.importedRowsMax) {
                        throw ManifestFault.refused("the baseline has more than \(Self.importedRowsMax) rows")
                    }
                }
                try row.write(connection)
                state.sums[.baseline] += try row.term(&digester)
                return Int(row.rows)
            }
        }
    }

    private func dropBaseline(_ name: String) throws {
        guard let old = try baseline(named: name) else { return }
        var rows = try connection.prepare("SELECT \(BaselineFileRow.columns) FROM baseline_file WHERE baseline = ?1")
        try rows.bind(old.id, at: 1)
        while try rows.step() { state.sums[.baselineFile] -= try BaselineFileRow(from: rows).term(&digester) }
        var delete = try connection.prepare("DELETE FROM baseline_file WHERE baseline = ?1")
        try delete.bind(old.id, at: 1)
        try delete.run()
        var deleteRow = try connection.prepare("DELETE FROM baseline WHERE id = ?1")
        try deleteRow.bind(old.id, at: 1)
        try deleteRow.run()
        state.sums[.baseline] -= try old.term(&digester)
    }

    private func nextBaseline() throws -> Int64 {
        let (next, overflow) = (try connection.integer("SELECT max(id) FROM baseline") ?? 0).addingReportingOverflow(1)
        if overflow { throw ManifestFault.damaged("the baseline numbers are used up") }
        return next
    }

    func baseline(named name: String) throws -> BaselineRow? {
        var query = try connection.prepare("SELECT \(BaselineRow.columns) FROM baseline WHERE name = ?1")
        try query.bind(name, at: 1)
        return try query.step() ? BaselineRow(from: query) : nil
    }

    /// The baselines there are, by name.
    package func baselines() throws(ManifestError) -> [BaselineSummary] {
        try guarded {
            var rows = try connection.prepare("SELECT \(BaselineRow.columns) FROM baseline ORDER BY name")
            var result: [BaselineSummary] = []
            while try rows.step() {
                let row = BaselineRow(from: rows)
                result.append(
                    BaselineSummary(
                        name: row.name, host: row.host, created: row.created, fingerprint: row.fingerprint,
                        rows: Int(row.rows)))
            }
            return result
        }
    }
}

/// What is known of a baseline without its rows.
package struct BaselineSummary: Sendable, Hashable {
    package var name: String
    /// Host it was made on; empty for this one.
    package var host: String
    /// Nanoseconds since 1970.
    package var created: Int64
    /// Fingerprint of the key that signed it; empty for this host's own.
    package var fingerprint: String
    /// Rows of an imported baseline.
    package var rows: Int
}
