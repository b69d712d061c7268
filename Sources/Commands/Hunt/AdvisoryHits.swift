import Inventory

/// The advisories that are about the artifacts of an audit.
struct AdvisoryHits {
    /// By artifact, names before contents.
    private(set) var hits: [AdvisoryHit] = []
    /// Places of artifacts of which nobody can tell whether malware is meant.
    private(set) var unknown: [Int] = []

    init(
        _ onPackages: [AdvisoryEntry], _ onContents: [(digest: ContentDigest, entry: AdvisoryEntry)],
        _ artifacts: [Artifact]
    ) {
        if onPackages.isEmpty && onContents.isEmpty { return }
        let matcher = AdvisoryMatcher(onPackages)
        let contents = Dictionary(grouping: onContents) { $0.digest }
        for (place, artifact) in artifacts.enumerated() {
            let answers = matcher.answers(PackageName(artifact.ecosystem, artifact.name), version: artifact.version)
            var seen: Set<String> = []
            for answer in answers.hits {
                seen.insert(answer.entry.advisory.id)
                hits.append(
                    AdvisoryHit(
                        artifact: place, entry: answer.entry, basis: answer.basis, isUnlisted: answer.isUnlisted))
            }
            if answers.unknown.contains(where: { $0.advisory.kind == .malware }) { unknown.append(place) }
            for digest in artifact.digests {
                for (_, entry) in contents[digest] ?? [] where seen.insert(entry.advisory.id).inserted {
                    hits.append(AdvisoryHit(artifact: place, entry: entry, basis: .digest, digest: digest))
                }
            }
        }
    }
}
