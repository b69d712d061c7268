internal import Hashing
internal import Inventory
internal import SQLite

extension ManifestStore {
    /// Writes down what a purge took out of caches that were audited before: of others nothing is remembered that a
    /// later audit could compare with.
    func keep(_ removed: [RemovedPath], of purge: Int64) throws {
        if removed.isEmpty { return }
        let rows = try CacheRow.all(connection)
        var numbers: [CacheName: CacheRow?] = [:]
        var next = try nextID("removal")
        var insert = try prepareInsert("removal", RemovalRow.columns, RemovalRow.columnCount)
        for path in removed where path.path.bytes.count <= PackageLimit.text {
            let cache = numbers[path.cache] ?? Self.row(of: path.cache, in: rows)
            numbers[path.cache] = .some(cache)
            guard let cache else { continue }
            let row = RemovalRow(id: next, purge: purge, cache: cache, path)
            let term = try row.bind(to: &insert, &digester)
            try insert.run()
            state.sums[.removal] += term
            next += 1
        }
    }

    /// The cache of that name; else the newest of that id: the engine made its record anew.
    private static func row(of name: CacheName, in rows: [CacheRow]) -> CacheRow? {
        let same = rows.filter { $0.root == name.root && $0.mountID == name.cache }
        return same.first { $0.record == name.record } ?? same.last
    }

    /// What is known of the content of things that were purged: their digest where nobody read them on the way, and
    /// the digests of packages that are wrapped into something else there.
    func completed(_ tombstones: [Tombstone], _ removed: [RemovedPath]) throws -> [Tombstone] {
        struct Place: Hashable {
            var cache: ByteString
            var path: ByteString
        }
        var wanted: [Place: Int] = [:]
        for (index, tombstone) in tombstones.enumerated() {
            wanted[Place(cache: tombstone.cache, path: tombstone.path)] = index
        }
        let rows = try CacheRow.all(connection)
        var result = tombstones
        for name in Set(removed.filter(\.isForCause).map(\.cache)) {
            guard let cache = Self.row(of: name, in: rows) else { continue }
            if tombstones.contains(where: { $0.cache == name.cache && $0.digest == nil }) {
                var files = try connection.prepare(
                    "SELECT path, sha256 FROM file WHERE cache = ?1 AND gone_scan IS NULL AND sha256 IS NOT NULL")
                try files.bind(cache.id, at: 1)
                while try files.step() {
                    let path = ByteString(files.blob(at: 0) ?? [])
                    guard let index = wanted[Place(cache: name.cache, path: path)], result[index].digest == nil else {
                        continue
                    }
                    result[index].digest = files.blob(at: 1).flatMap { SHA256Digest($0) }
                }
            }
            var artifacts = try connection.prepare(
                "SELECT path, digests FROM artifact WHERE cache = ?1 AND last_scan IS NULL")
            try artifacts.bind(cache.id, at: 1)
            while try artifacts.step() {
                let path = ByteString(artifacts.blob(at: 0) ?? [])
                guard let index = wanted[Place(cache: name.cache, path: path)] else { continue }
                for digest in DigestColumn.digests(artifacts.text(at: 1) ?? "") where digest.algorithm == .sha256 {
                    guard let content = SHA256Digest(digest.bytes), content != result[index].digest else { continue }
                    var wrapped = result[index]
                    wrapped.digest = content
                    result.append(wrapped)
                }
            }
        }
        return result
    }

    /// Forgets purges that lie between no two things that are remembered. Returns how many.
    func dropRemovals() throws -> Int {
        guard try connection.integer("SELECT max(id) FROM removal") != nil else { return 0 }
        var oldest: [Int64: Int64] = [:]
        for (table, end) in [("file", "gone_scan"), ("artifact", "last_scan"), ("index_tag", "last_scan")] {
            var rows = try connection.prepare(
                "SELECT cache, min(first_scan) FROM \(table) WHERE \(end) IS NOT NULL GROUP BY cache")
            while try rows.step() {
                oldest[rows.integer(at: 0)] = min(oldest[rows.integer(at: 0)] ?? .max, rows.integer(at: 1))
            }
        }
        // What was there until a purge is open until the next scan.
        let last = Dictionary(
            try CacheRow.all(connection).map { ($0.id, $0.lastScan) }, uniquingKeysWith: { first, _ in first })
        var dropped: [Int64] = []
        var rows = try connection.prepare("SELECT \(RemovalRow.columns) FROM removal ORDER BY id")
        while try rows.step(), dropped.count < Self.prunedRowsMax {
            let row = RemovalRow(from: rows)
            guard row.scan < oldest[row.cache] ?? .max, row.scan < last[row.cache] ?? .max else { continue }
            state.sums[.removal] -= try row.term(&digester)
            dropped.append(row.id)
        }
        rows.reset()
        var delete = try connection.prepare("DELETE FROM removal WHERE id = ?1")
        for id in dropped {
            try delete.bind(id, at: 1)
            try delete.run()
        }
        return dropped.count
    }
}
