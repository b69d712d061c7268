import Audit
import Inventory

/// Packages, lockfiles and caches that exist in a test only.
enum Packages {
    static let web: ByteString = "https://git.example.com/acme/web"
    static let api: ByteString = "https://git.example.com/acme/api"

    /// Versions as dotted numbers, with marks of every trait.
    static let facts = PackageFacts(
        compare: { _, left, right in
            guard let left = key(left), let right = key(right) else { return nil }
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        },
        traits: { _, version in
            var traits: PackageFacts.Traits = []
            if version.contains("rc") { traits.insert(.prerelease) }
            if version.contains("+") { traits.insert(.local) }
            if version.contains("!") { traits.insert(.epoch) }
            if version.contains("-SNAPSHOT") { traits.insert(.changing) }
            return traits
        },
        purl: { ecosystem, name, version in "pkg:\(ecosystem.rawValue)/\(name)@\(version ?? "")" })

    private static func key(_ version: String) -> [Int]? {
        let parts = version.split { ".+!-".contains($0) }.filter { $0 != "SNAPSHOT" }
        var key = version.contains("!") ? [1] : [0]
        for part in parts {
            guard let number = Int(part.split(separator: "rc").first ?? "") else { return nil }
            key.append(number)
        }
        if version.contains("+") { key.append(1) }
        // Trailing zeros say nothing: `1.0` is `1`.
        while key.last == 0 { key.removeLast() }
        return key
    }

    /// A digest of 32 equal bytes.
    static func sha256(_ byte: UInt8) -> ContentDigest { digest(.sha256, byte) }

    static func digest(_ algorithm: ContentDigest.Algorithm, _ byte: UInt8) -> ContentDigest {
        // The length is the algorithm's own.
        ContentDigest(algorithm, Array(repeating: byte, count: algorithm.size)) ?? sha256(byte)
    }

    /// An artifact `idna-VERSION.whl`, unless told otherwise.
    static func artifact(
        _ name: String = "idna", _ version: String = "3.6", content: UInt8 = 1, file: String? = nil,
        ecosystem: Ecosystem = .pip, kind: Artifact.Kind = .wheel, path: ByteString? = nil, source: ByteString? = nil,
        selfCheck: Artifact.SelfCheck = .none
    ) -> Artifact {
        let file = file ?? "\(name)-\(version).whl"
        return Artifact(
            ecosystem: ecosystem, kind: kind, name: name, version: version, file: file,
            path: path ?? ByteString("http/" + file), digests: [sha256(content), digest(.sha1, content)],
            source: source, selfCheck: selfCheck)
    }

    /// A pin without a file's name, unless told otherwise.
    static func pin(
        _ name: String = "idna", _ version: String? = "3.6", content: [UInt8] = [1], file: String? = nil,
        ecosystem: Ecosystem = .pip, url: String? = nil, algorithm: ContentDigest.Algorithm = .sha256,
        unusable: Pin.Unusable? = nil
    ) -> Pin {
        Pin(
            ecosystem: ecosystem, name: name, version: version, digests: content.map { digest(algorithm, $0) },
            file: file, url: url, line: 7, unusable: unusable)
    }

    static func locked(
        _ pins: [Pin], project: ByteString = web, trust: Lockfile.Trust = .registered, tier: String? = nil,
        path: ByteString = "/src/web/requirements.txt"
    ) -> LockedPins {
        LockedPins(
            lockfile: Lockfile(
                path: path, project: project, trust: trust, tier: tier, format: "requirements.txt", digest: .zero),
            pins: pins)
    }

    static func claim(
        _ version: String?, content: UInt8 = 1, file: String? = nil, name: String = "idna", url: ByteString? = nil
    ) -> IndexClaim {
        IndexClaim(
            ecosystem: .pip, name: name, version: version, file: file, digests: [sha256(content)], url: url,
            source: "https://index.example/simple/idna/", path: "http/index")
    }

    static func tag(_ version: String) -> IndexTag {
        IndexTag(ecosystem: .pip, name: "idna", tag: "latest", version: version, path: "http/index")
    }

    static func reading(
        _ artifacts: [Artifact] = [], claims: [IndexClaim] = [], tags: [IndexTag] = [],
        observations: [Observation] = []
    ) -> CacheReading {
        var reading = CacheReading()
        reading.artifacts = artifacts
        reading.claims = claims
        reading.tags = tags
        reading.observations = observations
        return reading
    }

    /// A cache that these projects use; one whose users are not known where there are none.
    static func cache(
        _ reading: CacheReading, index: Int = 0, id: ByteString = "/pip", users: [ByteString] = []
    ) -> PackageCache {
        var cache = MountCache(id: id, root: "/state", path: "/state/1")
        cache.projects = users.map {
            CacheProject(project: Project(source: $0, certainty: .exact, evidence: "vcs:source"), builds: [])
        }
        return PackageCache(index: index, cache: cache, readings: [reading])
    }

    struct Result {
        var outcome: PackageJudge.Outcome
        var findings: [Finding]

        /// Rule and severity of each finding but those that only say that nobody vouches.
        var words: [String] {
            findings.filter { $0.rule != "self-attested" }.map { "\($0.rule) \($0.severity.rawValue)" }
        }

        var verdicts: [Verdict] { outcome.artifacts.map(\.verdict) }
    }

    static func judge(
        _ caches: [PackageCache], pins: [LockedPins] = [], history: [KnownArtifact] = [], tags: [KnownTag] = [],
        policy: PackagePolicy = PackagePolicy()
    ) throws -> Result {
        var collector = FindingCollector(limit: 100)
        let judge = PackageJudge(
            rules: try Imagined.rules(), pins: PinBook(pins, facts: facts), facts: facts, policy: policy)
        var known = PackageHistory()
        known.artifacts = history
        known.tags = tags
        let outcome = judge.judge(caches, history: known, into: &collector)
        return Result(outcome: outcome, findings: collector.findings)
    }

    /// One cache whose users are not known, with these artifacts.
    static func judge(_ artifacts: [Artifact], pins: [LockedPins] = []) throws -> Result {
        try judge([cache(reading(artifacts))], pins: pins)
    }
}
