package import Inventory

/// What the records of builds say in numbers.
///
/// ```
///  records     b1  b2  b3  b4        the manifest forgets b1 some day
///  counters    1   2   3   4         and goes on from 4: a counter that fell would look like builds that never were
///                      ^ lastBuild of the file before: what ended later is new
/// ```
package enum BuildMetrics {
    /// Builds that the hit rate is taken over, of each builder.
    static let recentMax = 50

    /// Of these builds. What is counted goes on from what the earlier metrics say; a first look counts all. A build
    /// that ended after `now` (the clock was wrong, then or now) is not counted yet: it would hide those that follow.
    package static func families(
        _ builds: [BuildFacts], after earlier: [MetricFamily], now: Int64
    ) -> [MetricFamily] {
        let builds = builds.filter { $0.finished ?? .min <= now }
        let builders = StateRoot.Kind.allCases.filter { kind in builds.contains { $0.builder == kind } }
        var rates = MetricFamily(.cacheHitRate, [])
        var durations = MetricFamily(.buildDuration, [])
        var last = MetricFamily(.lastBuild, [])
        var leaks = count(.secretLeaks, in: earlier)
        for builder in builders {
            let labels = [builder.rawValue]
            let own = builds.filter { $0.builder == builder }
            if let rate = hitRate(own) { rates.samples.append(MetricSample(labels, .real(rate))) }
            let counted = moment(of: labels, in: earlier)
            let new = own.filter { build in
                guard let finished = build.finished else { return false }
                return counted.map { finished / 1_000_000 > $0 } ?? true
            }
            var histogram = histogram(of: labels, in: earlier)
            for build in new {
                if let seconds = duration(build) { histogram.add(seconds, to: .buildDuration) }
                if build.hasCredentials { leaks += 1 }
            }
            durations.samples.append(MetricSample(labels, .histogram(histogram)))
            let newest = max(counted ?? .min, own.compactMap(\.finished).max().map { $0 / 1_000_000 } ?? .min)
            if newest > .min { last.samples.append(MetricSample(labels, .real(Double(newest) / 1000))) }
        }
        return [rates, durations, MetricFamily(.secretLeaks, .integer(leaks)), last]
    }

    /// Of the newest successful builds that count their steps.
    private static func hitRate(_ builds: [BuildFacts]) -> Double? {
        let counted = builds.filter { $0.isSuccess && $0.stepsCached != nil && $0.stepsTotal ?? 0 > 0 }
        let recent = counted.sorted { $0.finished ?? .min < $1.finished ?? .min }.suffix(recentMax)
        var cached = 0.0
        var total = 0.0
        for build in recent {
            let steps = Double(build.stepsTotal ?? 0)
            total += steps
            cached += min(max(0, Double(build.stepsCached ?? 0)), steps)
        }
        return total > 0 ? cached / total : nil
    }

    /// Seconds; `nil` where the record does not tell, or the clock was set back meanwhile.
    private static func duration(_ build: BuildFacts) -> Double? {
        guard let started = build.started, let finished = build.finished, finished >= started else { return nil }
        let (nanoseconds, overflow) = finished.subtractingReportingOverflow(started)
        return overflow ? nil : MetricValue.seconds(nanoseconds)
    }

    // MARK: What was counted before

    /// Milliseconds since 1970 up to which builds were counted.
    private static func moment(of labels: [String], in earlier: [MetricFamily]) -> Int64? {
        guard let seconds = earlier.first(where: { $0.metric == .lastBuild })?[labels]?.number else { return nil }
        return Int64(exactly: (seconds * 1000).rounded())
    }

    private static func histogram(of labels: [String], in earlier: [MetricFamily]) -> MetricHistogram {
        if case .histogram(let histogram) = earlier.first(where: { $0.metric == .buildDuration })?[labels] {
            return histogram
        }
        return MetricHistogram(.buildDuration)
    }

    private static func count(_ metric: Metric, in earlier: [MetricFamily]) -> Int64 {
        if case .integer(let count) = earlier.first(where: { $0.metric == metric })?[[]] { return max(0, count) }
        return 0
    }
}
