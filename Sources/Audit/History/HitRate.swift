package import Inventory

/// The layer cache's hit rate of each project, from the records of its successful builds.
///
/// ```
///  share of cached steps
///   90 %  ●  ●  ●  ●  ●  ●  ●  ●              the builds before: their median, and how far they usually lie from it
///    5 %                          ●  ●  ●     the last builds: all of them lower, and by more than that
/// ```
///
/// A median is not moved by a few odd builds (`--no-cache`, a new base image), and several last builds are asked for,
/// so one odd build is no finding.
package struct HitRate: Sendable {
    /// Makes the median of distances comparable with a standard deviation.
    private static let deviationFactor = 1.4826
    private static let baselineMax = 30

    private struct Key: Hashable {
        var root: ByteString
        var project: ProjectName
        /// One repository may hold several images, each with a rate of its own.
        var dockerfile: ByteString?
    }

    private let rules: RuleBook
    private let now: Int64

    /// Judges by these rules; `now` is the time of the audit.
    package init(rules: RuleBook, now: Int64) {
        self.rules = rules
        self.now = now
    }

    /// Judges the builds.
    package func judge(_ builds: [Build], into collector: inout FindingCollector) {
        var order: [Key] = []
        var series: [Key: [Int]] = [:]
        let times = builds.map { $0.started ?? .min }
        for index in builds.indices.sorted(by: { (times[$0], $0) < (times[$1], $1) }) {
            let build = builds[index]
            guard build.result == .succeeded, build.started != nil, build.stepsCached != nil,
                build.stepsTotal ?? 0 > 0, let project = build.project,
                project.certainty == .exact || project.certainty == .likely
            else { continue }
            let key = Key(
                root: build.root, project: ProjectName(project.source), dockerfile: build.dockerfileName)
            if series[key] == nil { order.append(key) }
            series[key, default: []].append(index)
        }
        for key in order {
            let indices = series[key] ?? []
            judgeTrend("hit-rate-drop", sign: -1, indices, builds, into: &collector)
            judgeTrend("hit-rate-jump", sign: 1, indices, builds, into: &collector)
        }
        judgeFirstBuilds(builds, times, into: &collector)
    }

    // MARK: Drop and jump

    private func judgeTrend(
        _ id: String, sign: Double, _ all: [Int], _ builds: [Build], into collector: inout FindingCollector
    ) {
        guard let rule = rules.active(id) else { return }
        let steps = rule.count("steps", default: 5)
        let recentCount = max(1, rule.count("recent", default: 3))
        let indices = all.filter { builds[$0].stepsTotal ?? 0 >= steps }
        let baseline = indices.dropLast(recentCount).suffix(Self.baselineMax)
        let recent = indices.suffix(recentCount)
        guard baseline.count >= max(2, rule.count("history", default: 8)), recent.count == recentCount,
            let last = recent.last, isFresh(builds[last], rule)
        else { return }
        let usual = baseline.map { Self.rate(builds[$0]) }
        let median = Self.median(usual)
        let spread = Self.deviationFactor * Self.median(usual.map { abs($0 - median) })
        let margin = max(
            rule.number("difference", default: 0.4), rule.number("deviations", default: 4) * spread)
        guard recent.allSatisfy({ (Self.rate(builds[$0]) - median) * sign > margin }) else { return }
        let present = Self.median(recent.map { Self.rate(builds[$0]) })
        var finding = rule.finding(
            cache: nil, path: "",
            message: "The last \(recent.count) builds took \(Self.percent(present))% of their steps from the layer "
                + "cache, the \(baseline.count) before \(Self.percent(median))%",
            evidence: [
                .init("root", .bytes(builds[last].root)), .init("project", .bytes(builds[last].project?.source ?? "")),
                .init("percent", .number(Self.percent(present))), .init("usualPercent", .number(Self.percent(median))),
                .init("builds", .number(Int64(indices.count))),
                .init("since", .time(recent.first.flatMap { builds[$0].started } ?? 0)),
            ])
        finding.builds = recent.reversed().map { builds[$0].ref }
        collector.add(finding)
    }

    // MARK: First builds

    /// A first build in a root that others filled before.
    private func judgeFirstBuilds(_ builds: [Build], _ times: [Int64], into collector: inout FindingCollector) {
        guard let rule = rules.active("cold-cache-hit") else { return }
        struct Owner: Hashable {
            var root: ByteString
            var project: ProjectName
        }
        var rootStart: [ByteString: Int64] = [:]
        var others: [ByteString: Int] = [:]
        var seen: Set<Owner> = []
        let needed = rule.nanoseconds("history-seconds", default: 1_209_600)
        for index in builds.indices.sorted(by: { (times[$0], $0) < (times[$1], $1) }) {
            let build = builds[index]
            guard let started = build.started else { continue }
            if rootStart[build.root] == nil { rootStart[build.root] = started }
            guard let project = build.project else { continue }
            // Failed and cancelled builds fill the layer cache, too: they make the project known.
            let isFirst = seen.insert(Owner(root: build.root, project: ProjectName(project.source))).inserted
            let before = others[build.root] ?? 0
            others[build.root] = before + 1
            guard isFirst, project.certainty == .exact, let cached = build.stepsCached, let total = build.stepsTotal,
                total >= rule.count("steps", default: 5), before >= rule.count("history", default: 8),
                Self.rate(build) >= rule.number("share", default: 0.5), isFresh(build, rule),
                started.clampedSubtracting(rootStart[build.root] ?? started) >= needed
            else { continue }
            var finding = rule.finding(
                cache: nil, path: "",
                message: "The first known build of a project took \(cached) of \(total) steps from the layer cache",
                evidence: [
                    .init("root", .bytes(build.root)), .init("project", .bytes(project.source)),
                    .init("cached", .number(Int64(cached))), .init("steps", .number(Int64(total))),
                    .init("started", .time(started)), .init("recordsFrom", .time(rootStart[build.root] ?? started)),
                ])
            finding.builds = [build.ref]
            collector.add(finding)
        }
    }

    // MARK: Numbers

    /// What happened long ago was reported then.
    private func isFresh(_ build: Build, _ rule: Rule) -> Bool {
        guard let started = build.started else { return false }
        return started >= now.clampedSubtracting(rule.nanoseconds("fresh-seconds", default: 604_800))
    }

    private static func rate(_ build: Build) -> Double {
        guard let cached = build.stepsCached, let total = build.stepsTotal, total > 0 else { return 0 }
        return min(max(0, Double(cached) / Double(total)), 1)
    }

    /// The middle value; 0 of none.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    private static func percent(_ share: Double) -> Int64 { Int64(exactly: (share * 100).rounded()) ?? 0 }
}
