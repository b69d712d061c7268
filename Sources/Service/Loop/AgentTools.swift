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
    /// How many findings a job that is over has left in its numbers; `nil` where it tells none.
    package var findings: (AgentJob) -> Int?
    /// Takes the counters whenever they have changed, and the plan that is in force.
    package var publish: (AgentCounters, AgentPlan) -> Void
    /// What is waited for besides; `nil` where there is nothing.
    package var endpoint: (any AgentEndpoint)?

    package init(
        log: @escaping (LogEvent) -> Void, reload: @escaping () -> Result<AgentPlan, AgentRefusal>,
        words: @escaping (AgentJob, AgentPlan) -> [[UInt8]],
        readIncident: @escaping @Sendable ([UInt8], ByteString) -> IncidentReading,
        findings: @escaping (AgentJob) -> Int?, publish: @escaping (AgentCounters, AgentPlan) -> Void
    ) {
        self.log = log
        self.reload = reload
        self.words = words
        self.readIncident = readIncident
        self.findings = findings
        self.publish = publish
    }
}
