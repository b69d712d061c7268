/// What the agent runs, each as a child of its own; the raw value is the word in logs, labels and file names.
package enum AgentJob: String, Sendable, CaseIterable {
    // In the order of precedence, where several are due.
    case incident, harvest, audit, purge

    /// Whether a host under pressure may put it off and stop it for a while. What fights an incident waits for nothing,
    /// a purge holds what builds may wait for, and a harvest is short.
    package var isPatient: Bool { self == .audit }

    /// Whether it gets the lowest class of processor and disk time.
    package var isGentle: Bool { self == .audit || self == .harvest }
}
