package import Inventory

/// All that the configuration says of the agent, checked; a reload makes another one.
package struct AgentPlan: Sendable {
    /// Nanoseconds from the beginning of one run to that of the next, for each job that is scheduled.
    package var intervals: [AgentJob: Int64] = [:]
    /// Percent of an interval that it may be shorter or longer.
    package var jitter = 10
    /// Nanoseconds that a run may take.
    package var deadline: Int64 = 30 * 60 * TimeSpan.second
    /// Percent of pressure above which an audit waits.
    package var pressure = 40
    /// Folder of incidents; `nil` where there is none.
    package var incidents: ByteString?
    /// Whether incidents are applied or only planned.
    package var appliesIncidents = false
    /// Folder for what lasts while the host runs.
    package var runtimeFolder: ByteString
    /// Folder for what lasts longer: that of the manifest.
    package var stateFolder: ByteString
    /// The manifest; `nil` where nobody watches it.
    package var database: ByteString?
    /// Address of the listener for metrics; `nil` where there is none.
    package var listen: ListenAddress?
    /// File for a collector of metrics; `nil` where there is none.
    package var textfile: ByteString?

    package init(runtimeFolder: ByteString, stateFolder: ByteString) {
        self.runtimeFolder = runtimeFolder
        self.stateFolder = stateFolder
    }

    /// The file in which a job leaves its metrics.
    package func metricsFile(of job: AgentJob) -> ByteString {
        runtimeFolder.appending(ByteString(job.rawValue + ".prom"))
    }

    /// The file that holds what a job said last.
    package func reportFile(of job: AgentJob) -> ByteString {
        runtimeFolder.appending(ByteString(job.rawValue + ".txt"))
    }
}
