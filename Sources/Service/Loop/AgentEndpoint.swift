package import Linux

/// Something of its own that the loop waits for together with everything else, and never waits in.
package protocol AgentEndpoint: AnyObject {
    /// What it waits for; at most `entryLimit` entries.
    var entries: [PollEntry] { get }
    /// When it wants to be asked although nothing came, by a clock that never jumps.
    var nextMoment: Int64? { get }
    /// Does what can be done at once. The entries are those it gave, with what they are ready for.
    func handle(_ entries: [PollEntry], now: Int64)
    /// Another configuration is in force.
    func change(to plan: AgentPlan)
}
