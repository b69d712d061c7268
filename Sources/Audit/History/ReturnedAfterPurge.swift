package import Inventory

/// Holds what lies in caches against what purges took out for cause.
///
/// Content comes back under any name, so it is known by its digest. A package that somebody named is known by its name
/// and version as well; of one that a finding named only the content counts, because a build makes a sound one of the
/// same version.
package struct ReturnedAfterPurge: Sendable {
    private let rule: Rule
    private let byDigest: [SHA256Digest: Tombstone]
    private let byPackage: [String: Tombstone]

    /// Of several that speak of the same the last counts.
    package init(rule: Rule, tombstones: [Tombstone]) {
        self.rule = rule
        var byDigest: [SHA256Digest: Tombstone] = [:]
        var byPackage: [String: Tombstone] = [:]
        for tombstone in tombstones {
            // Empty files are all alike.
            if let digest = tombstone.digest, digest != Self.empty { byDigest[digest] = tombstone }
            if let purl = tombstone.purl, tombstone.rule == nil { byPackage[purl] = tombstone }
        }
        self.byDigest = byDigest
        self.byPackage = byPackage
    }

    private static let empty = SHA256Digest(
        hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// Whether there is nothing to look for.
    package var isIdle: Bool { byDigest.isEmpty && byPackage.isEmpty }

    /// Digests of files to be looked for.
    package var digests: Set<SHA256Digest> { Set(byDigest.keys) }

    /// Judges files that have one of the digests, and all artifacts.
    package func judge(
        _ files: [FoundFile], _ artifacts: [JudgedArtifact], into collector: inout FindingCollector
    ) {
        var seen: Set<Place> = []
        for file in files {
            guard let tombstone = byDigest[file.digest], seen.insert(Place(file.cache, file.path)).inserted else {
                continue
            }
            collector.add(
                finding(
                    tombstone, cache: file.cache, path: file.path, purl: tombstone.purl, by: "content",
                    actual: "sha256:\(file.digest.hex)"))
        }
        for judged in artifacts {
            guard let tombstone = byPackage[judged.purl],
                seen.insert(Place(judged.cache, judged.artifact.path)).inserted
            else { continue }
            collector.add(
                finding(
                    tombstone, cache: judged.cache, path: judged.artifact.path, purl: judged.purl,
                    by: "name and version", actual: nil))
        }
    }

    private struct Place: Hashable {
        var cache: Int
        var path: ByteString

        init(_ cache: Int, _ path: ByteString) {
            self.cache = cache
            self.path = path
        }
    }

    private func finding(
        _ tombstone: Tombstone, cache: Int, path: ByteString, purl: String?, by: String, actual: String?
    ) -> Finding {
        var evidence: [Finding.Evidence] = [
            .init("recognised by", .text(by)), .init("purge", .number(tombstone.purge)),
            .init("purged", .time(tombstone.purged)), .init("removed from", .bytes(tombstone.cache)),
            .init("path there", .bytes(tombstone.path)),
        ]
        if let rule = tombstone.rule { evidence.append(.init("purged for", .text(rule))) }
        var finding = rule.finding(
            cache: cache, path: path, message: "What purge \(tombstone.purge) took out for cause lies here again",
            actual: actual, evidence: evidence)
        finding.purl = purl
        return finding
    }
}
