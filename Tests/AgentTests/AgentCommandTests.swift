import Bytes
import TestSupport
import Testing

/// `bezoar agent` as a service manager has it: it runs jobs, takes signals, and nothing that fails ends it.
@Suite(.serialized)
struct AgentCommandTests {
    private let bench: ServiceBench

    init() throws {
        bench = try ServiceBench()
    }

    @Test func onceRunsEachJobAndEnds() throws {
        try bench.base.write("tree/a", "hello")
        let run = try bench.run(["--once"])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try bench.names() == ["agent-started", "job-started", "job-finished", "agent-stopped"])
        let end = try bench.wait(for: "job-finished")
        #expect(end["job"]?.string == "audit" && end["outcome"]?.string == "clean" && end["exitCode"]?.integer == 0)
        #expect(end["findings"]?.integer == 0)
        #expect(end["headline"]?.string?.hasPrefix("CLEAN") == true, "\(end)")
        let report = try Program.run(["cat", bench.base.file("run/audit.txt")]).outputText
        #expect(report.hasPrefix("CLEAN: 1 cache"))
    }

    @Test func onceEndsWithWhatSaysMost() throws {
        try bench.base.link("tree/out", to: "../../../../../../etc/passwd")
        let run = try bench.run(["--once", "--fail-on", "info"])
        #expect(run.status == 1, "\(run.errorText)")
        #expect(try bench.wait(for: "job-finished")["outcome"]?.string == "findings")
    }

    @Test func itGoesOnUntilItIsToldToEnd() throws {
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start()
        try bench.wait(for: "job-finished", ["outcome": "clean"], count: 3)
        let run = try bench.stop()
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try bench.names().suffix(2).contains("agent-stopped"))
        #expect(try bench.names().count { $0 == "agent-stopping" } == 1)
    }

    @Test func anAuditThatIsStoppedKeepsWhatItDid() throws {
        try Agent.script("many.py", [bench.base.file("tree"), "20000", "1000", "4096"])
        // What is unwritten counts as about to change, and is read again.
        try TestTree.writeOut(bench.base.file("tree"))
        try bench.start(["--jobs", "1"])
        let child = try bench.wait(for: "job-started")["process"]?.integer ?? -1
        try waitForSignals(Int32(child))
        Program.pause(microseconds: 80_000)
        let run = try bench.stop()
        #expect(run.status == 0, "\(run.errorText)")
        let end = try bench.wait(for: "job-finished")
        #expect(end["outcome"]?.string == "interrupted" && end["stopped"]?.string == "ending", "\(end)")
        let report = try Program.run(["cat", bench.base.file("run/audit.txt")]).outputText
        #expect(report.hasPrefix("INCOMPLETE: stopped before its end"), "\(report.prefix(200))")
        let again = try Agent.run([
            "audit", "--tree", bench.base.file("tree"), "--db", bench.database, "--rehash", "0", "--format", "json",
        ])
        #expect(again.status == 0)
        // On a busy host that may be few, or none.
        let words = report.split { $0 == " " || $0 == "\n" }.map(String.init)
        let place = try #require(words.lastIndex(of: "read,"), "\(report)")
        let done = try #require(Int(words[place - 1].filter { $0 != "," }))
        #expect(try again.report().count("reused") == done, "\(report)")
    }

    /// Waits until an audit catches signals: from then on it walks.
    private func waitForSignals(_ process: Int32) throws {
        for _ in 0..<5000 {
            let status = try Program.run(["sh", "-c", "cat /proc/\(process)/status 2>/dev/null"]).outputText
            let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") } ?? ""
            if (UInt64(caught.dropFirst(8), radix: 16) ?? 0) & 1 << 14 != 0 { return }
            Program.pause(microseconds: 2000)
        }
    }

    @Test func aRunOutOfTimeIsIncomplete() throws {
        try bench.base.writeSparse("tree/hole", size: 15 << 30)
        try bench.configure("deadline = \"1s\"")
        try bench.start()
        let end = try bench.wait(for: "job-finished")
        #expect(end["outcome"]?.string == "incomplete" && end["stopped"]?.string == "deadline", "\(end)")
        #expect(try bench.names().contains("job-out-of-time"))
        #expect(try bench.stop().status == 0)
    }

    @Test func aChildThatIsKilledIsAFailedRun() throws {
        try bench.base.writeSparse("tree/hole", size: 15 << 30)
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start()
        let child = try bench.wait(for: "job-started")["process"]?.integer ?? -1
        _ = try Program.run(["kill", "-9", "\(child)"])
        let end = try bench.wait(for: "job-finished")
        #expect(end["outcome"]?.string == "failed" && end["exitCode"]?.integer == 137, "\(end)")
        try bench.wait(for: "job-started", count: 2)
        #expect(try bench.stop().status == 0)
    }

    @Test func anAgentThatIsKilledLeavesNoChild() throws {
        try bench.base.writeSparse("tree/hole", size: 15 << 30)
        try bench.start()
        let child = try bench.wait(for: "job-started")["process"]?.integer ?? -1
        _ = try bench.stop(9)
        try ServiceBench.waitForEnd(of: child)
    }

    @Test func aSecondSignalDoesNotWait() throws {
        try bench.base.writeSparse("tree/hole", size: 15 << 30)
        try bench.start()
        let child = try bench.wait(for: "job-started")["process"]?.integer ?? -1
        // What is stopped does not stop in order.
        _ = try Program.run(["kill", "-STOP", "\(child)"])
        bench.signal(2)
        try bench.wait(for: "agent-stopping")
        _ = try Program.run(["kill", "-STOP", "\(child)"])
        bench.signal(15)
        #expect(try bench.finish().status == 0)
        try ServiceBench.waitForEnd(of: child)
    }

    /// A job makes a new manifest and finds nothing amiss with it.
    @Test func aLostManifestIsNotPassedOver() throws {
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start()
        try bench.wait(for: "job-finished", ["outcome": "clean"], count: 2)
        #expect(try !bench.names().contains("manifest-lost"))
        _ = try Program.run(["sh", "-c", "rm \"$0\"*", bench.database])
        let lost = try bench.wait(for: "manifest-lost")
        #expect(lost["level"]?.string == "error")
        // Once: the next audit has made another one.
        let before = try bench.names().count { $0 == "job-finished" }
        try bench.wait(for: "job-finished", ["outcome": "clean"], count: before + 2)
        #expect(try bench.names().count { $0 == "manifest-lost" } == 1)
        _ = try Program.run(["sh", "-c", "cp \"$0\" \"$0.new\" && mv \"$0.new\" \"$0\"", bench.database])
        let other = try bench.wait(for: "manifest-lost", count: 2)
        #expect(other["message"]?.string?.contains("is another file than the one") == true, "\(other)")
        #expect(try bench.stop().status == 0)
    }

    /// What the agent's audits leave is what `merge` reads, also where they have locked themselves in.
    @Test func auditsLeaveTheirReportForMerge() throws {
        try bench.base.makeFolder("reports")
        let file = bench.base.file("reports/report.json")
        try bench.configure("report = \"\(file)\"")
        #expect(try bench.run(["--once"]).status == 0)
        let merged = try Agent.run(["merge", bench.base.file("reports"), "--format", "json"])
        #expect(merged.status == 0, "\(merged.errorText)")
        #expect(try merged.report().json["summary"]?["heard"]?.integer == 1)
        // An audit that cannot write it says so, and one into a cache is refused.
        let words = ["audit", "--tree", bench.base.file("tree"), "--db", bench.database, "--report"]
        let inside = try Agent.run(words + [bench.base.file("tree/report.json")])
        #expect(inside.status == 2 && inside.errorText.contains("would lie in the cache"), "\(inside.errorText)")
        let nowhere = try Agent.run(words + [bench.base.file("none/report.json")])
        #expect(nowhere.status == 4 && nowhere.errorText.contains("the report cannot be written there"))
    }

    // MARK: Configuration

    @Test func aWrongConfigurationLeavesTheOldOneInForce() throws {
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start()
        try bench.wait(for: "job-finished")
        try bench.configure("audit-every = \"1s\"\naudit-evry = \"1h\"")
        bench.signal(1)
        let refusal = try bench.wait(for: "configuration-refused")
        let message = try #require(refusal["message"]?.string)
        #expect(message.hasSuffix("bezoar.toml:9: unknown key `agent.audit-evry`; did you mean `agent.audit-every`?"))
        // The jobs do not stumble over it either.
        let before = try bench.names().count { $0 == "job-finished" }
        let end = try bench.wait(for: "job-finished", count: before + 2)
        #expect(end["outcome"]?.string == "clean", "\(end)")
        try bench.configure("audit-every = \"1h\"")
        bench.signal(1)
        try bench.wait(for: "configuration-reloaded")
        #expect(try bench.stop().status == 0)
    }

    @Test func whatIsWrongAtTheBeginningIsSaid() throws {
        try bench.configure("deadline = \"soon\"")
        let run = try bench.run()
        #expect(run.status == 2)
        #expect(run.errorText.contains("agent.deadline: a length of time"), "\(run.errorText)")
    }

    /// A pipe that nobody reads, in the place of a file that the agent writes or reads, holds up nothing.
    @Test func pipesInPlaceOfFilesAreReplaced() throws {
        try bench.base.makeFolder("prom")
        for place in ["prom/d.prom", "run/audit.prom"] { try bench.base.makeFIFO(place) }
        try bench.configure("textfile = \"\(bench.base.file("prom/d.prom"))\"")
        let run = try bench.run(["--once"], environment: ["RUNTIME_DIRECTORY": bench.base.file("run")])
        #expect(run.status == 4 || run.status == 0, "\(run.status) \(run.errorText)")
        let kind = try Program.run(["stat", "-c", "%F", bench.base.file("prom/d.prom")]).outputText
        #expect(kind == "regular file\n")
    }

    /// The file would be taken for a part of the cache.
    @Test func aTextfileInACacheIsRefused() throws {
        try bench.configure("textfile = \"\(bench.base.file("tree/d.prom"))\"")
        let run = try bench.run(["--once"])
        #expect(run.status == 2, "\(run.status)")
        #expect(run.errorText.contains("agent.textfile: the metrics would lie in"), "\(run.errorText)")
    }

    @Test func purgesThatCannotBeAreRefused() throws {
        try bench.configure("purge-every = \"1d\"")
        let without = try bench.run()
        #expect(without.status == 2)
        #expect(without.errorText.contains("bezoar.toml:8: agent.purge-every: there is no table [[purge]]"))
        try bench.configure("purge-every = \"1d\"\n[[purge]]\nunused-for = \"30d\"")
        let nothing = try bench.run()
        #expect(nothing.status == 2)
        #expect(nothing.errorText.contains("bezoar.toml:8: agent.purge-every: only directories are named"))
    }

    @Test func aRuleThatIsNoneIsRefused() throws {
        try bench.configure("[rule.no-such-rule]\nenabled = false")
        #expect(try bench.run().status == 2)
    }

    @Test func twoAgentsDoNotShareAManifest() throws {
        try bench.start()
        try bench.wait(for: "agent-started")
        let second = try Agent.run(["agent", "--once", "--db", bench.database, "--tree", bench.base.file("tree")])
        #expect(second.status == 4)
        #expect(second.errorText.contains("another agent works with this manifest"), "\(second.errorText)")
        #expect(try bench.stop().status == 0)
    }

    // MARK: What may go wrong

    @Test func aLostOrBrokenManifestEndsNoAgent() throws {
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start()
        try bench.wait(for: "job-finished", ["outcome": "clean"])
        _ = try Program.run(["sh", "-c", "rm -f \"$0\"*; echo nonsense >\"$0\"", bench.database])
        let end = try bench.wait(for: "job-finished", ["outcome": "failed"])
        #expect(end["exitCode"]?.integer == 4)
        try bench.wait(for: "job-said")
        let before = try bench.names().count { $0 == "job-finished" }
        _ = try Program.run(["sh", "-c", "rm -f \"$0\"*", bench.database])
        _ = try bench.wait(for: "job-finished", count: before + 2)
        #expect(try bench.events().last { $0["event"]?.string == "job-finished" }?["outcome"]?.string == "clean")
        #expect(try bench.stop().status == 0)
    }

    @Test(.enabled(if: Agent.isRoot, "mounting needs root"))
    func aFullRunTimeFolderEndsNoAgent() throws {
        let folder = bench.base.file("run")
        let mounted = try Program.run(["mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "tmpfs", folder])
        try #require(mounted.status == 0, "\(mounted.errorText)")
        defer { _ = try? Program.run(["umount", "-l", folder]) }
        _ = try Program.run(["sh", "-c", "cat /dev/zero >\"$0/full\" 2>/dev/null", folder])
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start()
        try bench.wait(for: "report-not-kept")
        try bench.wait(for: "job-finished", count: 3)
        #expect(try bench.names().count { $0 == "report-not-kept" } == 1, "said once")
        #expect(try bench.stop().status == 0)
    }

    #if DEBUG
        @Test func aHostUnderPressureIsLeftAlone() throws {
            try bench.base.write("pressure/cpu", "some avg10=90.00 avg60=0.00 avg300=0.00 total=0\n")
            try bench.base.writeSparse("tree/hole", size: 15 << 30)
            try bench.configure("deadline = \"20s\"", pressure: "40%")
            try bench.start(environment: ["BEZOAR_PRESSURE": bench.base.file("pressure")])
            let off = try bench.wait(for: "job-put-off")
            #expect(off["pressure"]?.integer == 90)
            try bench.base.write("pressure/cpu", "some avg10=1.00 avg60=0.00 avg300=0.00 total=0\n")
            let child = try bench.wait(for: "job-started")["process"]?.integer ?? -1
            try bench.base.write("pressure/cpu", "some avg10=90.00 avg60=0.00 avg300=0.00 total=0\n")
            try bench.wait(for: "job-paused")
            #expect(try isStopped(child))
            try bench.base.write("pressure/cpu", "some avg10=1.00 avg60=0.00 avg300=0.00 total=0\n")
            try bench.wait(for: "job-resumed")
            try bench.base.write("pressure/cpu", "some avg10=90.00 avg60=0.00 avg300=0.00 total=0\n")
            try bench.wait(for: "job-paused", count: 2)
            // A child that is paused is told all the same.
            #expect(try bench.stop().status == 0)
            try ServiceBench.waitForEnd(of: child)
            let end = try bench.wait(for: "job-finished")
            #expect(end["outcome"]?.string == "interrupted" && end["pausedSeconds"] != nil, "\(end)")
        }
    #endif

    /// Whether a process comes to be stopped: the signal is sent before it is said, and taken a moment later.
    private func isStopped(_ process: Int64) throws -> Bool {
        for _ in 0..<500 {
            let state = try Program.run(["cut", "-d", " ", "-f3", "/proc/\(process)/stat"]).outputText
            if state == "T\n" { return true }
            Program.pause(microseconds: 20_000)
        }
        return false
    }

    // MARK: The service manager

    @Test(arguments: ["path", "abstract"])
    func theManagerIsTold(kind: String) throws {
        let name = kind == "path" ? bench.base.file("notify") : "@" + bench.base.path
        let script = fixture("agent/notify.py")
        let manager = try Program.start([Agent.python, script, name, bench.base.file("messages")])
        func messages() throws -> String {
            try Program.run(["sh", "-c", "cat \"$0\" 2>/dev/null", bench.base.file("messages")]).outputText
        }
        for _ in 0..<500 {
            if try !messages().isEmpty { break }
            Program.pause(microseconds: 20_000)
        }
        try bench.configure("audit-every = \"1s\"\njitter = 0")
        try bench.start(environment: ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "400000"])
        try bench.wait(for: "job-finished", count: 2)
        bench.signal(1)
        try bench.wait(for: "configuration-reloaded")
        #expect(try bench.stop().status == 0)
        _ = try manager.wait(atMost: Agent.patience)
        let lines = try messages().split(separator: "\n").map(String.init)
        #expect(lines.starts(with: ["LISTENING", "READY=1"]), "\(lines)")
        #expect(lines.last == "STOPPING=1")
        #expect(lines.count { $0 == "READY=1" } == 2)
        let reload = try #require(lines.firstIndex(of: "RELOADING=1"))
        #expect(lines[reload + 1].hasPrefix("MONOTONIC_USEC="))
        #expect(lines.count { $0 == "WATCHDOG=1" } >= 2)
        #expect(lines.contains("STATUS=audit is running") && lines.contains("STATUS=waiting; last audit: clean"))
    }
}
