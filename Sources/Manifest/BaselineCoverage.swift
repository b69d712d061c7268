package import Inventory
internal import SQLite

/// Which caches a comparison with a baseline could not look at, or only at an older state of.
///
/// ```
///  in the baseline  audited here  in the last scan
///        yes            no               -            notAudited      nothing to compare with: never "the same"
///        no             yes              -            notInBaseline
///        yes            yes              no           older           compared as it was last seen
///        yes          in part            -            incomplete      what was not seen is compared as before
/// ```
package struct BaselineCoverage: Sendable, Hashable {
    /// A cache whose last scan is not the last one of the manifest.
    package struct Older: Sendable, Hashable {
        package var cache: ByteString
        /// When its last scan began, nanoseconds since 1970.
        package var scanned: Int64
    }

    /// Mount ids that stand in each list at most.
    static let listedMax = 1000
    /// Mount ids of the caches that a scan has walked here.
    static let audited = "SELECT mount_id FROM cache WHERE scans > 0"

    /// Mount ids, in order.
    package var notAudited: [ByteString] = []
    package var notInBaseline: [ByteString] = []
    package var incomplete: [ByteString] = []
    package var older: [Older] = []
}

extension ManifestStore {
    /// Looks at the caches of a baseline: this host's own, or an imported one.
    func coverage(of baseline: Int64, isOwn: Bool) throws -> BaselineCoverage {
        var result = BaselineCoverage()
        // What came with an import has mount ids; what was accepted here names caches.
        let isPart =
            isOwn
            ? "cache.id IN (SELECT cache FROM baseline_cache WHERE baseline = ?1)"
            : "cache.mount_id IN (SELECT mount_id FROM baseline_file WHERE baseline = ?1)"
        if isOwn {
            result.notInBaseline = try mountIDs(
                "SELECT DISTINCT mount_id FROM cache WHERE NOT \(isPart) ORDER BY mount_id", baseline)
        } else {
            result.notAudited = try mountIDs(
                """
                SELECT DISTINCT mount_id FROM baseline_file
                WHERE baseline = ?1 AND mount_id NOT IN (\(BaselineCoverage.audited)) ORDER BY mount_id
                """, baseline)
        }
        result.incomplete = try mountIDs(
            """
            SELECT DISTINCT mount_id FROM cache
            WHERE \(isPart) AND NOT EXISTS (\(Self.wholeScan)) AND mount_id IN (\(BaselineCoverage.audited))
            ORDER BY mount_id
            """, baseline)
        var rows = try connection.prepare(
            """
            SELECT cache.mount_id, scan.started FROM cache LEFT JOIN scan ON scan.id = cache.last_scan
            WHERE \(isPart) AND cache.scans > 0 AND cache.last_scan < (SELECT max(id) FROM scan)
            ORDER BY cache.mount_id, cache.id
            """)
        try rows.bind(baseline, at: 1)
        while result.older.count < BaselineCoverage.listedMax, try rows.step() {
            result.older.append(
                BaselineCoverage.Older(cache: ByteString(rows.blob(at: 0) ?? []), scanned: rows.integer(at: 1)))
        }
        return result
    }

    private func mountIDs(_ sql: String, _ baseline: Int64) throws -> [ByteString] {
        var rows = try connection.prepare(sql)
        try rows.bind(baseline, at: 1)
        var result: [ByteString] = []
        while result.count < BaselineCoverage.listedMax, try rows.step() {
            result.append(ByteString(rows.blob(at: 0) ?? []))
        }
        return result
    }
}
