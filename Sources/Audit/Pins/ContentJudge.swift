import Inventory

/// `same-version-different-content`: one file of one version with two contents, in one cache, in several, or against
/// what earlier audits saw. An index never gives a version a second content, so one of the two was made elsewhere.
///
/// Of what earlier audits saw the oldest counts: then a second content is a finding for as long as it stays, and none
/// any more where the first one has come back.
struct ContentJudge {
    /// Contents of one file that are told apart; more are as bad.
    private static let contentsMax = 8

    /// How the second content came to light; ordered by how much it says.
    private enum Case: String {
        case across, history
    }

    /// A file of a version.
    private struct Key: Hashable {
        var ecosystem: Ecosystem
        var name: String
        var version: String
        var file: String
    }

    /// Where a content was seen first.
    private struct Content {
        var digests: [ContentDigest]
        var cache: Int?
        var mount: ByteString
        var path: ByteString?
        var seen: Int64?

        /// Whether it is another content than one with these digests: some algorithm says so.
        func differs(from other: [ContentDigest]) -> Bool {
            var hasCommon = false
            for own in digests {
                for digest in other where digest.algorithm == own.algorithm {
                    if digest.bytes == own.bytes { return false }
                    hasCommon = true
                }
            }
            return hasCommon
        }
    }

    private let rule: Rule?
    private let facts: PackageFacts
    private let stop: StopSign

    init(rules: RuleBook, facts: PackageFacts, stop: StopSign) {
        self.stop = stop
        rule = rules.active("same-version-different-content")
        self.facts = facts
    }

    /// Judges the artifacts of all caches; `mounts` has the mount id of each cache by its index, `history` has the
    /// oldest first.
    func judge(
        _ judged: [JudgedArtifact], mounts: [Int: ByteString], history: [KnownArtifact],
        into collector: inout FindingCollector
    ) {
        guard let rule else { return }
        var contents: [Key: [Content]] = [:]
        let oldest = oldest(history)
        contents.reserveCapacity(judged.count)
        for place in judged.indices where !stop.isAsked {
            let artifact = judged[place].artifact
            guard artifact.kind.hasLastingContent, !artifact.version.isEmpty,
                !facts.traits(artifact.ecosystem, artifact.version).contains(.changing)
            else { continue }
            let key = Key(
                ecosystem: artifact.ecosystem, name: artifact.name, version: artifact.version,
                file: artifact.hasOneFile ? "" : artifact.file)
            var others = contents[key] ?? []
            if others.contains(where: { !$0.differs(from: artifact.digests) }) { continue }
            let cache = judged[place].cache
            let content = Content(
                digests: artifact.digests, cache: cache, mount: mounts[cache] ?? "", path: artifact.path, seen: nil)
            Self.keep(content, in: &contents[key, default: []])
            if let first = oldest[key], first.differs(from: artifact.digests), !judged[place].isVouchedFor {
                others.append(first)
            }
            if !others.isEmpty { collector.add(finding(rule, judged[place], others)) }
        }
    }

    /// The content of each file that was seen first.
    private func oldest(_ history: [KnownArtifact]) -> [Key: Content] {
        var result: [Key: Content] = [:]
        for known in history where known.kind?.hasLastingContent ?? true {
            if known.version.isEmpty || facts.traits(known.ecosystem, known.version).contains(.changing) { continue }
            let key = Key(
                ecosystem: known.ecosystem, name: known.name, version: known.version,
                file: known.ecosystem == .npm && known.kind != .yarnArchive ? "" : known.file)
            guard result[key] == nil else { continue }
            result[key] = Content(
                digests: known.digests, cache: nil, mount: known.cache, path: known.path.isEmpty ? nil : known.path,
                seen: known.seen)
        }
        return result
    }

    private static func keep(_ content: Content, in list: inout [Content]) {
        if list.count < contentsMax { list.append(content) }
    }

    private func finding(_ rule: Rule, _ judged: JudgedArtifact, _ others: [Content]) -> Finding {
        let isHere = others.contains { $0.cache == judged.cache }
        let isPresent = others.contains { $0.cache != nil }
        let message: String
        let grade: Case?
        switch (isHere, isPresent) {
        case (true, _): (grade, message) = (nil, "The cache holds another content for the same file of this version")
        case (false, true): (grade, message) = (.across, "Another cache holds another content for this file")
        case (false, false): (grade, message) = (.history, "An earlier audit saw another content for this file")
        }
        let places = others.compactMap { other in other.path.map { other.mount.appending($0) } }
        var evidence = PackageEvidence.of(judged.artifact)
        if !places.isEmpty {
            evidence.append(.init("others", .list(places.prefix(PackageEvidence.listMax).map { .bytes($0) })))
        }
        if let seen = others.compactMap(\.seen).max() { evidence.append(.init("seen", .time(seen))) }
        var finding = rule.finding(
            grade: grade?.rawValue, cache: judged.cache, path: judged.artifact.path, message: message,
            expected: others.compactMap { $0.digests.max { $0.algorithm < $1.algorithm }?.description },
            actual: judged.artifact.digests.max { $0.algorithm < $1.algorithm }?.description, evidence: evidence)
        finding.purl = judged.purl
        return finding
    }
}

extension Artifact.Kind {
    /// Whether whoever published it never gives it another content: what is built here differs from build to build, and
    /// what is only unpacked here has no content of its own.
    fileprivate var hasLastingContent: Bool { self != .builtWheel && self != .companion && self != .unpacked }
}

extension JudgedArtifact {
    /// Whether a lockfile that a person vouches for has this very content: then the other one was wrong.
    fileprivate var isVouchedFor: Bool { verdict == .verified && decidedBy?.lockfile.trust.isVouched ?? false }
}
