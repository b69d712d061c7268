import Inventory

/// What the findings about mount ids show.
extension Sharing {
    /// The id, its records, its projects, its uses, and the lines that would mend it.
    ///
    /// - Parameter told: parties that the finding names already; what they tell is not said again.
    static func evidence(_ item: Case, besides told: [MountParty] = []) -> [Finding.Evidence] {
        var evidence = mount(item)
        let names = Set(told.map(\.key.name))
        let others = item.projects.filter { !names.contains($0.key.name) }
        if told.isEmpty {
            evidence.append(.init("projects", list(item.projects)))
        } else if !others.isEmpty {
            evidence.append(.init("otherProjects", list(others)))
        }
        evidence += [
            .init("projectCount", .number(Int64(item.projects.count))),
            .init("knownUses", .number(Int64(item.group.uses.count))),
        ]
        if let first = item.parties.compactMap(\.first).min() { evidence.append(.init("first", .time(first))) }
        if let last = item.parties.compactMap(\.last).max() { evidence.append(.init("last", .time(last))) }
        let tiers = Set(item.parties.compactMap(\.key.tier)).sorted()
        if !tiers.isEmpty, told.isEmpty {
            evidence.append(.init("trust", .list(tiers.map { .text($0.rawValue) })))
        }
        let lines = item.projects.prefix(linesMax).compactMap { party in
            party.key.name.map { item.remedy.line($0, target: party.target) }
        }
        if lines.count > 1 { evidence.append(.init("lines", .list(lines.map { .text($0) }))) }
        return evidence
    }

    /// The id, how many records it has, and who uses it: what a finding about its modes shows. The rest stands in the
    /// finding about its users.
    static func users(_ item: Case) -> [Finding.Evidence] {
        mount(item) + [
            .init("projects", list(item.projects)), .init("projectCount", .number(Int64(item.projects.count))),
        ]
    }

    private static func mount(_ item: Case) -> [Finding.Evidence] {
        let count = item.group.caches.count
        let records = count > 1 ? [Finding.Evidence("records", .number(Int64(count)))] : []
        return [.init("mount", .bytes(item.group.id))] + records
    }

    /// The sources of some parties, the first of them.
    static func list(_ parties: [MountParty]) -> Finding.Value {
        var seen: Set<ByteString> = []
        let sources = parties.compactMap(\.source).filter { seen.insert($0).inserted }
        return .list(sources.prefix(listMax).map { .bytes($0) })
    }

    /// The names of some builds, each once, the newest first.
    static func refs(_ builds: [Int], in ledger: MountLedger) -> [String] {
        let newest = Set(builds).sorted {
            (ledger.builds[$0].started ?? .min, $0) > (ledger.builds[$1].started ?? .min, $1)
        }
        return newest.prefix(listMax).map { ledger.builds[$0].ref }
    }

    /// What to write: for the project that is trusted least, since it is the one to be kept apart.
    static func remedy(_ item: Case, otherwise standard: String) -> String {
        let order = item.projects.enumerated().sorted { one, other in
            (rank(one.element.key.tier), one.offset) < (rank(other.element.key.tier), other.offset)
        }
        guard let party = order.first?.element, let name = party.key.name else { return standard }
        return "Give each project an id of its own: `\(item.remedy.line(name, target: party.target))`, or build it "
            + "with `--build-arg BUILDKIT_CACHE_MOUNT_NS=\(item.remedy.nameSpace(name))`; then purge this cache."
    }

    /// What keeps the least trusted builds apart for now. A build argument is given by whoever starts the build; an
    /// `id=` stands in the Dockerfile, which is theirs.
    static func separation(_ writers: [MountParty], from readers: [MountParty], _ item: Case) -> String {
        guard let writer = writers.first, let name = writer.key.name, let tier = writer.key.tier else { return "" }
        var space = item.remedy.nameSpace(name)
        // A project's own pull requests need another name than the project itself.
        if readers.contains(where: { $0.key.name == name }) { space += "-" + tier.rawValue }
        return " Until then, start \(tier.rawValue) builds with `--build-arg BUILDKIT_CACHE_MOUNT_NS=\(space)`, and "
            + "purge this cache."
    }

    private static func rank(_ tier: TrustTier?) -> Int {
        switch tier {
        case .untrusted: 0
        case nil: 1
        case .internal: 2
        case .release: 3
        }
    }
}
