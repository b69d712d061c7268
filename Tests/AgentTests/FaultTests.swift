import TestSupport
import Testing

/// Every kernel call of a small audit fails once, with every error that it can have: never a crash, never a clean
/// report with something missing, never a manifest that does not hold. The hook for this is in debug builds only.
struct FaultTests {
    @Test(arguments: ["first", "again", "full"])
    func eachCallInTurn(kind: String) throws {
        let version = try Agent.run(["version", "--verbose"])
        if version.text.contains("release") { try Test.cancel("a release build has no failure hook") }
        let bench = try AuditBench()
        let folder = bench.beside("faults")
        try bench.shell(["mkdir", folder])
        #expect(try Agent.script("faults.py", [Agent.path, folder, kind]) == "all well\n")
    }
}
