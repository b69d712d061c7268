import Inventory

/// `lockfile-conflict`: two lockfiles that cannot both be right. One finding for each version.
struct LockfileConflicts {
    /// Pins that all others are compared with: those of the best standing.
    private static let firstMax = 4

    private let rule: Rule?
    private let facts: PackageFacts
    private let stop: StopSign

    init(rules: RuleBook, facts: PackageFacts, stop: StopSign) {
        self.stop = stop
        rule = rules.active("lockfile-conflict")
        self.facts = facts
    }

    func judge(_ book: PinBook, into collector: inout FindingCollector) {
        guard let rule, book.lockfiles.count > 1 else { return }
        let names = book.entries.keys.sorted { ($0.ecosystem.rawValue, $0.name) < ($1.ecosystem.rawValue, $1.name) }
        for name in names where !stop.isAsked {
            for group in book.entries[name]?.groups ?? [] {
                guard let pair = Self.conflict(name.ecosystem, group, book) else { continue }
                collector.add(finding(rule, name, group, pair, book))
            }
        }
    }

    /// Two pins of different lockfiles that contradict each other.
    private struct Pair {
        var first: Int
        var second: Int
        var isNamed: Bool
    }

    private static func conflict(_ ecosystem: Ecosystem, _ group: PinGroup, _ book: PinBook) -> Pair? {
        // Of npm a version is one archive, however its lockfiles call it.
        if ecosystem == .npm { return pair(group.pins, true, group, book) }
        for (_, pins) in group.named.sorted(by: { $0.key < $1.key }) {
            if let found = pair(pins, true, group, book) { return found }
        }
        return pair(group.unnamed, false, group, book)
    }

    private static func pair(_ numbers: [Int], _ isNamed: Bool, _ group: PinGroup, _ book: PinBook) -> Pair? {
        for (place, first) in numbers.prefix(firstMax).enumerated() {
            for second in numbers[(place + 1)...] {
                if book.pins[first].lockfile == book.pins[second].lockfile { continue }
                if group.contradicts(second, book.pins[first].pin.digests) {
                    return Pair(first: first, second: second, isNamed: isNamed)
                }
            }
        }
        return nil
    }

    private func finding(
        _ rule: Rule, _ name: PinBook.Name, _ group: PinGroup, _ pair: Pair, _ book: PinBook
    ) -> Finding {
        let first = book.registered(pair.first)
        let second = book.registered(pair.second)
        let areVouched = first.lockfile.trust.isVouched && second.lockfile.trust.isVouched
        let grade = !pair.isNamed ? "unnamed-file" : areVouched ? nil : "discovered"
        var evidence: [Finding.Evidence] = [.init("package", .bytes(ByteString(name.name)))]
        if let version = group.version { evidence.append(.init("version", .bytes(ByteString(version)))) }
        evidence += [
            .init("lockfiles", PackageEvidence.list([first.lockfile, second.lockfile])),
            .init("lines", .list([.number(Int64(first.pin.line)), .number(Int64(second.pin.line))])),
        ]
        var finding = rule.finding(
            grade: grade, cache: nil, path: "",
            message: "Two lockfiles pin one version to different contents",
            expected: first.pin.digests.prefix(PackageEvidence.listMax).map(\.description),
            actual: second.pin.digests.first?.description, evidence: evidence)
        finding.purl = facts.purl(name.ecosystem, name.name, group.version)
        return finding
    }
}
