import Inventory

/// Who shares what: the rules about mount ids that several projects use.
///
/// ```
///  caches ─┐                      ┌─ mixed-trust           one may write what a better trusted one reads
///          ├─► groups of one id ──┼─ default-mount-id      no `id=` was given, so anybody lands there
///  builds ─┘          │           └─ shared-mount-id       several projects name it
///                     └────────────── sharing-mode-hazard   its users would damage or split it
/// ```
///
/// Of the first three an id gets one finding, by the first that holds: each of them is the worse case of the next one,
/// and one change mends them all.
package struct Sharing: Sendable {
    /// Projects and builds that a finding lists; how many there are it says besides.
    static let listMax = 20
    /// Lines for a Dockerfile that a finding lists.
    static let linesMax = 5

    let rules: RuleBook
    private let trust: TrustPolicy

    /// Judges by these rules and tiers.
    package init(rules: RuleBook, trust: TrustPolicy) {
        self.rules = rules
        self.trust = trust
    }

    /// What is known of one mount id, ready to be judged.
    struct Case {
        var group: MountLedger.Group
        var ledger: MountLedger
        var parties: [MountParty]
        /// One party for each project that counts as one of its own.
        var projects: [MountParty]
        var remedy: MountRemedy

        var cache: Int? { group.caches.first }
        /// Whether at least two projects are told apart by names that projects seldom share.
        var isCertain: Bool { projects.count { $0.isSolid } > 1 }
        var isShared: Bool { projects.count > 1 }
        /// Whether no id was given for it.
        var isDefault: Bool { Sharing.isDefault(group.id) }
    }

    /// Judges all caches; `cache` of a finding is the first record of its id.
    package func judge(_ ledger: MountLedger, into collector: inout FindingCollector) {
        let names = ledger.builds.map { $0.project.map { ProjectName($0.source) } }
        let tiers = ledger.builds.map { trust.tier(of: $0) }
        for group in ledger.groups {
            // A tree has no id, so nobody can share it by one.
            guard !group.uses.isEmpty || Self.isDefault(group.id) else { continue }
            let parties = MountParty.all(of: group, in: ledger, tiers: tiers, names: names)
            let projects = Self.projects(among: parties)
            let item = Case(
                group: group, ledger: ledger, parties: parties, projects: projects,
                remedy: MountRemedy(projects.compactMap(\.key.name)))
            judgeUsers(item, into: &collector)
            judgeModes(item, into: &collector)
        }
    }

    /// Whether an id is what BuildKit makes of a target where no `id=` was given, outside of any name space.
    static func isDefault(_ id: ByteString) -> Bool { id.bytes.starts(with: Array("//".utf8)) }

    /// Parties that count as projects of their own: one for each name; none for what is known by the text of its
    /// Dockerfile alone, as every edit makes another one; none for a folder's name that another project's address
    /// ends with, as it is the same project built by a client that says less.
    static func projects(among parties: [MountParty]) -> [MountParty] {
        var seen: Set<ProjectName> = []
        let ends = Set(parties.filter(\.isSolid).compactMap { $0.key.name?.lastPart })
        return parties.filter { party in
            guard let name = party.key.name, party.isNamed else { return false }
            if !party.isSolid, ends.contains(name.bytes) { return false }
            return seen.insert(name).inserted
        }
    }

    // MARK: Rules

    private func judgeUsers(_ item: Case, into collector: inout FindingCollector) {
        if let mixture = TrustMixture(item.parties), let rule = rules.active("mixed-trust") {
            collector.add(judge(mixture, item, rule))
        } else if item.isDefault, let rule = rules.active("default-mount-id") {
            collector.add(judgeDefault(item, rule))
        } else if item.isShared, let rule = rules.active("shared-mount-id") {
            collector.add(judgeShared(item, rule))
        }
    }

    private func judgeDefault(_ item: Case, _ rule: Rule) -> Finding {
        let message =
            item.isShared
            ? "No id was given for this mount, and \(item.projects.count) projects use it"
            : "No id was given for this mount: every project with the same target would use it"
        var finding = rule.finding(
            grade: !item.isShared ? "single" : item.isCertain ? nil : "uncertain", cache: item.cache, path: "",
            message: message, evidence: Self.evidence(item))
        finding.remedy = Self.remedy(item, otherwise: rule.remedy)
        finding.builds = Self.refs(item.parties.map(\.latestBuild), in: item.ledger)
        return finding
    }

    private func judgeShared(_ item: Case, _ rule: Rule) -> Finding {
        let tiers = Set(item.projects.map(\.key.tier))
        let isOneTier = tiers.count == 1 && tiers.first != .some(nil)
        var finding = rule.finding(
            grade: !item.isCertain ? "uncertain" : isOneTier ? "same-trust" : nil, cache: item.cache, path: "",
            message: "\(item.projects.count) projects use this mount", evidence: Self.evidence(item))
        finding.remedy = Self.remedy(item, otherwise: rule.remedy)
        finding.builds = Self.refs(item.projects.map(\.latestBuild), in: item.ledger)
        return finding
    }

    private func judge(_ mixture: TrustMixture, _ item: Case, _ rule: Rule) -> Finding {
        let writers = item.parties.filter { $0.key.tier == mixture.writers && !$0.writers.isEmpty }
        let readers = item.parties.filter { $0.key.tier == mixture.readers }
        let firstWrite = writers.compactMap(\.firstWrite).min()
        let lastSeen = readers.compactMap(\.lastSeen).max()
        var evidence = [
            Finding.Evidence("writers", Self.list(writers)), .init("writersTrust", .text(mixture.writers.rawValue)),
            .init("readers", Self.list(readers)), .init("readersTrust", .text(mixture.readers.rawValue)),
        ]
        if let firstWrite, let lastSeen, firstWrite <= lastSeen {
            evidence.append(.init("readAfterWrite", .flag(true)))
        }
        let verb = mixture.isExecuted ? "wrote" : "may have written"
        let mount = item.isDefault ? "a mount without an id, which" : "a mount that"
        var finding = rule.finding(
            grade: mixture.grade(isDefault: item.isDefault), cache: item.cache, path: "",
            message: "\(mixture.writers.rawValue.capitalizedFirst) builds \(verb) into \(mount) "
                + "\(mixture.readers.rawValue) builds use",
            evidence: evidence + Self.evidence(item, besides: writers + readers))
        finding.remedy = rule.remedy + Self.separation(writers, from: readers, item)
        finding.builds = Self.refs(writers.flatMap(\.writers), in: item.ledger)
        return finding
    }
}

extension String {
    /// With a capital letter at its beginning; for our own words only.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
