internal import Hashing
package import Inventory
internal import SQLite

/// What the manifest has of a file as it was before this scan.
package struct EarlierContent: Sendable, Hashable {
    package var digest: SHA256Digest
    /// When it was seen last: the start of the scan before this one, nanoseconds since 1970.
    package var seen: Int64?

    package init(digest: SHA256Digest, seen: Int64?) {
        self.digest = digest
        self.seen = seen
    }
}

extension ScanWriter {
    /// What stood in the place of files that this scan found changed; `nil` where that had no content, or was another
    /// path whose key is the same. In the order of `files`. Called before `finish`.
    package func earlierContents(
        _ files: [(slot: Int32, path: ByteString)]
    ) throws(ManifestError) -> [EarlierContent?] {
        if files.isEmpty { return [] }
        return try writing {
            try beginIfNeeded()
            var query = try store.connection.prepare("SELECT cache, sha256, path FROM file WHERE id = ?1")
            var times: [Int64: Int64?] = [:]
            var result: [EarlierContent?] = []
            for file in files {
                var earlier: EarlierContent?
                if let id = known.row(ofSlot: file.slot) {
                    try query.bind(id, at: 1)
                    if try query.step(), let digest = query.blob(at: 1).flatMap({ SHA256Digest($0) }),
                        query.blob(at: 2) == file.path.bytes
                    {
                        let cache = query.integer(at: 0)
                        let seen = try times[cache] ?? lastTime(ofCache: cache)
                        times[cache] = .some(seen)
                        earlier = EarlierContent(digest: digest, seen: seen)
                    }
                    query.reset()
                }
                result.append(earlier)
            }
            return result
        }
    }

    /// When a cache was scanned last before this scan.
    private func lastTime(ofCache cache: Int64) throws -> Int64? {
        var query = try store.connection.prepare(
            """
            SELECT scan.started FROM scan_cache JOIN scan ON scan.id = scan_cache.scan
            WHERE scan_cache.cache = ?1 AND scan_cache.scan < ?2 ORDER BY scan_cache.scan DESC LIMIT 1
            """)
        try query.bind(cache, at: 1)
        try query.bind(row.id, at: 2)
        return try query.step() ? query.integer(at: 0) : nil
    }
}
