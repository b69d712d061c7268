package import Inventory
internal import SQLite

/// How the present files differ from a baseline.
package struct BaselineDifference: Sendable, Hashable {
    /// In the order of mount id and path, up to the limit.
    package var changes: [Change]
    package var counts: ChangeCounts
    /// Changes counted but not listed.
    package var unlisted: Int
    /// Caches that only one side has, and caches that were last seen before the last scan.
    package var coverage = BaselineCoverage()
}

extension ManifestStore {
    /// Compares a baseline with the present files. Times, owners, inodes and links do not count.
    package func diff(baseline name: String, limit: Int = 100_000) throws(ManifestError) -> BaselineDifference {
        try guarded {
            guard let row = try baseline(named: name) else {
                throw ManifestFault.refused("there is no baseline of that name")
            }
            let isOwn = row.name == Self.acceptedBaseline
            let old = isOwn ? Self.acceptedSince : Self.imported
            let new = isOwn ? Self.presentSince : Self.present
            var found = try difference(limit) { (side) throws in
                var statement = try connection.prepare(side == .old ? old : new)
                if side == .old || isOwn { try statement.bind(row.id, at: 1) }
                return EntryStream(statement)
            }
            found.coverage = try coverage(of: row.id, isOwn: isOwn)
            return found
        }
    }

    /// Compares the state before a scan (of the last one, where none is named) with the present.
    package func diff(sinceScan scan: Int64? = nil, limit: Int = 100_000) throws(ManifestError) -> BaselineDifference {
        try guarded {
            let number = scan ?? state.headScan
            return try difference(limit) { (side) throws in
                var statement = try connection.prepare(side == .old ? Self.goneSince : Self.addedSince)
                try statement.bind(number, at: 1)
                return EntryStream(statement)
            }
        }
    }

    private static let entry = "cache.mount_id, file.path, file.kind, file.size, file.mode, file.sha256"
    private static let order = "ORDER BY 1, 2, file.cache, file.id"

    /// Versions of the accepted baseline that are no longer there, and those that came since: the rest is equal.
    private static let acceptedSince = """
        SELECT \(entry), file.cache FROM baseline_cache AS b JOIN file ON file.cache = b.cache
        JOIN cache ON cache.id = file.cache
        WHERE b.baseline = ?1 AND file.gone_scan > b.scan AND file.first_scan <= b.scan \(order)
        """
    private static let presentSince = """
        SELECT \(entry), file.cache FROM baseline_cache AS b JOIN file ON file.cache = b.cache
        JOIN cache ON cache.id = file.cache
        WHERE b.baseline = ?1 AND file.gone_scan IS NULL AND file.first_scan > b.scan \(order)
        """
    private static let goneSince = """
        SELECT \(entry), file.cache FROM file JOIN cache ON cache.id = file.cache
        WHERE file.gone_scan >= ?1 AND file.first_scan < ?1 \(order)
        """
    private static let addedSince = """
        SELECT \(entry), file.cache FROM file JOIN cache ON cache.id = file.cache
        WHERE file.gone_scan IS NULL AND file.first_scan >= ?1 \(order)
        """
    private static let imported = """
        SELECT mount_id, path, kind, size, mode, sha256, 0 FROM baseline_file WHERE baseline = ?1
        AND mount_id IN (\(BaselineCoverage.audited)) ORDER BY mount_id, path
        """
    private static let present = """
        SELECT \(entry), 0 FROM file JOIN cache ON cache.id = file.cache WHERE file.gone_scan IS NULL \(order)
        """

    /// Which of the two streams of a comparison.
    private enum Side {
        case old, new
    }

    /// Merges two sorted streams, then looks for moves among what only one of them has.
    private func difference(
        _ limit: Int, _ open: (Side) throws -> EntryStream
    ) throws -> BaselineDifference {
        let isOuter = !connection.isInTransaction
        if isOuter { try connection.begin(.deferred) }
        defer { if isOuter { connection.rollback() } }
        var old = try open(.old)
        var new = try open(.new)
        var collector = DifferenceCollector(limit: limit)
        var left = try old.next()
        var right = try new.next()
        // An imported baseline has one row for a path that here may lie in several caches of one mount id: the old
        // row stays until all its counterparts were compared.
        var isMatched = false
        while left != nil || right != nil {
            if let before = left, right.map({ before.precedes($0) }) ?? true {
                if !isMatched { collector.remove(before.entry) }
                isMatched = false
                left = try old.next()
            } else if let after = right {
                if let before = left, !after.precedes(before) {
                    collector.compare(before.entry, after.entry)
                    isMatched = true
                } else {
                    collector.add(after.entry)
                }
                right = try new.next()
            }
        }
        return collector.finish()
    }
}

/// An entry and its place in the order of a comparison.
private struct PlacedEntry {
    var entry: BaselineEntry
    /// The cache's number where both sides have one, else 0.
    var cache: Int64

    func precedes(_ other: PlacedEntry) -> Bool {
        if entry.cache != other.entry.cache { return entry.cache < other.entry.cache }
        if entry.path != other.entry.path { return entry.path < other.entry.path }
        return cache < other.cache
    }
}

/// Entries of a sorted query.
private struct EntryStream: ~Copyable {
    private var statement: Statement
    private var isDone = false

    init(_ statement: consuming Statement) {
        self.statement = statement
    }

    mutating func next() throws -> PlacedEntry? {
        guard !isDone else { return nil }
        if try statement.step() {
            return PlacedEntry(entry: BaselineEntry(from: statement), cache: statement.integer(at: 6))
        }
        isDone = true
        return nil
    }
}
