package import Inventory
internal import SQLite

/// How much the last scan of a cache saw of it.
package struct CacheState: Sendable, Hashable {
    /// Mount id.
    package var cache: ByteString
    /// Whether that scan came to its end and left nothing unseen in this cache.
    package var isWhole: Bool
}

extension ManifestStore {
    /// The caches that were ever scanned, or begun to be, by mount id. Where several have one mount id, each is there.
    ///
    /// A later scan of other caches changes nothing here: what a scan left unseen is unseen until the same cache is
    /// scanned again.
    package func cacheStates() throws(ManifestError) -> [CacheState] {
        try guarded {
            var rows = try connection.prepare(
                """
                SELECT cache.mount_id, EXISTS (\(Self.wholeScan)) FROM cache ORDER BY cache.mount_id, cache.id
                """)
            var result: [CacheState] = []
            while result.count <= Limit.cachesMax, try rows.step() {
                result.append(
                    CacheState(cache: ByteString(rows.blob(at: 0) ?? []), isWhole: rows.integer(at: 1) != 0))
            }
            return result
        }
    }

    /// The line of a cache's last scan, if it saw all of it. A scan that was cut off has none.
    static let wholeScan = """
        SELECT 1 FROM scan_cache AS s WHERE s.cache = cache.id AND s.scan = cache.last_scan AND s.complete <> 0
        """
}
