internal import Hashing
internal import Inventory
internal import SQLite

/// What a pruning took away.
package struct PruneOutcome: Sendable, Hashable {
    /// Versions that became sightings or, without content, went.
    package var versions: Int
    /// Sightings that were too old.
    package var sightings: Int
    /// Builds that ended too long ago.
    package var builds = 0
    /// Artifacts and tags that were seen last too long ago.
    package var packages = 0
    /// Whether more is left for the next time.
    package var hasMore: Bool

    package init(versions: Int, sightings: Int, hasMore: Bool) {
        self.versions = versions
        self.sightings = sightings
        self.hasMore = hasMore
    }
}

extension ManifestStore {
    /// Rows that one pruning looks at, so that an audit never waits long for it.
    static let prunedRowsMax = 50_000

    /// Compacts versions that have been gone for longer than `keepScansFor` into sightings, and drops sightings,
    /// builds and packages older than `keepHistoryFor` (both nanoseconds). Present files and those of the accepted
    /// baseline stay; so do the versions `disputed`, which findings of the last scan speak of, and those of caches that
    /// were not in that scan but in some other since then.
    package func prune(
        keepScansFor: Int64, keepHistoryFor: Int64, now: Int64, keeping disputed: Set<Int64> = []
    ) throws(ManifestError) -> PruneOutcome {
        try guarded {
            try requireNoScan()
            return try transaction {
                var outcome = PruneOutcome(versions: 0, sightings: 0, hasMore: false)
                let scans = now.subtractingReportingOverflow(keepScansFor)
                if !scans.overflow { try compactVersions(before: scans.partialValue, keeping: disputed, &outcome) }
                let history = now.subtractingReportingOverflow(keepHistoryFor)
                if !history.overflow { try dropSightings(before: history.partialValue, &outcome) }
                if !history.overflow { outcome.builds = try dropBuilds(before: history.partialValue) }
                if !history.overflow { outcome.packages = try dropPackages(before: history.partialValue) }
                _ = try dropRemovals()
                if max(outcome.builds, outcome.packages) >= Self.prunedRowsMax { outcome.hasMore = true }
                return outcome
            }
        }
    }

    /// The last scan of those that began before a time, as are all that came before it. One whose clock was wrong, and
    /// that seems older than those before it, divides nothing. `nil` where there is none.
    func lastScan(before time: Int64) throws -> Int64? {
        var query = try connection.prepare(
            """
            SELECT max(id) FROM scan WHERE chain IS NOT NULL
                AND id < ifnull((SELECT min(id) FROM scan WHERE started >= ?1), 9223372036854775807)
            """)
        try query.bind(time, at: 1)
        guard try query.step(), !query.isNull(at: 0) else { return nil }
        return query.integer(at: 0)
    }

    private func compactVersions(
        before time: Int64, keeping disputed: Set<Int64>, _ outcome: inout PruneOutcome
    ) throws {
        guard let lastScan = try lastScan(before: time) else { return }
        var rows = try connection.prepare(
            """
            SELECT \(FileNumbers.columns), sha256, path, target,
                (SELECT started FROM scan WHERE scan.id = file.first_scan),
                (SELECT started FROM scan WHERE scan.id < file.gone_scan AND scan.id >= file.first_scan
                    ORDER BY scan.id DESC LIMIT 1)
            FROM file WHERE gone_scan <= ?1 AND NOT EXISTS (
                SELECT 1 FROM baseline_cache AS b
                WHERE b.cache = file.cache AND b.scan >= file.first_scan AND b.scan < file.gone_scan)
            AND cache NOT IN (SELECT id FROM cache WHERE last_scan > ?1 AND last_scan < (SELECT max(id) FROM scan))
            ORDER BY gone_scan LIMIT ?2
            """)
        try rows.bind(lastScan, at: 1)
        try rows.bind(Int64(Self.prunedRowsMax + disputed.count), at: 2)
        var pruned: [Int64] = []
        while try rows.step() {
            let numbers = FileNumbers(from: rows)
            if disputed.contains(numbers.id) || pruned.count == Self.prunedRowsMax { continue }
            let digest = rows.blob(at: FileNumbers.columnCount)
            let path = rows.blob(at: FileNumbers.columnCount + 1) ?? []
            let hasTarget = !rows.isNull(at: FileNumbers.columnCount + 2)
            let target = rows.blob(at: FileNumbers.columnCount + 2) ?? []
            state.sums[.file] -= try digester.term(
                of: numbers, digest: digest.flatMap { SHA256Digest($0) }, path: path.span, target: target.span,
                hasTarget: hasTarget)
            if let gone = numbers.gone { state.sums[.file] -= try digester.goneTerm(file: numbers.id, scan: gone) }
            if let digest {
                let firstSeen = rows.integer(at: FileNumbers.columnCount + 3)
                let lastSeen =
                    rows.isNull(at: FileNumbers.columnCount + 4)
                    ? firstSeen : rows.integer(at: FileNumbers.columnCount + 4)
                try addSighting(
                    SightingRow(
                        cache: numbers.cache, digest: digest, name: Self.name(of: path), firstSeen: firstSeen,
                        lastSeen: lastSeen, count: 1))
            }
            pruned.append(numbers.id)
        }
        var delete = try connection.prepare("DELETE FROM file WHERE id = ?1")
        for id in pruned {
            try delete.bind(id, at: 1)
            try delete.run()
        }
        try dropFileDigests(pruned)
        outcome.versions = pruned.count
        if pruned.count == Self.prunedRowsMax { outcome.hasMore = true }
    }

    private static func name(of path: [UInt8]) -> [UInt8] {
        path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[($0 + 1)...]) } ?? path
    }

    private func addSighting(_ new: SightingRow) throws {
        var merged = new
        var query = try connection.prepare(
            "SELECT \(SightingRow.columns) FROM sighting WHERE cache = ?1 AND sha256 = ?2 AND name = ?3")
        try query.bind(new.cache, at: 1)
        try query.bind(new.digest, at: 2)
        try query.bind(new.name, at: 3)
        if try query.step() {
            let old = SightingRow(from: query)
            query.reset()
            state.sums[.sighting] -= try old.term(&digester)
            merged.firstSeen = min(old.firstSeen, new.firstSeen)
            merged.lastSeen = max(old.lastSeen, new.lastSeen)
            let (count, overflow) = old.count.addingReportingOverflow(new.count)
            merged.count = overflow ? .max : count
        }
        var insert = try connection.prepare(
            "INSERT OR REPLACE INTO sighting (\(SightingRow.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        try merged.bind(to: &insert)
        try insert.run()
        state.sums[.sighting] += try merged.term(&digester)
    }

    private func dropSightings(before time: Int64, _ outcome: inout PruneOutcome) throws {
        var rows = try connection.prepare(
            "SELECT \(SightingRow.columns) FROM sighting WHERE last_seen < ?1 ORDER BY last_seen LIMIT ?2")
        try rows.bind(time, at: 1)
        try rows.bind(Int64(Self.prunedRowsMax), at: 2)
        var dropped: [SightingRow] = []
        while try rows.step() { dropped.append(SightingRow(from: rows)) }
        var delete = try connection.prepare("DELETE FROM sighting WHERE cache = ?1 AND sha256 = ?2 AND name = ?3")
        for row in dropped {
            try delete.bind(row.cache, at: 1)
            try delete.bind(row.digest, at: 2)
            try delete.bind(row.name, at: 3)
            try delete.run()
            state.sums[.sighting] -= try row.term(&digester)
        }
        outcome.sightings = dropped.count
        if dropped.count == Self.prunedRowsMax { outcome.hasMore = true }
    }
}
