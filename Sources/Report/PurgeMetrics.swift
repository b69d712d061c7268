package import Inventory

/// What purges and incidents say in numbers.
package enum PurgeMetrics {
    /// Incidents that are kept in one file; those that were looked at longest ago go first.
    static let incidentsMax = 50
    /// The states that an incident can be in here.
    static let states = ["planned", "applied", "failed"]

    /// Of a purge; `nil` where nothing was to be removed. The counters go on from what the earlier metrics say.
    package static func families(
        _ report: PurgeReport?, task: MetricTask, after earlier: [MetricFamily]
    ) -> [MetricFamily] {
        let entries = report?.rows.reduce(into: Int64(0)) { $0 = add($0, Int64(clamping: $1.files)) }
        return [
            counter(.purgedEntries, task, entries ?? 0, after: earlier),
            counter(.purgedBytes, task, report?.bytesFreed ?? 0, after: earlier),
        ]
    }

    /// Of an incident, and those that the earlier metrics have.
    package static func families(_ report: IncidentReport, after earlier: [MetricFamily]) -> [MetricFamily] {
        let present = report.hunt.hits.count(where: \.isPresent)
        let state = Self.state(report)
        let own = states.map { MetricSample([report.name, $0], .integer($0 == state ? 1 : 0)) }
        return families(report.purge, task: .incident, after: earlier) + [
            kept(.incidentState, report.name, own, earlier),
            kept(.incidentHits, report.name, [MetricSample([report.name], .count(present))], earlier),
        ]
    }

    /// `applied` only where somebody asked for it and all of it was done.
    private static func state(_ report: IncidentReport) -> String {
        if report.failure != nil || report.outcome == .incomplete { return "failed" }
        return report.isApplied ? "applied" : "planned"
    }

    /// The incident's own samples behind those of the incidents before it.
    private static func kept(
        _ metric: Metric, _ name: String, _ own: [MetricSample], _ earlier: [MetricFamily]
    ) -> MetricFamily {
        let others = earlier.filter { $0.metric == metric }.flatMap(\.samples).filter { $0.labels.first != name }
        let room = (incidentsMax - 1) * own.count
        return MetricFamily(metric, others.suffix(room) + own)
    }

    private static func counter(
        _ metric: Metric, _ task: MetricTask, _ more: Int64, after earlier: [MetricFamily]
    ) -> MetricFamily {
        var before: Int64 = 0
        if case .integer(let count) = earlier.first(where: { $0.metric == metric })?[[task.rawValue]] {
            before = max(0, count)
        }
        return MetricFamily(metric, [MetricSample([task.rawValue], .integer(add(before, max(0, more))))])
    }

    private static func add(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
