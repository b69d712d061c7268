/// What the agent counts from its start on; the writer of metrics reads it.
package struct AgentCounters: Sendable {
    /// What is known of the runs of one job.
    package struct Job: Sendable {
        package var runs: [JobOutcome: Int] = [:]
        /// The last run; `nil` before the first.
        package var last: JobRun?
    }

    package private(set) var jobs: [AgentJob: Job] = [:]
    /// Runs of all jobs that did not see or do everything.
    package private(set) var incompleteRuns = 0
    /// Nanoseconds in which a run was stopped or put off because the host was under pressure.
    package var paused: Int64 = 0
    /// Whether the last attempt to read the configuration succeeded.
    package var isConfigurationGood = true
    /// What became of each incident whose file is there.
    package var incidents: [IncidentState] = []
    /// Whether there was a run of each job that is scheduled.
    package var isReady = false

    package init() {}

    /// Counts a run that is over.
    package mutating func add(_ run: JobRun) {
        jobs[run.job, default: Job()].runs[run.outcome, default: 0] += 1
        jobs[run.job]?.last = run
        paused += run.paused
        // With findings an audit ends as one that has some, whatever else it could not see.
        if run.outcome == .incomplete || run.outcome == .findings && run.unseen ?? 0 > 0 { incompleteRuns += 1 }
    }
}
