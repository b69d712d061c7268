package import Inventory

/// Holds what lies in caches against what purges took out for cause.
///
/// Content comes back under any name, so it is known by its digest. A package that somebody named is known by its name
/// and version as well; of one that a finding named only the content counts, because a build makes a sound one of the
/// same version.
///
/// What somebody put back from the quarantine may be there, in that place and with that content. What a lockfile that a
/// person vouched for has the digest of came by that lockfile, and is worth a word, no alarm; unless it was purged as
/// malware, which a lockfile makes no better.
package struct ReturnedAfterPurge: Sendable {
    private let rule: Rule
    private let byDigest: [SHA256Digest: Tombstone]
    private let byPackage: [String: Tombstone]
    /// Put back on purpose, by cache and path, with its content.
    private let restored: [RestoredPlace: SHA256Digest?]

    private struct RestoredPlace: Hashable {
        var cache: ByteString
        var path: ByteString
    }

    /// Rules whose findings no lockfile takes back.
    private static let malware: Set<String> = ["known-malicious", "indicator-match"]

    /// Of several that speak of the same the last counts.
    package init(rule: Rule, tombstones: [Tombstone]) {
        self.rule = rule
        var byDigest: [SHA256Digest: Tombstone] = [:]
        var byPackage: [String: Tombstone] = [:]
        var restored: [RestoredPlace: SHA256Digest?] = [:]
        for tombstone in tombstones {
            let place = RestoredPlace(cache: tombstone.cache, path: tombstone.path)
            if tombstone.isRestoration {
                restored[place] = .some(tombstone.digest)
                continue
            }
            restored[place] = nil
            // Empty files are all alike.
            if let digest = tombstone.digest, digest != Self.empty { byDigest[digest] = tombstone }
            if let purl = tombstone.purl, tombstone.rule == nil { byPackage[purl] = tombstone }
        }
        self.byDigest = byDigest
        self.byPackage = byPackage
        self.restored = restored
    }

    private static let empty = SHA256Digest(
        hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// Whether there is nothing to look for.
    package var isIdle: Bool { byDigest.isEmpty && byPackage.isEmpty }

    /// Digests of files to be looked for.
    package var digests: Set<SHA256Digest> { Set(byDigest.keys) }

    /// Judges files that have one of the digests, and all artifacts. `caches` are the mount ids.
    package func judge(
        _ files: [FoundFile], _ artifacts: [JudgedArtifact], in caches: [ByteString],
        into collector: inout FindingCollector
    ) {
        var seen: Set<Place> = []
        let vouched = Set(
            artifacts.filter { $0.verdict == .verified && $0.decidedBy?.lockfile.trust.isVouched == true }
                .map { Place($0.cache, $0.artifact.path) })
        for file in files {
            let place = Place(file.cache, file.path)
            guard let tombstone = byDigest[file.digest], seen.insert(place).inserted else { continue }
            if isRestored(file, caches) { continue }
            collector.add(
                finding(
                    tombstone, cache: file.cache, path: file.path, purl: tombstone.purl, by: "content",
                    actual: "sha256:\(file.digest.hex)", isVouched: vouched.contains(place)))
        }
        for judged in artifacts {
            guard let tombstone = byPackage[judged.purl],
                seen.insert(Place(judged.cache, judged.artifact.path)).inserted
            else { continue }
            let isVouched = vouched.contains(Place(judged.cache, judged.artifact.path))
            collector.add(
                finding(
                    tombstone, cache: judged.cache, path: judged.artifact.path, purl: judged.purl,
                    by: "name and version", actual: nil, isVouched: isVouched))
        }
    }

    private func isRestored(_ file: FoundFile, _ caches: [ByteString]) -> Bool {
        guard caches.indices.contains(file.cache) else { return false }
        return restored[RestoredPlace(cache: caches[file.cache], path: file.path)] == .some(file.digest)
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
        _ tombstone: Tombstone, cache: Int, path: ByteString, purl: String?, by: String, actual: String?,
        isVouched: Bool
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
        if isVouched, !Self.malware.contains(tombstone.rule ?? "") {
            finding.severity = .info
            finding.message += ", as a lockfile that is vouched for has it"
        }
        return finding
    }
}
