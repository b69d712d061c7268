import Inventory

/// `unpacked-mismatch`: a package that a lockfile pins lies unpacked in a cache without an archive, so that
/// nothing tells whether these are its files. Clients run them all the same.
struct UnpackedJudge {
    private let rule: Rule?
    private let book: PinBook
    private let facts: PackageFacts

    init(rules: RuleBook, book: PinBook, facts: PackageFacts) {
        rule = rules.active("unpacked-mismatch")
        self.book = book
        self.facts = facts
    }

    /// Judges one artifact. `near` tells of each lockfile whether its project uses the cache.
    func judge(_ judged: JudgedArtifact, near: [Bool], into collector: inout FindingCollector) {
        let artifact = judged.artifact
        guard let rule, artifact.kind == .unpacked, let entry = book.entry(artifact.ecosystem, artifact.name),
            let group = book.group(entry, artifact.ecosystem, artifact.version, facts),
            let number = group.pins.first(where: { near[book.pins[$0].lockfile] })
        else { return }
        var finding = rule.finding(
            grade: "no-archive", cache: judged.cache, path: artifact.path,
            message:
                "A package that a lockfile pins lies unpacked here, with no archive that it could be compared with",
            evidence: PackageEvidence.of(artifact) + PackageEvidence.of(book.registered(number)))
        finding.purl = judged.purl
        collector.add(finding)
    }
}
