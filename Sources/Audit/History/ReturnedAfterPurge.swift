package import Inventory

/// Holds what lies in caches against what purges took out for cause.
///
/// Content comes back under any name, so it is known by its digest, and by nothing else: after a purge a build makes a
/// sound one of the same name and version, in the same place. A package may be wrapped into other bytes each time; of
/// those the digest of the package counts, together with its name.
///
/// Some rules say that two things do not agree, not which one is wrong. What was purged for one of them and is back has
/// returned where something is wrong with it again; else it was the sound one of both.
///
/// What somebody put back from the quarantine may be there, in that place and with that content. What a lockfile that a
/// person vouched for has the digest of came by that lockfile, and is worth a word, no alarm; unless it was purged as
/// malware, which a lockfile makes no better.
package struct ReturnedAfterPurge: Sendable {
    private let rule: Rule
    private let byDigest: [SHA256Digest: Tombstone]
    /// Put back on purpose, by cache and path, with its content.
    private let restored: [RestoredPlace: SHA256Digest?]

    private struct RestoredPlace: Hashable {
        var cache: ByteString
        var path: ByteString
    }

    /// Rules whose findings no lockfile takes back.
    private static let malware: Set<String> = ["known-malicious", "indicator-match"]

    /// Rules that say of a file only that it does not agree with another one.
    private static let disagreement: Set<String> = [
        "index-mismatch", "same-version-different-content", "sidecar-mismatch", "lockfile-conflict",
    ]

    /// Of several that speak of the same the last counts.
    package init(rule: Rule, tombstones: [Tombstone]) {
        self.rule = rule
        var byDigest: [SHA256Digest: Tombstone] = [:]
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
        }
        self.byDigest = byDigest
        self.restored = restored
    }

    private static let empty = SHA256Digest(
        hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// Whether there is nothing to look for.
    package var isIdle: Bool { byDigest.isEmpty }

    /// Digests of files to be looked for.
    package var digests: Set<SHA256Digest> { Set(byDigest.keys) }

    /// Judges files that have one of the digests, and all artifacts. `caches` are the mount ids; `collector` has what
    /// else was found.
    package func judge(
        _ files: [FoundFile], _ artifacts: [JudgedArtifact], in caches: [ByteString],
        into collector: inout FindingCollector
    ) {
        var seen: Set<Place> = []
        let vouched = Set(
            artifacts.filter { $0.verdict == .verified && $0.decidedBy?.lockfile.trust.isVouched == true }
                .map { Place($0.cache, $0.artifact.path) })
        let faulty = Set(
            collector.findings.filter { $0.severity >= .medium }
                .compactMap { finding in finding.cache.map { Place($0, finding.path) } })
        func standing(_ place: Place) -> Standing {
            if vouched.contains(place) { return .vouched }
            // Of what is not listed nobody knows what it is about.
            let isCut = collector.unlisted.contains { $0.key >= .medium && $0.value > 0 }
            return isCut || faulty.contains(place) ? .faulty : .faultless
        }
        var found: [Finding] = []
        for file in files {
            let place = Place(file.cache, file.path)
            guard let tombstone = byDigest[file.digest], seen.insert(place).inserted else { continue }
            if isRestored(file, caches) { continue }
            found.append(
                finding(tombstone, place, purl: tombstone.purl, by: "content", file.digest, standing(place)))
        }
        for judged in artifacts {
            let place = Place(judged.cache, judged.artifact.path)
            for digest in judged.artifact.digests where digest.algorithm == .sha256 {
                guard let content = SHA256Digest(digest.bytes), let tombstone = byDigest[content],
                    tombstone.purl == judged.purl, seen.insert(place).inserted
                else { continue }
                found.append(
                    finding(tombstone, place, purl: judged.purl, by: "package and content", content, standing(place)))
            }
        }
        for finding in found { collector.add(finding) }
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

    /// What the audit says otherwise of something that is back.
    private enum Standing {
        case vouched, faultless, faulty
    }

    private func finding(
        _ tombstone: Tombstone, _ place: Place, purl: String?, by: String, _ digest: SHA256Digest,
        _ standing: Standing
    ) -> Finding {
        var evidence: [Finding.Evidence] = [
            .init("recognised by", .text(by)), .init("purge", .number(tombstone.purge)),
            .init("purged", .time(tombstone.purged)), .init("removed from", .bytes(tombstone.cache)),
            .init("path there", .bytes(tombstone.path)),
        ]
        if let rule = tombstone.rule { evidence.append(.init("purged for", .text(rule))) }
        let isAgreeing = standing == .faultless && Self.disagreement.contains(tombstone.rule ?? "")
        var finding = rule.finding(
            grade: isAgreeing ? "agrees" : nil, cache: place.cache, path: place.path,
            message: "What purge \(tombstone.purge) took out for cause lies here again",
            actual: "sha256:\(digest.hex)", evidence: evidence)
        finding.purl = purl
        if isAgreeing { finding.message += ", and agrees with all that is around it now" }
        if standing == .vouched, !Self.malware.contains(tombstone.rule ?? "") {
            finding.severity = .info
            finding.message += ", as a lockfile that is vouched for has it"
        }
        return finding
    }
}
