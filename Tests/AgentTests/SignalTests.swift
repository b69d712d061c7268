import TestSupport
import Testing

/// Stopping an audit: soon, with what was done kept, and with an exit code that says so.
@Suite(.serialized)
struct SignalTests {
    private let bench: AuditBench
    private static let interrupt: Int32 = 2
    private static let terminate: Int32 = 15

    init() throws {
        bench = try AuditBench()
    }

    /// Begins an audit, stops it a little later, and prints how long it took to end.
    private func stop(with signal: Int32, after milliseconds: UInt32, _ words: [String] = []) throws -> Run {
        let audit = try Agent.start(bench.auditWords(words))
        try Agent.waitUntilWalking(audit)
        Program.pause(microseconds: milliseconds * 1000)
        let clock = ContinuousClock()
        let begin = clock.now
        audit.signal(signal)
        let run = Run(try audit.wait(atMost: Agent.patience))
        let taken = clock.now - begin
        print("signal \(signal): ended after \(taken)")
        // Generous: the goal is a tenth of a second and the time of a commit.
        #expect(taken < .seconds(2))
        return run
    }

    @Test(arguments: [interrupt, terminate])
    func manyFiles(signal: Int32) throws {
        try Agent.script("many.py", [bench.tree.path, "20000", "1000", "4096"])
        let run = try stop(with: signal, after: 60, ["--jobs", "1"])
        #expect(run.status == 130)
        let report = try run.report()
        #expect(report.isCancelled)
        #expect(report.outcome == "interrupted")
        #expect(!report.isComplete)
        #expect(report.incomplete.contains { $0.reason == "cancelled" })
        let done = report.count("hashed")
        #expect(done > 0 && done < 20000, "\(done)")
        let next = try bench.audit()
        #expect(next.status == 0)
        #expect(try next.report().count("reused") == done)
        #expect(try next.report().count("hashed") == 20000 - done)
        #expect(try Agent.script("compare.py", [bench.database, bench.tree.path]) == "equal\n")
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
    }

    @Test(arguments: [interrupt, terminate])
    func oneLargeFile(signal: Int32) throws {
        try bench.shell(["fallocate", "-l", "2G", bench.tree.path + "/big"])
        let run = try stop(with: signal, after: 50)
        #expect(run.status == 130)
        #expect(try run.report().isCancelled)
        #expect(try run.report().count("hashed") == 0)
    }

    @Test func oneLargeHole() throws {
        try bench.tree.writeSparse("big", size: 15 << 30)
        let run = try stop(with: Self.terminate, after: 50)
        #expect(run.status == 130)
        #expect(try run.report().isCancelled)
    }

    @Test func whatWasThereBeforeStays() throws {
        try Agent.script("many.py", [bench.tree.path, "3000", "100"])
        #expect(try bench.audit().status == 0)
        try bench.shell(["fallocate", "-l", "2G", bench.tree.path + "/big"])
        #expect(try stop(with: Self.terminate, after: 50, ["--full", "--jobs", "1"]).status == 130)
        let report = try bench.audit(["--max-file-size", "1G"]).report()
        #expect(report.changes() == [0, 0, 0, 0])
        #expect(report.count("reused") == 3000)
    }

    @Test func aSecondOneEndsItAtOnce() throws {
        try bench.shell(["fallocate", "-l", "2G", bench.tree.path + "/big"])
        let audit = try Agent.start(bench.auditWords())
        try Agent.waitUntilWalking(audit)
        // While it is stopped both arrive; the handler of the first is gone when the second is looked at.
        audit.signal(Self.interrupt)
        audit.signal(Self.interrupt)
        let run = Run(try audit.wait(atMost: Agent.patience))
        #expect(run.status == 130)
        _ = try bench.audit(["--max-file-size", "1G"])
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
    }

    /// One request is enough, also where the report waits for a reader that takes nothing, or for a reader at all.
    @Test(arguments: ["<$pipe >$pipe", "<$pipe --output=$pipe", "--output=$pipe"])
    func aReaderThatTakesNothing(how: String) throws {
        for number in 0..<3000 { try bench.tree.link("\(number)", to: "/etc/passwd") }
        let reader = how.hasPrefix("<") ? "sleep 100 <$pipe & reader=$!" : "sleep 100 & reader=$!"
        let place = how.split(separator: " ").last ?? ""
        let run = try Agent.shell(
            """
            pipe=\(bench.database)-pipe; mkdir -p "${pipe%/*}"; mkfifo "$pipe"
            \(reader)
            "$B" audit --tree \(bench.tree.path) --no-record --format json \(place) & audit=$!
            sleep 1; kill -TERM $audit; wait $audit; echo "ended with $?"; kill $reader
            """)
        #expect(run.text == "ended with 130\n", "\(run.errorText)")
    }

    @Test func inTextAndLinesAsWell() throws {
        try bench.shell(["fallocate", "-l", "2G", bench.tree.path + "/big"])
        for (format, word) in [
            ("text", "INCOMPLETE: stopped before its end"), ("jsonl", "\"outcome\":\"interrupted\""),
            ("sarif", "sarif"),
        ] {
            let audit = try Agent.start(["audit", "--tree", bench.tree.path, "--no-record", "--format", format])
            try Agent.waitUntilWalking(audit)
            audit.signal(Self.terminate)
            let run = Run(try audit.wait(atMost: Agent.patience))
            #expect(run.status == 130)
            #expect(run.text.contains(word), "\(run.text)")
        }
    }
}
