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
    /// A file that was only touched is one all the same: a content at a path is seen from the first version that had
    /// it to the last, where each took the place of the one before.
    ///
    /// `name` is the path, of what has shrunk to a sighting the last part of it.
    package func files(
        where isWanted: (_ path: ByteString, _ digest: SHA256Digest?) -> Bool
    ) throws(ManifestError) -> [KnownFile] {
        try guarded {
            let times = try CacheTimes(connection)
            var result: [KnownFile] = []
            var found: [Content: [ClosedRange<Int64>]] = [:]
            var count = 0
            func take() throws {
                count += 1
                guard count <= SearchLimit.files else {
                    throw ManifestFault.refused("more than \(SearchLimit.files) files are what is looked for")
                }
            }
            var rows = try connection.prepare("SELECT path, sha256, cache, first_scan, gone_scan FROM file")
            while try rows.step() {
                let path = ByteString(rows.blob(at: 0) ?? [])
                let digest = rows.blob(at: 1).flatMap { SHA256Digest($0) }
                guard isWanted(path, digest) else { continue }
                try take()
                let first = rows.integer(at: 3)
                let gone = rows.isNull(at: 4) ? .max : max(rows.integer(at: 4), first)
                found[Content(cache: rows.integer(at: 2), path: path, digest: digest), default: []].append(first...gone)
            }
            for (content, versions) in found {
                guard let cache = times.caches[content.cache] else { continue }
                for range in Self.joined(versions) {
                    let gone = range.upperBound == .max ? nil : range.upperBound
                    let span = times.span(ofCache: content.cache, first: range.lowerBound, gone: gone)
                    result.append(
                        KnownFile(
                            cache: cache.id, root: cache.root, path: content.path, digest: content.digest,
                            first: span.first, last: span.last, isPresent: gone == nil))
                }
            }
            var sightings = try connection.prepare("SELECT name, sha256, cache, first_seen, last_seen FROM sighting")
            while try sightings.step() {
                let path = ByteString(sightings.blob(at: 0) ?? [])
                let digest = sightings.blob(at: 1).flatMap { SHA256Digest($0) }
                guard isWanted(path, digest), let cache = times.caches[sightings.integer(at: 2)] else { continue }
                try take()
                result.append(
                    KnownFile(
                        cache: cache.id, root: cache.root, path: path, digest: digest,
                        first: sightings.integer(at: 3), last: sightings.integer(at: 4), isPresent: false))
            }
            result.sort { ($0.first, $0.path) < ($1.first, $1.path) }
            return result
        }
    }

    /// Ranges of scans of which each begins where the one before ends, as one.
    private static func joined(_ versions: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var result: [ClosedRange<Int64>] = []
        for next in versions.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = result.last, last.upperBound == next.lowerBound {
                result[result.count - 1] = last.lowerBound...next.upperBound
            } else {
                result.append(next)
            }
        }
        return result
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

/// A content at a path of a cache.
private struct Content: Hashable {
    var cache: Int64
    var path: ByteString
    var digest: SHA256Digest?
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
