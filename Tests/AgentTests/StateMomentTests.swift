import TestSupport
import Testing

/// A builder's state that is looked at while calls fail, or while the daemon goes on: the answer is true, or it says
/// that it is not whole. The hook for this is in debug builds only.
struct StateMomentTests {
    @Test(
        arguments: ["caches", "audit"], ["faults", "changes"])
    func eachCallInTurn(command: String, kind: String) throws {
        let version = try Agent.run(["version", "--verbose"])
        if version.text.contains("release") { try Test.cancel("a release build has no failure hook") }
        let bench = try AuditBench()
        #expect(try Agent.script("moments.py", [Agent.path, bench.tree.path, command, kind]) == "all well\n")
    }

    /// Whoever runs a process with mounts of its own cannot show the files of anybody else as those of his caches.
    @Test(
        .enabled(if: Program.succeeds(["unshare", "--mount", "true"]), "this user may not make mounts"),
        arguments: ["caches", "audit"])
    func aLinkThatAppearsLeadsNowhere(command: String) throws {
        let version = try Agent.run(["version", "--verbose"])
        if version.text.contains("release") { try Test.cancel("a release build has no failure hook") }
        let bench = try AuditBench()
        #expect(try Agent.script("moments.py", [Agent.path, bench.tree.path, command, "swaps"]) == "all well\n")
    }
}
