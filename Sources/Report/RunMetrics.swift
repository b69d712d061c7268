package import Inventory

/// When a task ran and how it ended, in numbers.
package struct RunMetrics {
    private let task: MetricTask
    private let finished: Int64
    private let duration: Int64
    private let exitCode: Int32
    private let isComplete: Bool

    /// A run that ended at a moment, after so many nanoseconds. `isComplete`: everything was seen and done, whatever it
    /// came to.
    package init(_ task: MetricTask, finished: Int64, duration: Int64, exitCode: Int32, isComplete: Bool) {
        self.task = task
        self.finished = finished
        self.duration = duration
        self.exitCode = exitCode
        self.isComplete = isComplete
    }

    /// The time of the last success is among them only where this run was one.
    package var families: [MetricFamily] {
        var families = [
            family(.lastRun, .moment(finished)),
            family(.lastDuration, .real(MetricValue.seconds(max(0, duration)))),
            family(.lastExitCode, .integer(Int64(exitCode))),
        ]
        if isComplete { families.append(family(.lastSuccess, .moment(finished))) }
        return families
    }

    private func family(_ metric: Metric, _ value: MetricValue) -> MetricFamily {
        MetricFamily(metric, [MetricSample([task.rawValue], value)])
    }
}
