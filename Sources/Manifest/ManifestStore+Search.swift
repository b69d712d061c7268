internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Bounds of a search.
    package enum SearchLimit {
        /// Files that one search brings; one that would bring more is refused, since half of an answer looks whole.
        package static let files = 1_000_000
    }

    /// How many files a search looks at, those that are gone among them, and how many audits saw them.
    package func searchedCounts() throws(ManifestError) -> (files: Int64, audits: Int64) {
        try guarded {
            // Counted by what each audit wrote down and by a small index: nobody reads a million rows for a number.
            let present = try connection.integer("SELECT coalesce(sum(files), 0) FROM cache") ?? 0
            let gone = try connection.integer("SELECT count(*) FROM file WHERE gone_scan IS NOT NULL") ?? 0
            let sightings = try connection.integer("SELECT count(*) FROM sighting") ?? 0
            let (files, overflow) = present.addingReportingOverflow(gone)
            let audits = try connection.integer("SELECT count(*) FROM scan") ?? 0
            return (overflow ? .max : files.addingReportingOverflow(sightings).partialValue, audits)
        }
    }

    /// The files that `isWanted` takes, those that are gone among them, the oldest first. Reads every row once.
    ///
    /// `name` is the path, of what has shrunk to a sighting the last part of it.
    package func files(
        where isWanted: (_ path: ByteString, _ digest: SHA256Digest?) -> Bool
    ) throws(ManifestError) -> [KnownFile] {
        try guarded {
            let times = try CacheTimes(connection)
            var result: [KnownFile] = []
            func take(_ file: KnownFile) throws {
                guard result.count < SearchLimit.files else {
                    throw ManifestFault.refused("more than \(SearchLimit.files) files are what is looked for")
                }
                result.append(file)
            }
            var rows = try connection.prepare("SELECT path, sha256, cache, first_scan, gone_scan FROM file")
            while try rows.step() {
                let path = ByteString(rows.blob(at: 0) ?? [])
                let digest = rows.blob(at: 1).flatMap { SHA256Digest($0) }
                guard isWanted(path, digest), let cache = times.caches[rows.integer(at: 2)] else { continue }
                let first = rows.integer(at: 3)
                let gone = rows.isNull(at: 4) ? nil : rows.integer(at: 4)
                let span = times.span(ofCache: rows.integer(at: 2), first: first, gone: gone)
                try take(
                    KnownFile(
                        cache: cache.id, root: cache.root, path: path, digest: digest, first: span.first,
                        last: span.last, isPresent: gone == nil))
            }
            var sightings = try connection.prepare("SELECT name, sha256, cache, first_seen, last_seen FROM sighting")
            while try sightings.step() {
                let path = ByteString(sightings.blob(at: 0) ?? [])
                let digest = sightings.blob(at: 1).flatMap { SHA256Digest($0) }
                guard isWanted(path, digest), let cache = times.caches[sightings.integer(at: 2)] else { continue }
                try take(
                    KnownFile(
                        cache: cache.id, root: cache.root, path: path, digest: digest,
                        first: sightings.integer(at: 3), last: sightings.integer(at: 4), isPresent: false))
            }
            result.sort { $0.first < $1.first }
            return result
        }
    }

    /// SHA-256 digests of the files whose other digest is one of these, for a search by them. Only those are known
    /// that a client names content by.
    package func contents(
        with digests: Set<ContentDigest>
    ) throws(ManifestError) -> [(digest: ContentDigest, content: SHA256Digest)] {
        try guarded {
            var rows = try connection.prepare(
                """
                SELECT algorithm, digest, sha256 FROM file_digest JOIN file ON file.id = file_digest.file
                """)
            var result: [(digest: ContentDigest, content: SHA256Digest)] = []
            while try rows.step() {
                guard let algorithm = ContentDigest.Algorithm(rawValue: rows.text(at: 0) ?? ""),
                    let digest = ContentDigest(algorithm, rows.blob(at: 1) ?? []), digests.contains(digest),
                    let content = SHA256Digest(rows.blob(at: 2) ?? [])
                else { continue }
                result.append((digest, content))
            }
            return result
        }
    }
}

/// The caches of a manifest, and when each was looked at.
private struct CacheTimes {
    var caches: [Int64: (id: ByteString, root: ByteString)] = [:]
    private var starts: [Int64: Int64] = [:]
    /// The scans of each cache that came to their end, in their order.
    private var scans: [Int64: [Int64]] = [:]

    init(_ connection: Connection) throws {
        for row in try CacheRow.all(connection) { caches[row.id] = (row.mountID, row.root) }
        var rows = try connection.prepare("SELECT id, started FROM scan")
        while try rows.step() { starts[rows.integer(at: 0)] = rows.integer(at: 1) }
        var seen = try connection.prepare("SELECT cache, scan FROM scan_cache ORDER BY scan")
        while try seen.step() { scans[seen.integer(at: 0), default: []].append(seen.integer(at: 1)) }
    }

    /// When a version was seen first, and by the last scan before it was missed.
    func span(ofCache cache: Int64, first: Int64, gone: Int64?) -> (first: Int64, last: Int64) {
        let start = starts[first] ?? 0
        guard let own = scans[cache] else { return (start, start) }
        var (low, high) = (0, own.count)
        while low < high {
            let middle = (low + high) / 2
            if own[middle] < gone ?? .max { low = middle + 1 } else { high = middle }
        }
        guard low > 0, own[low - 1] >= first else { return (start, start) }
        return (start, starts[own[low - 1]] ?? start)
    }
}
