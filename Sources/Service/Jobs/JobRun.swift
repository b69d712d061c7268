/// One run of a job that is over: what logs, metrics and the next decision are made from.
package struct JobRun: Sendable, Equatable {
    package var job: AgentJob
    package var outcome: JobOutcome
    /// As a shell has it: 128 and the number of the signal, where one ended it.
    package var exitCode: Int32
    /// Nanoseconds since 1970.
    package var started: Int64
    package var finished: Int64
    /// Nanoseconds that it took by a clock that never jumps, and how many of them it was stopped.
    package var duration: Int64
    package var paused: Int64 = 0
    /// Why it was told to stop.
    package var stopped: JobStop?
    /// Findings that it tells of; `nil` where it tells nothing of any.
    package var findings: Int?
    /// Things that it could not read, parse or finish; `nil` where it tells nothing of any.
    package var unseen: Int?
    /// The first line of its report.
    package var headline = ""
    /// The name that the file of an incident declares.
    package var incident: String?

    package init(
        job: AgentJob, outcome: JobOutcome, exitCode: Int32, started: Int64, finished: Int64, duration: Int64
    ) {
        self.job = job
        self.outcome = outcome
        self.exitCode = exitCode
        self.started = started
        self.finished = finished
        self.duration = duration
    }
}
