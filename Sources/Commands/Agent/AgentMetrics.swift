import Inventory
import Service

/// What the agent tells in numbers: the one place where the writer of metrics and their listener come in.
struct AgentMetrics {
    private let settings: Settings

    init(_ settings: Settings) {
        self.settings = settings
    }

    /// Takes the counters whenever they have changed.
    func publish(_ counters: AgentCounters, _ plan: AgentPlan) {}

    /// The listener; `nil` where nobody wants one.
    func endpoint(_ plan: AgentPlan, _ log: AgentLog) -> (any AgentEndpoint)? { nil }
}
