import Ecosystems
import Inventory

/// The packages of one cache, and which files belong to which.
struct PurgePackages {
    let artifacts: [Artifact]
    /// Of all files that may belong to packages.
    let identities: [ByteString: FileIdentity]
    /// By the folder of a version, as Maven has them: places of the artifacts in it, and all of its files.
    private var versions: [ByteString: [Int]] = [:]
    private var files: [ByteString: [ByteString]] = [:]
    var ecosystems: [Ecosystem] = []
    /// Files that the readers could not understand.
    var troubles = 0
    /// Whether there were more than could be looked at.
    var isCut = false

    /// Puts it together out of what readers found and what was walked.
    init(_ artifacts: [Artifact] = [], _ identities: [ByteString: FileIdentity] = [:]) {
        self.artifacts = artifacts
        self.identities = identities
        for (place, artifact) in artifacts.enumerated() where artifact.ecosystem == .maven {
            let folder = Self.folder(of: artifact.path)
            if Self.name(of: folder) == ByteString(artifact.version) { versions[folder, default: []].append(place) }
        }
        if versions.isEmpty { return }
        for path in identities.keys {
            let folder = Self.folder(of: path)
            if versions[folder] != nil { files[folder, default: []].append(path) }
        }
    }

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
        let paths = Set(chosen.map(\.path))
        for artifact in chosen {
            let purl = PackageURL(artifact.ecosystem, name: artifact.name, version: artifact.version).description
            // A part that was not walked has no identity to be checked by.
            guard !artifact.parts.isEmpty, artifact.parts.allSatisfy({ identities[$0] != nil }) else {
                parts.inseparable.append(purl)
                continue
            }
            for path in artifact.parts + companions(of: artifact, among: paths) {
                guard let identity = identities[path], taken.insert(path).inserted else { continue }
                parts.entries.append(
                    PurgePlan.Entry(
                        path: path, kind: .file, identity: identity, purl: purl, isCause: path == artifact.path))
            }
        }
        parts.entries.sort { $0.path < $1.path }
        return parts
    }

    /// Of Maven the rest of a version's folder, where all artifacts in it are chosen: sidecars and marks of the
    /// client that speak of nothing else.
    private func companions(of artifact: Artifact, among chosen: Set<ByteString>) -> [ByteString] {
        guard artifact.ecosystem == .maven else { return [] }
        let folder = Self.folder(of: artifact.path)
        guard let others = versions[folder], others.allSatisfy({ chosen.contains(artifacts[$0].path) }) else {
            return []
        }
        return (files[folder] ?? []).sorted()
    }

    private static func folder(of path: ByteString) -> ByteString { RelativePath.folder(of: path) }
    private static func name(of path: ByteString) -> ByteString { RelativePath.name(of: path) }
}
