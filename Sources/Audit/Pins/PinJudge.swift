import Inventory

/// Holds each artifact against the pins: its verdict, and `checksum-mismatch` where a pin says another digest.
struct PinJudge {
    private let rule: Rule?
    private let book: PinBook
    private let facts: PackageFacts

    init(rules: RuleBook, book: PinBook, facts: PackageFacts) {
        rule = rules.active("checksum-mismatch")
        self.book = book
        self.facts = facts
    }

    /// One artifact with its verdict, and whether any pin speaks of its version.
    struct Result {
        var judged: JudgedArtifact
        var isPinned: Bool
    }

    /// Judges one artifact of a cache. `near` tells of each lockfile whether its project uses the cache.
    func judge(
        _ artifact: Artifact, cache: Int, near: [Bool], into collector: inout FindingCollector
    ) -> Result {
        let answer = PinAnswer(artifact, in: book, near: near, facts: facts)
        let judged = JudgedArtifact(
            artifact: artifact, cache: cache, purl: facts.purl(artifact.ecosystem, artifact.name, artifact.version),
            verdict: answer.verdict, decidedBy: answer.pin.map(book.registered))
        if judged.verdict == .mismatch, let pin = judged.decidedBy, let rule {
            collector.add(Self.finding(rule, judged, pin, answer.doubt))
        }
        return Result(judged: judged, isPinned: answer.isPinned)
    }

    private static func finding(
        _ rule: Rule, _ judged: JudgedArtifact, _ pin: RegisteredPin, _ doubt: PinAnswer.Doubt
    ) -> Finding {
        let artifact = judged.artifact
        let algorithms = Set(pin.pin.digests.map(\.algorithm))
        let actual = artifact.digests.filter { algorithms.contains($0.algorithm) }.max { $0.algorithm < $1.algorithm }
        let message =
            switch doubt {
            case .none: "The content is not what a lockfile pins for this file"
            case .unnamedFile: "The content is none of those that a lockfile pins for this version"
            case .built: "A file that was built here stands in the place of one that a lockfile pins"
            case .discovered: "The content is not what the lockfile of a build pins for this file"
            case .contested: "The lockfiles of two builds disagree on what the content of this file must be"
            case .otherProject: "The content is not what the lockfile of a project that does not use this cache pins"
            }
        var finding = rule.finding(
            grade: doubt.grade, cache: judged.cache, path: artifact.path, message: message,
            expected: pin.pin.digests.prefix(PackageEvidence.listMax).map(\.description),
            actual: actual?.description,
            evidence: PackageEvidence.of(artifact) + PackageEvidence.of(pin))
        finding.purl = judged.purl
        return finding
    }
}
