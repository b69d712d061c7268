package import Inventory

/// OpenMetrics: an audit in numbers, for a monitoring system that collects what a command prints.
package struct OpenMetricsAuditWriter: AuditWriter {
    package init() {}

    package func write(_ report: AuditReport, rules: [Rule], to output: Output) {
        let run = RunMetrics(
            .audit, finished: report.finished, duration: report.duration, exitCode: report.outcome.exitCode,
            isComplete: report.isComplete)
        let builds = BuildMetrics.families(report.builds, after: [], now: report.finished)
        MetricsText(.openMetrics).write(AuditMetrics.families(report) + builds + run.families, to: output)
    }
}
