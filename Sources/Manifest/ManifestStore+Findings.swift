internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Findings that are kept of all caches.
    package static let findingsMax = 200_000

    /// Keeps what an audit found in these caches, in place of what the audit before found there. Findings that are in
    /// no cache are not kept. Says of each when the first of the audits since began that found it, without a break;
    /// `nil` for what is not kept.
    @discardableResult
    package func keepFindings(
        _ findings: [Finding], in caches: [MountCache], scan: Int64
    ) throws(ManifestError) -> [Int64?] {
        try guarded {
            try requireNoScan()
            return try transaction {
                let before = try dropFindings(of: caches)
                let times = try ScanTimes(connection)
                var next = try nextID("finding")
                var insert = try prepareInsert("finding", FindingRow.columns, FindingRow.columnCount)
                var first: [Int64?] = []
                first.reserveCapacity(findings.count)
                for finding in findings.prefix(Self.findingsMax) {
                    guard let index = finding.cache, caches.indices.contains(index),
                        finding.path.bytes.count <= PackageLimit.text
                    else {
                        first.append(nil)
                        continue
                    }
                    let cache = caches[index]
                    let kept = KeptFinding(
                        root: cache.root, cache: cache.id, record: cache.record, rule: finding.rule,
                        severity: finding.severity, path: finding.path, purl: finding.purl)
                    let row = FindingRow(id: next, scan: min(before[FindingRow.Key(kept)] ?? scan, scan), kept)
                    try row.bind(to: &insert)
                    try insert.run()
                    state.sums[.finding] += try row.term(&digester)
                    first.append(times.known(row.scan))
                    next += 1
                }
                return first + Array(repeating: nil, count: max(0, findings.count - first.count))
            }
        }
    }

    /// What the last audit of each cache found.
    package func keptFindings() throws(ManifestError) -> [KeptFinding] {
        try guarded {
            var found: [KeptFinding] = []
            var rows = try connection.prepare(
                "SELECT \(FindingRow.columns) FROM finding ORDER BY id LIMIT \(Self.findingsMax)")
            while try rows.step() { found.append(FindingRow(from: rows).finding) }
            return found
        }
    }

    /// When something in each cache was seen first that nothing outside of it vouches for and that is still there, by
    /// state root, mount id and record; 0 as the time where all is vouched for. Caches that were never audited are not
    /// among them.
    package func unverifiedSince() throws(ManifestError) -> [CacheName: Int64] {
        try guarded {
            let times = try ScanTimes(connection)
            var names: [Int64: CacheName] = [:]
            var result: [CacheName: Int64] = [:]
            for row in try CacheRow.all(connection) where times.lastScan(ofCache: row.id) != nil {
                let name = CacheName(root: row.root, cache: row.mountID, record: row.record)
                names[row.id] = name
                result[name] = 0
            }
            var rows = try connection.prepare(
                """
                SELECT cache, min(first_scan) FROM artifact WHERE last_scan IS NULL AND verdict <> ?1 GROUP BY cache
                """)
            try rows.bind(Verdict.verified.rawValue, at: 1)
            while try rows.step() {
                if let name = names[rows.integer(at: 0)] { result[name] = times.started(rows.integer(at: 1)) }
            }
            return result
        }
    }

    /// Number of the newest scan; `nil` where nothing was audited yet.
    package func lastScanNumber() throws(ManifestError) -> Int64? {
        try guarded { try connection.integer("SELECT max(id) FROM scan") }
    }

    /// Forgets the findings of these caches; says of each by which scan it was found first.
    private func dropFindings(of caches: [MountCache]) throws -> [FindingRow.Key: Int64] {
        // By id alone: of records that the engine has pruned nothing must stay.
        func name(_ root: ByteString, _ cache: ByteString) -> CacheName {
            CacheName(root: root, cache: cache, record: "")
        }
        let names = Set(caches.map { name($0.root, $0.id) })
        var old: [Int64] = []
        var first: [FindingRow.Key: Int64] = [:]
        var rows = try connection.prepare("SELECT \(FindingRow.columns) FROM finding")
        while try rows.step() {
            let row = FindingRow(from: rows)
            let finding = row.finding
            guard names.contains(name(finding.root, finding.cache)) else { continue }
            state.sums[.finding] -= try row.term(&digester)
            old.append(row.id)
            let key = FindingRow.Key(finding)
            first[key] = min(first[key] ?? row.scan, row.scan)
        }
        rows.reset()
        var delete = try connection.prepare("DELETE FROM finding WHERE id = ?1")
        for id in old {
            try delete.bind(id, at: 1)
            try delete.run()
        }
        return first
    }
}
