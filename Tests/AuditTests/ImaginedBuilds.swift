import Audit
import Embed
import Inventory

/// Builds and caches as a host might have had them, and what the judges say of them.
enum Imagined {
    static let root: ByteString = "/var/lib/buildkit"
    static let now: Int64 = 1_800_000_000_000_000_000
    static let second: Int64 = 1_000_000_000
    static let hour: Int64 = 3600 * second
    static let pip: ByteString = "//root/.cache/pip"

    /// The built-in rules.
    static func rules() throws -> RuleBook {
        let files = EmbeddedFile.all().filter { $0.name.hasPrefix("rules/") }
        return RuleBook(rules: try files.flatMap { try RuleFile.read($0.bytes, name: $0.name) })
    }

    static func cache(_ id: ByteString = pip, record: String = "r1", inUse: Bool = false) -> MountCache {
        MountCache(id: id, root: root, record: record, path: "/content", inUse: inUse)
    }

    static func use(
        _ id: ByteString = pip, target: ByteString = "/root/.cache/pip", execution: MountUse.Execution = .executed,
        sharing: MountCache.Sharing = .shared, readOnly: Bool = false, from: Int64? = nil, to: Int64? = nil
    ) -> MountUse {
        var use = MountUse(
            id: id, target: target, sharing: sharing, isReadOnly: readOnly, execution: execution,
            evidence: .provenance)
        use.started = from
        use.finished = to
        return use
    }

    /// A build that began some hours ago and took ten minutes.
    static func build(
        _ ref: String, _ source: ByteString?, hoursAgo: Int64 = 10, _ mounts: [MountUse] = [use()],
        certainty: Project.Certainty = .exact, branch: ByteString? = nil
    ) -> Build {
        var build = Build(root: root, ref: ref, result: .succeeded)
        build.project = source.map { Project(source: $0, certainty: certainty, evidence: "vcs:source") }
        build.branch = branch
        build.started = now - hoursAgo * hour
        build.finished = now - hoursAgo * hour + hour / 6
        build.mounts = mounts
        build.hasProvenance = true
        return build
    }

    static let policy = TrustPolicy(
        entries: [
            TrustPolicy.Entry(tier: .untrusted, projects: [], refs: ["pull/*"]),
            TrustPolicy.Entry(tier: .untrusted, projects: ["https://git.example.com/forks/*"]),
            TrustPolicy.Entry(tier: .release, projects: ["https://git.example.com/acme/*"]),
            TrustPolicy.Entry(tier: .internal, projects: ["https://git.example.com/*"]),
        ].compactMap(\.self))

    /// What the rules about sharing find.
    static func sharing(
        _ builds: [Build], caches: [MountCache] = [cache()], trust: TrustPolicy = TrustPolicy()
    ) throws -> [Finding] {
        var collector = FindingCollector(limit: 100)
        Sharing(rules: try rules(), trust: trust).judge(
            MountLedger(caches: caches, builds: builds), into: &collector)
        return collector.findings
    }

    /// Rule and severity of each finding.
    static func words(_ findings: [Finding]) -> [String] { findings.map { "\($0.rule) \($0.severity)" } }
}

extension Finding {
    /// A fact by its name.
    func fact(_ name: String) -> Value? { evidence.first { $0.name == name }?.value }
}
