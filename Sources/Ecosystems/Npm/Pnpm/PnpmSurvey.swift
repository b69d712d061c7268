import Bytes
import Inventory

/// What is known of one store of pnpm while it is read.
struct PnpmSurvey {
    /// How much one store may ask.
    enum Limit {
        /// Bytes of the index of one package, and of all of them.
        static let index = 64 << 20
        static let indexes = 8 << 30
        /// Values in one index.
        static let values = 2_000_000
    }

    /// What was found so far.
    var scan: CacheScan
    private var contents: [(digits: [UInt8], file: Int)] = []
    private var indexes: [(digits: [UInt8], release: [UInt8]?, file: Int)] = []
    /// Contents by their digests, and whether their bytes have them.
    private var known: [ContentDigest: (file: Int, isIntact: Bool)] = [:]

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
        for file in files.below(place) {
            switch PnpmPath(scan.relative(file)) {
            case .content(let digits): contents.append((digits, file))
            case .index(let digits, let release): indexes.append((digits, release, file))
            case .notes: scan.reading.pass(file, .clientNotes)
            case .temporary, .foreign: break
            }
        }
    }

    /// First step: does each content have the digest of its name?
    mutating func readContents() {
        for (digits, file) in contents where !scan.files.isStopped {
            scan.reading.settled.append(file)
            guard let named = DigestText.hex(.sha512, digits[...]) else { continue }
            do throws(CacheReadError) {
                let actual = try scan.files.digest(file, .sha512)
                known[named] = (file, actual == named && known[named]?.isIntact ?? true)
                guard actual != named else { continue }
                scan.observe(
                    "content-address-mismatch", file, "The content does not have the digest that is its name.",
                    expected: [named], actual: actual)
            } catch {
                scan.trouble(file, error.reason, error.detail)
            }
        }
    }

    /// Second step: the packages.
    mutating func readIndexes() {
        var allowance = ByteAllowance(Limit.indexes)
        for (digits, release, file) in indexes where !scan.files.isStopped {
            scan.reading.settled.append(file)
            guard allowance.take(scan.size(file)) else {
                scan.trouble(file, .tooLarge, "more bytes of indexes than the limit of \(Limit.indexes)")
                continue
            }
            guard let text = scan.whole(file, limit: Limit.index, "the index of a package") else { continue }
            let limits = JSONLimits(size: Limit.index, values: Limit.values, loneSurrogates: .replaced)
            guard let object = (try? JSON.parse(text, limits: limits))?.object,
                let files = object["files"]?.object, files.duplicateKeys.isEmpty
            else {
                scan.trouble(file, .malformed, "the index of a package does not list its files")
                continue
            }
            read(object, files, digits, release, file)
        }
    }

    private mutating func read(
        _ object: JSONObject, _ files: JSONObject, _ digits: [UInt8], _ release: [UInt8]?, _ file: Int
    ) {
        var isWhole = true
        var isIntact = true
        var parts: [Int] = []
        var manifest: NpmManifest?
        var hasBindings = false
        for member in files.members {
            let stated = member.value.object?["integrity"]?.string ?? ""
            guard let digest = DigestText.integrity(Array(stated.utf8)[...]).digests.first,
                let content = known[digest]
            else {
                // pnpm fetches the package again.
                isWhole = false
                continue
            }
            parts.append(content.file)
            if !content.isIntact { isIntact = false }
            if member.key == "binding.gyp" { hasBindings = true }
            if member.key == "package.json",
                let text = scan.whole(content.file, limit: NpmCacheLimits.manifestSize, "the manifest of a package")
            {
                manifest = NpmManifest(text)
            }
        }
        let name = manifest?.name ?? object["name"]?.string ?? ""
        let version = manifest?.version ?? object["version"]?.string ?? ""
        let isOther = checkName(object, release, name, version, file)
        guard !name.isEmpty else { return }
        let archive = DigestText.hex(.sha512, digits[...])
        let base = name.split(separator: "/").last.map(String.init) ?? name
        var hooks = manifest?.hooks ?? []
        if hooks.isEmpty, hasBindings { hooks = ["binding.gyp"] }
        if let archive {
            scan.claim(
                IndexClaim(
                    ecosystem: .npm, name: name, version: version, file: base + "-" + version + ".tgz",
                    digests: [archive], url: nil, source: nil, path: scan.path(file)), in: file)
        }
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .npm, kind: .tarball, name: name, version: version, file: base + "-" + version + ".tgz",
                path: scan.path(file), size: scan.size(of: parts), madeFrom: [archive].compactMap(\.self),
                selfCheck: !isIntact || isOther ? .disagrees : isWhole ? .agrees : .none,
                hooks: hooks.map { ByteString($0) }))
    }

    /// Whether an index is of another package or release than its manifest, or than its own name says.
    private mutating func checkName(
        _ object: JSONObject, _ release: [UInt8]?, _ name: String, _ version: String, _ file: Int
    ) -> Bool {
        var stated = [(name: object["name"]?.string ?? name, version: object["version"]?.string ?? version)]
        if let named = release.flatMap(Self.parts(of:)) { stated.append(named) }
        if name.isEmpty { return false }
        let isOther = stated.contains { !$0.name.hasSameBytes(as: name) }
        guard isOther || stated.contains(where: { !Self.areSame($0.version, version) }) else { return false }
        scan.observe(
            "misplaced-entry", grade: isOther ? nil : "other-release", file,
            "The index of a package lists the files of another package or release.",
            purl: NpmCacheSurvey.purl(name, version),
            evidence: [
                Finding.Evidence(
                    "stated", .list(stated.map { .bytes(ByteString($0.name + "@" + $0.version)) }))
            ])
        return true
    }

    /// Name and version of `@s+n@1.0.0`, where a slash stands as a plus; `nil` for what came from elsewhere than a
    /// registry.
    private static func parts(of release: [UInt8]) -> (name: String, version: String)? {
        guard let mark = release.dropFirst().lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let version = String(decoding: release[(mark + 1)...], as: UTF8.self)
        let name = release[..<mark].map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "/") : $0 }
        let slashes = name.count { $0 == UInt8(ascii: "/") }
        guard NodeVersion(version) != nil, slashes == (name.first == UInt8(ascii: "@") ? 1 : 0) else { return nil }
        return (String(decoding: name, as: UTF8.self), version)
    }

    /// What stands behind a plus is no part of a version.
    private static func areSame(_ one: String, _ other: String) -> Bool {
        guard let first = NodeVersion(one, mode: .loose), let second = NodeVersion(other, mode: .loose) else {
            return one.hasSameBytes(as: other)
        }
        return first == second
    }
}
