import Inventory

/// `sharing-mode-hazard`: what the modes of a mount id let happen to its content.
extension Sharing {
    /// Two uses that ran at the same time.
    private struct Meeting {
        var first: Int
        var second: Int
    }

    func judgeModes(_ item: Case, into collector: inout FindingCollector) {
        guard let rule = rules.active("sharing-mode-hazard") else { return }
        judgeMixedModes(item, rule, into: &collector)
        judgeClient(item, rule, into: &collector)
    }

    /// Uses of each party's latest build: what its Dockerfile says now, not what it said before somebody mended it.
    private static func present(_ item: Case) -> [MountUse] {
        let latest = Set(item.parties.map(\.latestBuild))
        return item.group.uses.filter { latest.contains($0.build) }.map {
            item.ledger.builds[$0.build].mounts[$0.mount]
        }
    }

    private func judgeMixedModes(_ item: Case, _ rule: Rule, into collector: inout FindingCollector) {
        let modes = Set(Self.present(item).map(\.sharing.rawValue)).sorted()
        guard modes.count > 1 else { return }
        var finding = rule.finding(
            grade: "mixed-modes", cache: item.cache, path: "",
            message: "The mount is used with different modes: " + modes.map { "sharing=\($0)" }.joined(separator: ", "),
            evidence: [.init("modes", .list(modes.map { .text($0) }))] + Self.users(item))
        finding.builds = Self.refs(item.parties.map(\.latestBuild), in: item.ledger)
        collector.add(finding)
    }

    private func judgeClient(_ item: Case, _ rule: Rule, into collector: inout FindingCollector) {
        let open = Self.present(item).filter { $0.sharing == .shared && !$0.isReadOnly && $0.execution != .cached }
        guard let use = open.first(where: { ConcurrentUse.of($0.target) != nil }),
            let client = ConcurrentUse.of(use.target)
        else { return }
        let meeting = Self.meeting(item)
        guard meeting != nil || client.isAlwaysWrong else { return }
        let grade = client.isAlwaysWrong ? (meeting == nil ? nil : "met") : "met-unsure"
        let what = meeting == nil ? "lets two builds write at once" : "let two steps write at the same time"
        var finding = rule.finding(
            grade: grade, cache: item.cache, path: "",
            message: "The mode sharing=shared \(what), and \(client.reason)",
            evidence: [.init("client", .text(client.client)), .init("target", .bytes(use.target))] + Self.users(item))
        let line = MountRemedy.line(id: nil, target: use.target, sharing: .locked)
        finding.remedy = "Write `\(line)`, with the id as it is."
        finding.builds = meeting.map { Self.refs([$0.first, $0.second], in: item.ledger) } ?? []
        collector.add(finding)
    }

    /// The first two executed steps that wrote at the same time. Only times of steps count: two builds that overlap
    /// need not have had the mount at once.
    private static func meeting(_ item: Case) -> Meeting? {
        var windows: [(started: Int64, finished: Int64, build: Int)] = []
        for place in item.group.uses {
            let use = item.ledger.builds[place.build].mounts[place.mount]
            guard use.execution == .executed, use.sharing == .shared, !use.isReadOnly, let started = use.started,
                let finished = use.finished, started < finished
            else { continue }
            windows.append((started, finished, place.build))
        }
        windows.sort { ($0.started, $0.finished, $0.build) < ($1.started, $1.finished, $1.build) }
        var longest: (finished: Int64, build: Int)?
        for window in windows {
            if let longest, window.started < longest.finished {
                return Meeting(first: longest.build, second: window.build)
            }
            if longest.map({ window.finished > $0.finished }) ?? true { longest = (window.finished, window.build) }
        }
        return nil
    }
}
