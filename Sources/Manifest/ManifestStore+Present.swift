package import Inventory
internal import SQLite

extension ManifestStore {
    /// Files that are found by digest at once, at most.
    private static let foundMax = 10_000

    /// The files of these caches that are there, as the last audit saw them, and have one of these digests. Reads all
    /// rows of present files once: there is no index on digests.
    package func presentFiles(
        with digests: Set<SHA256Digest>, in caches: [MountCache]
    ) throws(ManifestError) -> [FoundFile] {
        try guarded {
            if digests.isEmpty { return [] }
            let places = Dictionary(
                caches.enumerated().map { (CacheName($1), $0) }, uniquingKeysWith: { first, _ in first })
            var indices: [Int64: Int] = [:]
            for row in try CacheRow.all(connection) {
                indices[row.id] = places[CacheName(root: row.root, cache: row.mountID, record: row.record)]
            }
            var found: [FoundFile] = []
            var rows = try connection.prepare(
                "SELECT cache, sha256, path FROM file WHERE gone_scan IS NULL AND sha256 IS NOT NULL")
            while try rows.step(), found.count < Self.foundMax {
                guard let index = indices[rows.integer(at: 0)], let digest = SHA256Digest(rows.blob(at: 1) ?? []),
                    digests.contains(digest)
                else { continue }
                found.append(FoundFile(cache: index, path: ByteString(rows.blob(at: 2) ?? []), digest: digest))
            }
            return found
        }
    }
}
