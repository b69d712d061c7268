internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Bounds of what is remembered of packages.
    package enum PackageLimit {
        /// Rows of one table that are read back at once.
        package static let rows = 2_000_000
        /// Bytes of a name, a version or a path: names are chosen by whoever writes the cache.
        static let text = 16 * 1024
    }

    /// The artifacts and tags that earlier audits saw, the oldest first. With `sinceAcceptance`, without those that
    /// were gone when a baseline was accepted: what was accepted need not be explained any more; and without what was
    /// purged for cause, which is no measure for anything.
    package func packageHistory(sinceAcceptance: Bool = false) throws(ManifestError) -> PackageHistory {
        try guarded { try packageHistory(sinceAcceptance: sinceAcceptance, places: [:]) }
    }

    /// The same, with places in a list for caches by their numbers.
    func packageHistory(sinceAcceptance: Bool, places: [Int64: Int]) throws -> PackageHistory {
        let times = try ScanTimes(connection)
        let rowsOfCaches = try CacheRow.all(connection)
        let caches = Dictionary(rowsOfCaches.map { ($0.id, $0.mountID) }, uniquingKeysWith: { first, _ in first })
        let roots = Dictionary(rowsOfCaches.map { ($0.id, $0.root) }, uniquingKeysWith: { first, _ in first })
        let accepted = sinceAcceptance ? try acceptedScans() : [:]
        let removals = sinceAcceptance ? try Removals(connection) : nil
        func isWanted(_ cache: Int64, _ path: [UInt8], _ first: Int64, _ last: Int64?) -> Bool {
            let seen = last ?? times.lastScan(ofCache: cache) ?? first
            if removals?.tookForCause(cache, path, from: first, to: seen) ?? false { return false }
            guard let last, let scan = accepted[cache] else { return true }
            return last >= scan
        }
        var history = PackageHistory()
        var rows = try connection.prepare(
            "SELECT \(ArtifactRow.columns) FROM artifact ORDER BY id LIMIT \(PackageLimit.rows)")
        while try rows.step() {
            let row = ArtifactRow(from: rows)
            guard let cache = caches[row.key.cache],
                isWanted(row.key.cache, row.key.path, row.firstScan, row.lastScan)
            else { continue }
            let first = times.started(row.firstScan)
            let seen = times.seen(row.key.cache, last: row.lastScan) ?? first
            if var known = row.known(cache: cache, first: first, seen: seen) {
                known.root = roots[row.key.cache] ?? ""
                history.artifacts.append(known)
            }
        }
        var tags = try connection.prepare(
            "SELECT \(IndexTagRow.columns) FROM index_tag ORDER BY id LIMIT \(PackageLimit.rows)")
        while try tags.step() {
            let row = IndexTagRow(from: tags)
            guard let cache = caches[row.key.cache],
                isWanted(row.key.cache, row.key.path, row.firstScan, row.lastScan)
            else { continue }
            let seen = times.seen(row.key.cache, last: row.lastScan) ?? times.started(row.firstScan)
            if var known = row.known(cache: cache, seen: seen) {
                known.place = places[row.key.cache]
                history.tags.append(known)
            }
        }
        return history
    }

    /// The scan up to which the state of each cache is accepted, by the cache's number.
    func acceptedScans() throws -> [Int64: Int64] {
        guard let baseline = try baseline(named: Self.acceptedBaseline) else { return [:] }
        var rows = try connection.prepare(
            "SELECT \(BaselineCacheRow.columns) FROM baseline_cache WHERE baseline = ?1")
        try rows.bind(baseline.id, at: 1)
        var result: [Int64: Int64] = [:]
        while try rows.step() {
            let row = BaselineCacheRow(from: rows)
            result[row.cache] = row.scan
        }
        return result
    }

    /// Forgets artifacts and tags that were seen last before a time. Returns how many.
    func dropPackages(before time: Int64) throws -> Int {
        guard let last = try lastScan(before: time) else { return 0 }
        let condition = "WHERE last_scan <= ?1 ORDER BY last_scan LIMIT ?2"
        var artifacts: [Int64] = []
        var rows = try connection.prepare("SELECT \(ArtifactRow.columns) FROM artifact \(condition)")
        try rows.bind(last, at: 1)
        try rows.bind(Int64(Self.prunedRowsMax), at: 2)
        while try rows.step() {
            let row = ArtifactRow(from: rows)
            state.sums[.artifact] -= try row.term(&digester)
            artifacts.append(row.id)
        }
        var tags: [Int64] = []
        var tagRows = try connection.prepare("SELECT \(IndexTagRow.columns) FROM index_tag \(condition)")
        try tagRows.bind(last, at: 1)
        try tagRows.bind(Int64(Self.prunedRowsMax), at: 2)
        while try tagRows.step() {
            let row = IndexTagRow(from: tagRows)
            state.sums[.indexTag] -= try row.term(&digester)
            tags.append(row.id)
        }
        for (table, ids) in [("artifact", artifacts), ("index_tag", tags)] {
            var delete = try connection.prepare("DELETE FROM \(table) WHERE id = ?1")
            for id in ids {
                try delete.bind(id, at: 1)
                try delete.run()
            }
        }
        return artifacts.count + tags.count
    }

    /// Forgets the other digests of versions that go.
    func dropFileDigests(_ files: [Int64]) throws {
        var query = try connection.prepare("SELECT \(FileDigestRow.columns) FROM file_digest WHERE file = ?1")
        var delete = try connection.prepare("DELETE FROM file_digest WHERE file = ?1")
        for file in files {
            try query.bind(file, at: 1)
            if try query.step() {
                state.sums[.fileDigest] -= try FileDigestRow(from: query).term(&digester)
                try delete.bind(file, at: 1)
                try delete.run()
            }
            query.reset()
        }
    }
}

/// When scans began, and which one saw a cache last.
struct ScanTimes {
    private var starts: [Int64: Int64] = [:]
    private var last: [Int64: Int64] = [:]

    init(_ connection: Connection) throws {
        var scans = try connection.prepare("SELECT id, started FROM scan")
        while try scans.step() { starts[scans.integer(at: 0)] = scans.integer(at: 1) }
        // A scan that is still going on has no rows here yet.
        var caches = try connection.prepare("SELECT cache, max(scan) FROM scan_cache GROUP BY cache")
        while try caches.step() { last[caches.integer(at: 0)] = caches.integer(at: 1) }
    }

    /// The last scan that saw a cache and came to its end.
    func lastScan(ofCache cache: Int64) -> Int64? { last[cache] }

    /// When a scan began; 0 for one that is not known.
    func started(_ scan: Int64) -> Int64 { starts[scan] ?? 0 }

    /// When a scan began; `nil` for one that is not known.
    func known(_ scan: Int64) -> Int64? { starts[scan] }

    /// When something was seen last that a row of this cache speaks of.
    func seen(_ cache: Int64, last scan: Int64?) -> Int64? { (scan ?? last[cache]).flatMap { starts[$0] } }
}
