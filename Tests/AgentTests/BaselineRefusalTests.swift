import TestSupport
import Testing

/// What a baseline is not made from, and files that are not touched on the way.
struct BaselineRefusalTests {
    private let bench: AuditBench
    private let keys: Keys

    init() throws {
        bench = try AuditBench()
        keys = try Keys(bench)
    }

    private func expectFailure(_ words: [String], _ expected: String, exit: Int32 = 4) throws {
        let run = try Agent.run(words)
        #expect(run.status == exit, "\(run.errorText)")
        #expect(run.errorText.contains(expected), "\(run.errorText)")
    }

    @Test func nothingWasAudited() throws {
        let missing = bench.beside("missing.db")
        try expectFailure(["baseline", "accept", "--db", missing], "missing.db")
        try expectFailure(["baseline", "diff", "--db", missing], "run `bezoar audit` first")
        #expect(!Program.succeeds(["test", "-e", missing]))
        #expect(!Program.succeeds(["test", "-e", missing + ".lock"]))
    }

    @Test func theLastAuditWasIncomplete() throws {
        try bench.tree.write("file", "x")
        try bench.tree.writeSparse("large", size: 1 << 30)
        #expect(try bench.audit(["--max-file-size", "1M"]).status == 3)
        let export = ["baseline", "export", bench.beside("out"), "--key", keys.secret, "--db", bench.database]
        try expectFailure(["baseline", "accept", "--db", bench.database], "did not see everything")
        try expectFailure(export, "did not see everything")
        #expect(!Program.succeeds(["test", "-e", bench.beside("out")]))
        #expect(try Agent.run(["baseline", "accept", "--allow-incomplete", "--db", bench.database]).status == 0)
        #expect(try Agent.run(export + ["--allow-incomplete"]).status == 0)
        // Nothing differs, but not everything was seen.
        #expect(try Agent.run(["baseline", "diff", "--db", bench.database]).status == 3)
    }

    @Test func unknownBaselines() throws {
        #expect(try bench.audit().status == 0)
        try expectFailure(["baseline", "diff", "--db", bench.database], "none was accepted or imported yet")
        #expect(try Agent.run(["baseline", "accept", "--db", bench.database]).status == 0)
        try expectFailure(["baseline", "diff", "--name", "goldn", "--db", bench.database], "there are: accepted")
    }

    @Test func aFileThatIsNoManifestGetsNoCompany() throws {
        let file = bench.beside("passwd")
        try bench.shell(["sh", "-c", "echo root:x:0:0 > '\(file)'"])
        let run = try Agent.run(["audit", "--tree", bench.tree.path, "--db", file])
        #expect(run.status == 4)
        #expect(run.errorText.contains("not a manifest"), "\(run.errorText)")
        #expect(!Program.succeeds(["test", "-e", file + ".lock"]))
    }
}
