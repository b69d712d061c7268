import Bytes
import Inventory

/// What the lockfiles of a folder of `npx` say of packages without proving it: npm writes a digest for whatever comes
/// from a registry, and only archives are asked for theirs.
///
/// ```
///   "node_modules/a": {"version", "resolved", "integrity"}      proven
///   "node_modules/a": {"version"}                               only where some package.json takes it from elsewhere
///   "node_modules/a/node_modules/b": {"version", "inBundle"}    only where a's archive has it
/// ```
extension NpmCacheSurvey {
    /// The archive of a pin: the one with its digest, or that of its address, or of its name.
    mutating func archive(of pin: Pin) -> Int? {
        let known = pin.digests.compactMap { blobOfDigest[$0] }
        // A digest of what is no archive says nothing of one.
        if let found = known.first(where: { blobs[$0].isArchive }) { return found }
        // What came with another package need not be what a registry has of that name.
        let isPlain = Self.isOfRegistry(pin) && pin.unusable != .bundled
        if isPlain, let address = pin.url.flatMap({ NpmAddress(Array($0.utf8)) }) {
            let digests = (recordsOfRequest[address.request] ?? []).flatMap { records[$0].digests }
            if let found = digests.compactMap({ blobOfDigest[$0] }).first(where: { blobs[$0].isArchive }) {
                return found
            }
        }
        guard isPlain, pin.digests.isEmpty || (pin.url ?? "").isEmpty, let version = pin.version else { return nil }
        let named = blobsOfName ?? namedArchives()
        blobsOfName = named
        return named[pin.name.lowercased()]?.first { blobs[$0].manifest?.isVersion(version) == true }
    }

    /// Archives that an index leads to, by the names in them.
    private func namedArchives() -> [String: [Int]] {
        var found: [String: [Int]] = [:]
        for (index, blob) in blobs.enumerated() where blob.isArchive && blob.isIntact && !blob.records.isEmpty {
            if let name = blob.manifest?.name { found[name.lowercased(), default: []].append(index) }
        }
        return found
    }

    /// Names the packages that a lockfile lists without a digest, and that nothing says to come without one.
    mutating func checkIntegrity(of pins: [Pin], in root: ByteString, _ settled: Set<Int>) {
        var told: Set<String> = []
        var fromElsewhere: Set<String>?
        for pin in pins where !scan.files.isStopped && Self.isUnproven(pin) {
            guard let location = pin.path, location.hasPrefix("node_modules/"), told.insert(location).inserted,
                let name = NodeName.ofLocation(location)
            else { continue }
            let folder = root.appending(ByteString(location))
            let own = files(ofPackage: folder)
            guard let first = own.first else { continue }
            if pin.unusable == .bundled, isBundled(location, in: root, own.contains(where: settled.contains)) {
                continue
            }
            let names = fromElsewhere ?? namesFromElsewhere(in: root, pins)
            fromElsewhere = names
            if pin.unusable != .bundled, names.contains(name) { continue }
            let source = pin.url.flatMap { NpmAddress(Array($0.utf8))?.harmless }
            scan.observe(
                "unpacked-mismatch", grade: "no-integrity",
                scan.files.index(of: folder.appending("package.json")) ?? first,
                "A package lies unpacked here that its folder's lockfile lists without a digest, as npm lists none.",
                purl: Self.purl(pin.name, pin.version),
                evidence: source.map { [Finding.Evidence("source", .bytes($0))] } ?? [])
        }
    }

    private static func isUnproven(_ pin: Pin) -> Bool {
        !isOfRegistry(pin) || !pin.digests.contains { $0.algorithm != .md5 }
    }

    /// Whether a pin is said to come from a registry; where nothing is said, it does.
    private static func isOfRegistry(_ pin: Pin) -> Bool {
        let url = pin.url ?? ""
        return url.isEmpty || url.hasPrefix("https://") || url.hasPrefix("http://")
    }

    /// Whether a package that is said to be bundled came with the archive of one above it; where that archive is gone,
    /// nobody knows.
    private func isBundled(_ location: String, in root: ByteString, _ isOfArchive: Bool) -> Bool {
        let mark = Array("/node_modules/".utf8)
        let path = Array(location.utf8)
        var hasOuter = false
        for end in path.indices where path[end] == mark[0] && path[end...].starts(with: mark) {
            hasOuter = true
            if compared.contains(root.appending(ByteString(Array(path[..<end])))) { return isOfArchive }
        }
        return hasOuter
    }

    /// Names that the folder's own `package.json`, or that of a package in it, does not take from a registry.
    private mutating func namesFromElsewhere(in root: ByteString, _ pins: [Pin]) -> Set<String> {
        var names: Set<String> = []
        var read: Set<Int> = []
        let folders = [root] + pins.compactMap { pin in pin.path.map { root.appending(ByteString($0)) } }
        for folder in folders where !scan.files.isStopped {
            guard let file = scan.files.index(of: folder.appending("package.json")), read.insert(file).inserted,
                let bytes = scan.whole(file, limit: NpmCacheLimits.manifestSize, "the manifest")
            else { continue }
            names.formUnion(NpxDependencies.fromElsewhere(bytes))
        }
        return names
    }
}
