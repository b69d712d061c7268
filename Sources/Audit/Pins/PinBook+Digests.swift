package import Inventory

extension PinBook {
    /// Algorithms of which pins of an artifact's version have digests and the artifact has none, so that nothing would
    /// be compared: what the client of the cache itself never asks for, as SHA-512 in a lockfile of Maven.
    package func missingAlgorithms(of artifact: Artifact, _ facts: PackageFacts) -> Set<ContentDigest.Algorithm> {
        // Those are digests of an archive that Yarn made, or of a list: no digests of a file's bytes.
        guard artifact.kind != .yarnArchive, let entry = entry(artifact.ecosystem, artifact.name) else { return [] }
        let group = group(entry, artifact.ecosystem, artifact.version, facts)
        let own = Set(artifact.digests.map(\.algorithm))
        var missing: Set<ContentDigest.Algorithm> = []
        for algorithms in [group, entry.versionless].compactMap({ $0?.algorithmSets }).joined() {
            let ofFiles = algorithms.subtracting([.h1])
            let strong = ofFiles.filter { !$0.isWeak }
            let asked = strong.isEmpty ? ofFiles : strong
            if asked.isDisjoint(with: own), let best = asked.max() { missing.insert(best) }
        }
        return missing
    }
}
