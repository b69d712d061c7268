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

    /// An entry that seems to be gone for a moment is met again, or the audit is incomplete.
    @Test func anEntryThatSeemsToBeGone() throws {
        let version = try Agent.run(["version", "--verbose"])
        if version.text.contains("release") { try Test.cancel("a release build has no failure hook") }
        let bench = try AuditBench()
        for name in ["a", "b", "folder/c"] { try bench.tree.write(name, name) }
        var met = 0
        for number in 1...20 {
            let run = try Agent.run(
                ["audit", "--tree", bench.tree.path, "--no-record", "--format", "json"],
                environment: ["BEZOAR_FAIL_CALL": "statx/\(number):2"])
            guard [0, 3].contains(run.status) else { continue }
            let report = try run.report()
            met += 1
            #expect(report.count("files") == 3 || !report.isComplete, "statx \(number): \(run.text)")
        }
        #expect(met > 5)
    }
}
