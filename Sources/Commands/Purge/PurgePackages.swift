import Ecosystems
import Inventory

/// The packages of one cache, and which files belong to which.
struct PurgePackages {
    var artifacts: [Artifact] = []
    /// Of all files that may belong to packages.
    var identities: [ByteString: FileIdentity] = [:]
    var ecosystems: [Ecosystem] = []
    /// Files that the readers could not understand.
    var troubles = 0
    /// Whether there were more than could be looked at.
    var isCut = false

    /// Parts of a cache that were chosen.
    struct Parts {
        var entries: [PurgePlan.Entry] = []
        /// Packages of which no part can be told from the rest.
        var inseparable: [String] = []
    }

    /// What belongs to these artifacts, and the folders that are theirs alone.
    func parts(of chosen: [Artifact]) -> Parts {
        var parts = Parts()
        var taken: Set<ByteString> = []
        for artifact in chosen {
            let purl = PackageURL(artifact.ecosystem, name: artifact.name, version: artifact.version).description
            // A part that was not walked has no identity to be checked by.
            guard !artifact.parts.isEmpty, artifact.parts.allSatisfy({ identities[$0] != nil }) else {
                parts.inseparable.append(purl)
                continue
            }
            for path in artifact.parts + companions(of: artifact, among: chosen) {
                guard let identity = identities[path], taken.insert(path).inserted else { continue }
                parts.entries.append(PurgePlan.Entry(path: path, kind: .file, identity: identity, purl: purl))
            }
        }
        parts.entries.sort { $0.path < $1.path }
        return parts
    }

    /// Of Maven the rest of a version's folder, where all artifacts in it are chosen: sidecars and marks of the
    /// client that speak of nothing else.
    private func companions(of artifact: Artifact, among chosen: [Artifact]) -> [ByteString] {
        guard artifact.ecosystem == .maven else { return [] }
        let folder = Self.folder(of: artifact.path)
        guard Self.name(of: folder) == ByteString(artifact.version) else { return [] }
        let others = artifacts.filter { Self.folder(of: $0.path) == folder }
        let paths = Set(chosen.map(\.path))
        guard others.allSatisfy({ paths.contains($0.path) }) else { return [] }
        return identities.keys.filter { Self.folder(of: $0) == folder }.sorted()
    }

    private static func folder(of path: ByteString) -> ByteString { RelativePath.folder(of: path) }
    private static func name(of path: ByteString) -> ByteString { RelativePath.name(of: path) }
}
