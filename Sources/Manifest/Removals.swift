internal import Inventory
internal import SQLite

/// What purges took out of the caches, by place.
///
/// ```
///  scans      1        2    purge    3         the purge stands with the last scan before it: 2
///  at a path  [ A ────────]   ✂    [ B ─►      it lies between A and B, so B is no change of A
///  gone by 2  [ C ───]                         C went by itself; the purge took nothing of it
/// ```
struct Removals {
    private struct Place: Hashable {
        var cache: Int64
        var path: ByteString
    }

    private struct Moment: Hashable {
        var cache: Int64
        var scan: Int64
    }

    /// One purge of a place, and the last scan before it that came to its end.
    private struct Cut {
        var scan: Int64
        var seen: Int64
        var isForCause: Bool
    }

    private var cuts: [Place: [Cut]] = [:]

    /// Reads them, the newest first where there are too many.
    init(_ connection: Connection) throws {
        var rows = try connection.prepare(
            "SELECT \(RemovalRow.columns) FROM removal ORDER BY id DESC LIMIT \(ManifestStore.PurgeLimit.steps)")
        var seen = try connection.prepare("SELECT max(scan) FROM scan_cache WHERE cache = ?1 AND scan <= ?2")
        var last: [Moment: Int64] = [:]
        while try rows.step() {
            let row = RemovalRow(from: rows)
            let key = Moment(cache: row.cache, scan: row.scan)
            if last[key] == nil {
                try seen.bind(row.cache, at: 1)
                try seen.bind(row.scan, at: 2)
                last[key] = try seen.step() && !seen.isNull(at: 0) ? seen.integer(at: 0) : 0
                seen.reset()
            }
            cuts[Place(cache: row.cache, path: ByteString(row.path)), default: []].append(
                Cut(scan: row.scan, seen: last[key] ?? 0, isForCause: row.isForCause))
        }
    }

    /// Whether a purge took a version of a file: one that came with the scan `first`, where `gone` is the scan that saw
    /// something else.
    func took(_ cache: Int64, _ path: [UInt8], from first: Int64, until gone: Int64) -> Bool {
        cuts(cache, path).contains { $0.scan >= first && $0.scan < gone }
    }

    /// Whether a purge took, for cause, what the scans `first` to `last` saw at a path.
    func tookForCause(_ cache: Int64, _ path: [UInt8], from first: Int64, to last: Int64) -> Bool {
        cuts(cache, path).contains { $0.isForCause && $0.seen == last && $0.scan >= first }
    }

    private func cuts(_ cache: Int64, _ path: [UInt8]) -> [Cut] {
        if cuts.isEmpty { return [] }
        return (cuts[Place(cache: cache, path: ByteString(path))] ?? []) + (cuts[Place(cache: cache, path: "")] ?? [])
    }
}
