package import Inventory
internal import SQLite

/// One time span in which some content lay under some name.
package struct Sighting: Sendable, Hashable {
    /// Mount id of the cache.
    package var cache: ByteString
    /// The path, or the last component of it where only a sighting is left.
    package var path: ByteString
    /// Start of the first scan that saw it and of the last one, nanoseconds since 1970.
    package var firstSeen: Int64
    package var lastSeen: Int64
    package var isPresent: Bool

    package init(cache: ByteString, path: ByteString, firstSeen: Int64, lastSeen: Int64, isPresent: Bool) {
        self.cache = cache
        self.path = path
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.isPresent = isPresent
    }
}

extension ManifestStore {
    /// Where content with this digest was seen, now and in history, oldest first. Searches the whole table.
    package func history(of digest: SHA256Digest, limit: Int = 10_000) throws(ManifestError) -> [Sighting] {
        try guarded {
            var result = try sightings(where: "file.sha256 = ?1", digest.array, limit: limit)
            var rows = try connection.prepare(
                """
                SELECT cache.mount_id, name, first_seen, last_seen FROM sighting JOIN cache ON cache.id = cache
                WHERE sha256 = ?1 LIMIT ?2
                """)
            try rows.bind(digest.array, at: 1)
            try rows.bind(Int64(limit), at: 2)
            while try rows.step() {
                result.append(
                    Sighting(
                        cache: ByteString(rows.blob(at: 0) ?? []), path: ByteString(rows.blob(at: 1) ?? []),
                        firstSeen: rows.integer(at: 2), lastSeen: rows.integer(at: 3), isPresent: false))
            }
            result.sort { $0.firstSeen < $1.firstSeen }
            return result
        }
    }

    /// The versions of one path in all caches, oldest first. Searches the whole table.
    package func history(ofPath path: ByteString, limit: Int = 10_000) throws(ManifestError) -> [Sighting] {
        try guarded { try sightings(where: "file.path = ?1", path.bytes, limit: limit) }
    }

    private func sightings(where condition: String, _ value: [UInt8], limit: Int) throws -> [Sighting] {
        // Present: seen by the last scan of its cache. Gone: by the last scan of its cache before it was missed.
        var rows = try connection.prepare(
            """
            SELECT cache.mount_id, file.path, file.gone_scan IS NULL,
                (SELECT started FROM scan WHERE scan.id = file.first_scan),
                (SELECT scan.started FROM scan_cache JOIN scan ON scan.id = scan_cache.scan
                    WHERE scan_cache.cache = file.cache AND scan_cache.scan >= file.first_scan
                        AND (file.gone_scan IS NULL OR scan_cache.scan < file.gone_scan)
                    ORDER BY scan_cache.scan DESC LIMIT 1)
            FROM file JOIN cache ON cache.id = file.cache WHERE \(condition) ORDER BY file.id LIMIT ?2
            """)
        try rows.bind(value, at: 1)
        try rows.bind(Int64(limit), at: 2)
        var result: [Sighting] = []
        while try rows.step() {
            let first = rows.integer(at: 3)
            result.append(
                Sighting(
                    cache: ByteString(rows.blob(at: 0) ?? []), path: ByteString(rows.blob(at: 1) ?? []),
                    firstSeen: first, lastSeen: rows.isNull(at: 4) ? first : rows.integer(at: 4),
                    isPresent: rows.integer(at: 2) != 0))
        }
        return result
    }
}
