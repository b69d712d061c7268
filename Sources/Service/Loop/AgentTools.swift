package import Inventory

/// What the loop needs of the rooms above it, as closures: it knows neither flags nor formats.
package struct AgentTools {
    /// Writes one event to the log.
    package var log: (LogEvent) -> Void
    /// Reads the configuration again; what is wrong with it, a line each, where it is wrong.
    package var reload: () -> Result<AgentPlan, AgentRefusal>
    /// The words for a job that is about to begin, behind the program's name.
    package var words: (AgentJob, AgentPlan) -> [[UInt8]]
    /// Understands the file of an incident.
    package var readIncident: @Sendable ([UInt8], ByteString) -> IncidentReading
    /// The sum of a metric in the numbers that a job which is over has left; `nil` where it tells none.
    package var total: (Metric, AgentJob) -> Int?
    /// Takes the counters whenever they have changed, and the plan that is in force.
    package var publish: (AgentCounters, AgentPlan) -> Void
    /// What is waited for besides; `nil` where there is nothing.
    package var endpoint: (any AgentEndpoint)?

    package init(
        log: @escaping (LogEvent) -> Void, reload: @escaping () -> Result<AgentPlan, AgentRefusal>,
        words: @escaping (AgentJob, AgentPlan) -> [[UInt8]],
        readIncident: @escaping @Sendable ([UInt8], ByteString) -> IncidentReading,
        total: @escaping (Metric, AgentJob) -> Int?, publish: @escaping (AgentCounters, AgentPlan) -> Void
    ) {
        self.log = log
        self.reload = reload
        self.words = words
        self.readIncident = readIncident
        self.total = total
        self.publish = publish
    }
}
