internal import Inventory
internal import SQLite

extension ScanWriter {
    /// A version that a scan did not find any more.
    private struct Closed {
        var id: Int64
        var gone: Int64
        var first: Int64
        var identity: Int64
    }

    private struct PathName: Hashable {
        var cache: Int64
        var key: Int64
    }

    /// What a row says of a version's content.
    private struct Content {
        var id: Int64
        var first: Int64
        var identity: Int64
        var digest: SHA256Digest
        var path: [UInt8]
    }

    /// What stood in the place of present files before, where that was something else. Called after the walk and before
    /// `finish`; files that this walk did not see are left out. A finding made of it stays until the first content is
    /// back, the file is gone, or a baseline is accepted. What a purge took does not count: what is there now was made
    /// anew.
    ///
    /// Answers of no more versions than the limit, those that went last; `isEarlierCut` says whether there were more.
    package func earlierVersions(
        limit: Int = ManifestStore.PackageLimit.rows
    ) throws(ManifestError) -> [EarlierVersion] {
        try writing {
            try beginIfNeeded()
            let closed = try closedVersions(limit)
            if closed.isEmpty { return [] }
            let successors = Dictionary(replacements.map { ($0.old, $0.new) }, uniquingKeysWith: { $1 })
            let places = Dictionary(
                cacheNumbers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            let removals = try Removals(store.connection)
            var content = try store.connection.prepare(
                "SELECT first_scan, identity_key, sha256, path FROM file WHERE id = ?1")
            var result: [EarlierVersion] = []
            for (name, versions) in closed {
                guard let place = places[name.cache] else { continue }
                let newestFirst = versions.sorted { ($0.gone, $0.id) > ($1.gone, $1.id) }
                for id in present(name, newestFirst, successors) {
                    guard let now = try Self.content(id, &content),
                        let found = try compare(now, newestFirst, place, removals, &content)
                    else { continue }
                    result.append(found)
                    break
                }
            }
            return result.sorted { ($0.cache, $0.path) < ($1.cache, $1.path) }
        }
    }

    /// What is remembered of paths at which something is now, and was not gone yet when a baseline was accepted.
    private func closedVersions(_ limit: Int) throws -> [PathName: [Closed]] {
        let accepted = try store.acceptedScans()
        let listed = Set(cacheNumbers)
        var result: [PathName: [Closed]] = [:]
        var count = 0
        var rows = try store.connection.prepare(
            """
            SELECT id, cache, gone_scan, path_key, first_scan, identity_key FROM file WHERE gone_scan IS NOT NULL
            ORDER BY gone_scan DESC
            """)
        while try rows.step() {
            let cache = rows.integer(at: 1)
            let gone = rows.integer(at: 2)
            let name = PathName(cache: cache, key: rows.integer(at: 3))
            // Of what has nothing in its place now there may be any number, and nobody asks for it.
            guard listed.contains(cache), gone > accepted[cache] ?? 0,
                !known.slots(withPathKey: UInt64(bitPattern: name.key)).isEmpty
            else { continue }
            count += 1
            if count > limit {
                isEarlierCut = true
                break
            }
            result[name, default: []].append(
                Closed(id: rows.integer(at: 0), gone: gone, first: rows.integer(at: 4), identity: rows.integer(at: 5)))
        }
        return result
    }

    /// The rows that may be what there is now at a path: what this scan wrote in the place of the newest version, or
    /// what was known and seen.
    private func present(_ name: PathName, _ newestFirst: [Closed], _ successors: [Int64: Int64]) -> [Int64] {
        let written = newestFirst.prefix { $0.gone == row.id }.compactMap { successors[$0.id] }
        if !written.isEmpty { return written }
        return known.slots(withPathKey: UInt64(bitPattern: name.key)).filter { isSeen($0) }.compactMap {
            known.row(ofSlot: $0)
        }
    }

    private func compare(
        _ now: Content, _ newestFirst: [Closed], _ place: Int, _ removals: Removals, _ content: inout Statement
    ) throws -> EarlierVersion? {
        var chain: [Closed] = []
        var first = now.first
        for version in newestFirst where version.gone == first {
            if removals.took(cacheNumbers[place], now.path, from: version.first, until: version.gone) { break }
            chain.append(version)
            first = version.first
        }
        guard let last = chain.last, let oldest = try Self.content(last.id, &content), oldest.path == now.path else {
            return nil
        }
        let silent = try silentChange(now, chain, place, &content)
        if oldest.digest == now.digest, silent == nil { return nil }
        return EarlierVersion(
            cache: place, path: ByteString(now.path), digest: oldest.digest, seen: try started(before: last.gone),
            rows: chain.map(\.id), silentChange: silent)
    }

    /// The last change in a chain between two versions of one identity, unless it is this scan's own.
    private func silentChange(
        _ now: Content, _ chain: [Closed], _ place: Int, _ content: inout Statement
    ) throws -> SilentChange? {
        var next = (id: now.id, identity: now.identity)
        for version in chain {
            if version.identity == next.identity, version.gone != row.id,
                let before = try Self.content(version.id, &content), before.digest != now.digest,
                let after = try Self.content(next.id, &content), before.digest != after.digest
            {
                return SilentChange(
                    cache: Int32(truncatingIfNeeded: place), path: ByteString(now.path), oldDigest: before.digest,
                    oldSeen: try started(before: version.first &+ 1) ?? 0, newDigest: now.digest)
            }
            next = (version.id, version.identity)
        }
        return nil
    }

    private static func content(_ id: Int64, _ query: inout Statement) throws -> Content? {
        try query.bind(id, at: 1)
        defer { query.reset() }
        guard try query.step(), let digest = query.blob(at: 2).flatMap({ SHA256Digest($0) }) else { return nil }
        return Content(
            id: id, first: query.integer(at: 0), identity: query.integer(at: 1), digest: digest,
            path: query.blob(at: 3) ?? [])
    }

    /// When the last scan before another one began.
    private func started(before scan: Int64) throws -> Int64? {
        var query = try store.connection.prepare("SELECT started FROM scan WHERE id < ?1 ORDER BY id DESC LIMIT 1")
        try query.bind(scan, at: 1)
        return try query.step() ? query.integer(at: 0) : nil
    }
}
