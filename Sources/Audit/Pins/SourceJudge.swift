import Inventory

/// `private-name-public-source`: a package of the house that came from where everybody may publish.
///
/// ```
///  hosts of all pins of an ecosystem ─► the common host: where most names come from
///  hosts of one name, or one scope   ─► all others than that: the name is the house's own
///  an artifact of that name from the common host, which no lockfile allows: dependency confusion
/// ```
/// A mirror in front of either says nothing, as its host is neither. Patterns in the configuration tell more.
struct SourceJudge {
    /// Names that must come from the common host before it counts as such.
    private static let commonMin = 3

    private let rule: Rule?
    private let policy: PackagePolicy
    /// The host where most names of an ecosystem come from.
    private let common: [Ecosystem: [UInt8]]
    /// Hosts that lockfiles give for a name, and for a scope of npm (`@acme/`).
    private let hosts: [PinBook.Name: Set<[UInt8]>]

    init(rules: RuleBook, book: PinBook, policy: PackagePolicy) {
        rule = rules.active("private-name-public-source")
        self.policy = policy
        var hosts: [PinBook.Name: Set<[UInt8]>] = [:]
        for (pin, lockfile) in book.pins where book.lockfiles[lockfile].trust.isVouched {
            guard let host = URLHost.of(pin.url) else { continue }
            hosts[PinBook.Name(ecosystem: pin.ecosystem, name: pin.name), default: []].insert(host)
        }
        var counts: [Ecosystem: [[UInt8]: Int]] = [:]
        for (name, hosts) in hosts {
            for host in hosts { counts[name.ecosystem, default: [:]][host, default: 0] += 1 }
        }
        common = counts.compactMapValues { counts in
            let sorted = counts.sorted {
                $0.value == $1.value ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
            }
            guard let first = sorted.first, first.value >= Self.commonMin else { return nil }
            // Two hosts with as many names: neither is the common one.
            if sorted.count > 1, sorted[1].value == first.value { return nil }
            return first.key
        }
        for (name, own) in hosts {
            if let scope = Self.scope(of: name) { hosts[scope, default: []].formUnion(own) }
        }
        self.hosts = hosts
    }

    /// The scope of an npm name, with its slash, so that no name equals it.
    private static func scope(of name: PinBook.Name) -> PinBook.Name? {
        guard name.ecosystem == .npm, name.name.hasPrefix("@"), let slash = name.name.firstIndex(of: "/") else {
            return nil
        }
        return PinBook.Name(ecosystem: .npm, name: String(name.name[...slash]))
    }

    func judge(_ judged: JudgedArtifact, into collector: inout FindingCollector) {
        guard let rule, judged.verdict != .verified, judged.artifact.kind != .companion,
            let host = URLHost.of(judged.artifact.source)
        else { return }
        let name = PinBook.Name(ecosystem: judged.artifact.ecosystem, name: judged.artifact.name)
        let grade: String?
        let message: String
        var pinned: Set<[UInt8]> = []
        if policy.isPrivate(name.name), !policy.isPrivateHost(host) {
            (grade, message) = (nil, "A package with a name of the house came from a host that is none of the house's")
        } else if let own = hosts[name], isForeign(host, own, name.ecosystem) {
            (grade, message) = ("pinned-elsewhere", "A package came from the common host, and is pinned to another")
            pinned = own
        } else if hosts[name] == nil, let own = Self.scope(of: name).flatMap({ hosts[$0] }),
            isForeign(host, own, name.ecosystem)
        {
            (grade, message) = ("scope", "A package came from the common host; its scope is pinned to another")
            pinned = own
        } else {
            return
        }
        var evidence = PackageEvidence.of(judged.artifact)
        evidence.append(.init("host", .bytes(ByteString(host))))
        if !pinned.isEmpty {
            let sorted = pinned.sorted { $0.lexicographicallyPrecedes($1) }.prefix(PackageEvidence.listMax)
            evidence.append(.init("pinnedHosts", .list(sorted.map { .bytes(ByteString($0)) })))
        }
        var finding = rule.finding(
            grade: grade, cache: judged.cache, path: judged.artifact.path, message: message, evidence: evidence)
        finding.purl = judged.purl
        collector.add(finding)
    }

    private func isForeign(_ host: [UInt8], _ own: Set<[UInt8]>, _ ecosystem: Ecosystem) -> Bool {
        host == common[ecosystem] && !own.contains(host)
    }
}
