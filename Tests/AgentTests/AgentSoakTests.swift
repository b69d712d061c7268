import TestSupport
import Testing

/// The agent for many cycles: as much memory and as many descriptors at the end as at the beginning.
@Suite struct AgentSoakTests {
    @Test(.enabled(if: Agent.isLong, "only in the long run"))
    func fiftyCycles() throws {
        let script = fixture("../Tools/soak/soak.py")
        let run = try Program.run([Agent.python, script, Agent.path, "50"])
        print(run.outputText)
        #expect(run.status == 0, "\(run.outputText)\(run.errorText)")
    }
}
