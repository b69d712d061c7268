package import Inventory

/// What purges and incidents say in numbers.
package enum PurgeMetrics {
    /// Incidents that are kept in one file; those that were looked at longest ago go first.
    static let incidentsMax = 50
    /// The states that an incident can be in here.
    static let states = ["planned", "applied", "failed"]

    /// Of purges, those that were finished before among them. The counters go on from what the earlier metrics say.
    /// What an interrupted process had removed is not counted again: where it could, it has counted that itself.
    package static func families(
        _ reports: [PurgeReport], task: MetricTask, after earlier: [MetricFamily]
    ) -> [MetricFamily] {
        let rows = reports.flatMap(\.rows)
        var entries: Int64 = 0
        var bytes: Int64 = 0
        for row in rows {
            entries = add(entries, max(0, Int64(clamping: row.files) - Int64(clamping: row.before?.files ?? 0)))
            bytes = add(bytes, max(0, row.bytesFreed - (row.before?.bytesFreed ?? 0)))
        }
        let targets = PurgeReport.Outcome.allCases.map { outcome in
            let count = reports.reduce(0) { $0 + $1.count(outcome) }
            return sample(.purgeTargets, [task.rawValue, outcome.rawValue], Int64(count), after: earlier)
        }
        let purges = PurgeRecord.Status.allCases.filter { $0 != .running }.map { status in
            let count = reports.count { $0.status == status }
            return sample(.purges, [task.rawValue, status.rawValue], Int64(count), after: earlier)
        }
        return [
            MetricFamily(.purges, purges), MetricFamily(.purgeTargets, targets),
            MetricFamily(.purgedEntries, [sample(.purgedEntries, [task.rawValue], entries, after: earlier)]),
            MetricFamily(.purgedBytes, [sample(.purgedBytes, [task.rawValue], bytes, after: earlier)]),
        ]
    }

    /// Of an incident, and those that the earlier metrics have.
    package static func families(_ report: IncidentReport, after earlier: [MetricFamily]) -> [MetricFamily] {
        let present = report.hunt.hits.count(where: \.isPresent)
        let state = Self.state(report)
        let own = states.map { MetricSample([report.name, $0], .integer($0 == state ? 1 : 0)) }
        return families([report.purge].compactMap(\.self), task: .incident, after: earlier) + [
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

    /// A sample of a counter that goes on.
    private static func sample(
        _ metric: Metric, _ labels: [String], _ more: Int64, after earlier: [MetricFamily]
    ) -> MetricSample {
        var before: Int64 = 0
        if case .integer(let count) = earlier.first(where: { $0.metric == metric })?[labels] { before = max(0, count) }
        return MetricSample(labels, .integer(add(before, max(0, more))))
    }

    private static func add(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
