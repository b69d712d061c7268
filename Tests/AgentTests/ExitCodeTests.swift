import TestSupport
import Testing

/// Each exit code, in each situation that the design gives it.
struct ExitCodeTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try bench.tree.write("file", "x")
    }

    private func audit(_ words: [String] = [], database: Bool = false) throws -> Run {
        let record = database ? ["--db", bench.database] : ["--no-record"]
        return try Agent.run(["audit", "--tree", bench.tree.path, "--format", "json"] + record + words)
    }

    @Test func clean() throws {
        let run = try audit()
        #expect(run.status == 0)
        #expect(try run.report().outcome == "clean")
        for words in [["version"], ["help"], ["--help"], ["--version"], ["rules", "list"], ["help", "audit"]] {
            #expect(try Agent.run(words).status == 0, "\(words)")
        }
    }

    @Test(arguments: [
        ("info", 1), ("low", 1), ("medium", 1), ("high", 0), ("critical", 0), ("never", 0),
    ])
    func findingsFromTheChosenLevelOn(level: String, exit: Int32) throws {
        try bench.tree.link("link", to: "/etc")
        let run = try audit(["--fail-on", level])
        #expect(run.status == exit)
        let report = try run.report()
        #expect(report.findings.map(\.severity) == ["medium"])
        #expect(report.outcome == (exit == 1 ? "findings" : "clean"))
        // The variable says the same as the flag.
        let other = try Agent.run(
            ["audit", "--tree", bench.tree.path, "--no-record"], environment: ["BEZOAR_FAIL_ON": level])
        #expect(other.status == exit)
    }

    @Test func usage() throws {
        for words in [
            [], ["nothing"], ["audit", "--nothing"], ["audit", "--tree"], ["audit", "--jobs", "0"],
            ["audit", "--fail-on", "worst"], ["audit", "--format", "xml"], ["rules", "explain", "no-such-rule"],
            ["baseline", "export", "x"], ["audit", "extra"], ["audit", "--no-record", "--db", "x"],
            ["audit", "--no-record", "--tree", bench.tree.path, "--cache", "x"],
        ] {
            let run = try Agent.run(words)
            #expect(run.status == 2, "\(words): \(run.status)")
            #expect(!run.errors.isEmpty, "\(words)")
            #expect(run.output.isEmpty, "\(words)")
        }
        let run = try Agent.run(["audit"], environment: ["BEZOAR_JOBS": "many"])
        #expect(run.status == 2)
        #expect(run.errorText.contains("BEZOAR_JOBS"))
    }

    @Test(arguments: ["", "/"])
    func aReportThatWouldBeAFolder(end: String) throws {
        let run = try audit(["--output", bench.beside("canary") + end, "--verbose"], database: true)
        #expect(run.status == 4)
        #expect(run.errorText.contains("it is a directory"), "\(run.errorText)")
        // Said before the audit, not after it.
        #expect(try bench.shell(["ls", bench.beside("state")]).isEmpty)
    }

    @Test func aConfigurationThatCannotBeOpened() throws {
        try bench.shell(["mkdir", bench.beside("bezoar.toml")])
        let here = try Agent.run(["version"], environment: ["BEZOAR_CONFIG": bench.beside("bezoar.toml")])
        #expect(here.status == 0)
        let run = try Agent.run(["audit"], environment: ["BEZOAR_CONFIG": bench.beside("bezoar.toml")])
        #expect(run.status == 4, "\(run.errorText)")
        #expect(run.errorText.contains("cannot be read"), "\(run.errorText)")
    }

    @Test func wrongConfiguration() throws {
        try bench.shell(["sh", "-c", "printf '[audit]\\njobz = 3\\n' > \(bench.beside("bezoar.toml"))"])
        let run = try Agent.run(["audit", "--config", bench.beside("bezoar.toml")])
        #expect(run.status == 2)
        #expect(run.errorText.contains("jobz"), "\(run.errorText)")
        #expect(try Agent.run(["audit", "--config", bench.beside("missing.toml")]).status == 2)
    }

    @Test func incomplete() throws {
        try bench.tree.write("large", String(repeating: "x", count: 2000))
        let run = try audit(["--max-file-size", "1000"])
        #expect(run.status == 3)
        #expect(try run.report().outcome == "incomplete")
        #expect(try audit(["--max-file-size", "1000", "--fail-on", "never"]).status == 3)
    }

    @Test func findingsWinOverIncomplete() throws {
        try bench.tree.write("large", String(repeating: "x", count: 2000))
        try bench.tree.link("link", to: "/etc")
        let words = ["--max-file-size", "1000", "--fail-on"]
        #expect(try audit(words + ["medium"]).status == 1)
        #expect(try audit(words + ["high"]).status == 3)
    }

    @Test func aMissingDirectoryIsIncompleteAloneAndBesideOthers() throws {
        let missing = ["audit", "--no-record", "--tree", bench.beside("missing")]
        let alone = try Agent.run(missing)
        let beside = try Agent.run(missing + ["--tree", bench.tree.path])
        for run in [alone, beside] {
            #expect(run.status == 3)
            #expect(run.text.contains("\(bench.beside("missing"))    the directory cannot be opened"), "\(run.text)")
        }
        #expect(alone.text.hasPrefix("INCOMPLETE: no cache could be opened\n"))
    }

    @Test func failed() throws {
        let run = try Agent.run(["audit", "--tree", bench.tree.path, "--db", bench.beside("no/such/m.db")])
        #expect(run.status == 4)
        #expect(run.errorText.contains("no/such"), "\(run.errorText)")
        #expect(try Agent.run(["baseline", "diff", "--db", bench.database]).status == 4)
    }

    @Test func aDifferenceIsAFinding() throws {
        #expect(try audit(database: true).status == 0)
        #expect(try Agent.run(["baseline", "accept", "--db", bench.database]).status == 0)
        #expect(try Agent.run(["baseline", "diff", "--db", bench.database]).status == 0)
        try bench.tree.write("more", "y")
        #expect(try audit(database: true).status == 0)
        #expect(try Agent.run(["baseline", "diff", "--db", bench.database]).status == 1)
    }
}
