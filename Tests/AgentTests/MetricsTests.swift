import Bytes
import TestSupport
import Testing

/// What `--metrics` leaves, however a command ends.
struct MetricsTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try bench.tree.write("file", "x")
    }

    private var file: String { bench.beside("state/audit.prom") }

    /// The value behind a name and its labels; `nil` where it is not there.
    private func value(_ name: String, in path: String? = nil) throws -> String? {
        let text = try bench.shell(["cat", path ?? file])
        return text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }

    private func exitCode(_ task: String = "audit") throws -> String? {
        try value("bezoar_last_exit_code{task=\"\(task)\"}")
    }

    private func success(_ task: String = "audit") throws -> String? {
        try value("bezoar_last_success_timestamp_seconds{task=\"\(task)\"}")
    }

    @Test func anAuditLeavesItsNumbers() throws {
        try bench.shell(["chmod", "u+s", bench.tree.path + "/file"])
        let run = try bench.audit(["--metrics", file])
        #expect(run.status == 1, "\(run.errorText)")
        #expect(try run.report().json["summary"]?["lockedIn"]?.boolean == true)
        #expect(try value("bezoar_files") == "1")
        #expect(try value("bezoar_findings{severity=\"high\"}") == "1")
        #expect(try value("bezoar_rule_findings{rule=\"setuid-file\",severity=\"high\"}") == "1")
        #expect(try exitCode() == "1")
        #expect(try success() == value("bezoar_last_run_timestamp_seconds{task=\"audit\"}"))
        #expect(try bench.shell(["stat", "-c", "%a", file]) == "644\n")
        #expect(!(try bench.shell(["ls", "-A", bench.beside("state")]).contains(".new")))
        // The cause is gone, and so is the number.
        try bench.shell(["chmod", "u-s", bench.tree.path + "/file"])
        #expect(try bench.audit(["--metrics", file]).status == 0)
        #expect(try value("bezoar_findings{severity=\"high\"}") == "0")
        #expect(try value("bezoar_rule_findings{rule=\"setuid-file\",severity=\"high\"}") == nil)
        #expect(try exitCode() == "0")
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is installed by packaging/setup"))
    func promtoolIsContent() throws {
        #expect(try bench.audit(["--metrics", file]).status == 0)
        let input = Array(try bench.shell(["cat", file]).utf8)
        let answer = try Promtool.run(["check", "metrics"], input: input)
        #expect(answer.status == 0 && answer.errorText.isEmpty, "\(answer.errorText)")
    }

    @Test func openMetricsOnStdout() throws {
        let run = try Agent.run(["audit", "--tree", bench.tree.path, "--no-record", "--format", "openmetrics"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errorText)")
        #expect(run.text.contains("\nbezoar_files 1\n") && run.text.hasSuffix("# EOF\n"))
    }

    /// Results and the last success of the run before stay; when and how this one ended is told.
    @Test func aFailedRunIsTold() throws {
        #expect(try bench.audit(["--metrics", file]).status == 0)
        let before = try success()
        #expect(before != nil)
        try bench.shell(["sh", "-c", "echo nonsense > \(bench.database)"])
        let run = try bench.audit(["--metrics", file])
        #expect(run.status == 4, "\(run.errorText)")
        #expect(try exitCode() == "4")
        #expect(try success() == before)
        #expect(try value("bezoar_files") == "1")
    }

    /// What is not there cannot be clean: the finding of the run before stays in the numbers.
    @Test func nothingSeenIsNothingGone() throws {
        try bench.shell(["chmod", "u+s", bench.tree.path + "/file"])
        #expect(try bench.audit(["--metrics", file]).status == 1)
        let before = try success()
        try bench.shell(["mv", bench.tree.path, bench.beside("elsewhere")])
        #expect(try bench.audit(["--metrics", file]).status == 3)
        try bench.shell(["mv", bench.beside("elsewhere"), bench.tree.path])
        #expect(try exitCode() == "3")
        #expect(try success() == before)
        #expect(try value("bezoar_findings{severity=\"high\"}") == "1")
        #expect(try value("bezoar_incomplete_parts{reason=\"unreadable\"}") == "1")
    }

    @Test(arguments: [Int32(2), 15]) func aStoppedRunIsTold(signal: Int32) throws {
        try bench.shell(["chmod", "u+s", bench.tree.path + "/file"])
        #expect(try bench.audit(["--metrics", file]).status == 1)
        try bench.shell(["fallocate", "-l", "2G", bench.tree.path + "/big"])
        let audit = try Agent.start(bench.auditWords(["--metrics", file]))
        try Agent.waitUntilWalking(audit)
        Program.pause(microseconds: 50_000)
        audit.signal(signal)
        #expect(try audit.wait(atMost: Agent.patience).status == 130)
        #expect(try exitCode() == "130")
        #expect(try success() != value("bezoar_last_run_timestamp_seconds{task=\"audit\"}"))
        #expect(try value("bezoar_findings{severity=\"high\"}") == "1")
        #expect(try value("bezoar_incomplete_parts{reason=\"cancelled\"}") != "0")
    }

    /// A host that was started again has lost the file, and the manifest still knows.
    @Test func theManifestKnowsTheLastSuccess() throws {
        #expect(try bench.audit().status == 0)
        try bench.shell(["mv", bench.tree.path, bench.beside("elsewhere")])
        #expect(try bench.audit(["--metrics", file, "--tree", bench.beside("canary")]).status == 3)
        try bench.shell(["mv", bench.beside("elsewhere"), bench.tree.path])
        #expect(try exitCode() == "3")
        #expect(try success() != nil)
    }

    @Test func wrongPlacesAreFoundAtOnce() throws {
        for place in ["no/folder/a.prom", "state", "state/"] {
            let run = try bench.audit(["--metrics", bench.beside(place)])
            #expect(run.status == 4 && run.output.isEmpty && run.errorText.contains(place), "\(run.errorText)")
        }
        try bench.shell(["mkfifo", bench.beside("pipe")])
        #expect(try bench.audit(["--metrics", bench.beside("pipe")]).status == 4)
        try bench.shell(["ln", "-s", "/dev/null", bench.beside("link")])
        #expect(try bench.audit(["--metrics", bench.beside("link")]).status == 4)
        let inside = try bench.audit(["--metrics", bench.tree.path + "/a.prom"])
        #expect(inside.status == 2 && inside.errorText.contains("would lie in the cache"), "\(inside.errorText)")
        #expect(try bench.shell(["ls", bench.tree.path]) == "file\n")
        #expect(try bench.audit().report().count("files") == 1)
    }

    @Test func anotherFileIsNotRead() throws {
        try bench.shell(["sh", "-c", "echo bezoar_caches nonsense > \(file)"])
        let run = try bench.audit(["--metrics", file])
        #expect(run.status == 0 && run.errorText.contains("counters begin anew"), "\(run.errorText)")
        #expect(try value("bezoar_caches") == "1")
    }

    @Test(.enabled(if: Agent.isRoot, "a full file system is mounted"))
    func aFullDiskIsSaid() throws {
        let place = bench.beside("full")
        try bench.shell(["mkdir", place])
        try bench.mount(["-t", "tmpfs", "-o", "size=16k", "tmpfs"], at: place)
        try bench.shell(["sh", "-c", "head -c 16384 /dev/zero > \(place)/filler"])
        let run = try bench.audit(["--metrics", place + "/a.prom"])
        #expect(run.status == 4 && run.errorText.contains("could not be written"), "\(run.errorText)")
        #expect(try run.report().outcome == "clean")
        #expect(try bench.shell(["ls", "-A", place]) == "filler\n")
        try bench.unmount(place)
    }

    @Test func otherCommandsLeaveTheirs() throws {
        #expect(try bench.audit(["--metrics", file]).status == 0)
        let hunt = bench.beside("hunt.prom")
        let found = try Agent.run(["hunt", "file:file", "--db", bench.database, "--metrics", hunt])
        #expect(found.status == 1, "\(found.errorText)")
        #expect(try value("bezoar_hunt_hits{presence=\"present\"}", in: hunt) == "1")
        #expect(try value("bezoar_last_exit_code{task=\"hunt\"}", in: hunt) == "1")
        let purge = bench.beside("purge.prom")
        let words = ["purge", "--tree", bench.tree.path, "--db", bench.database, "--metrics", purge]
        #expect(try Agent.run(words + ["--all"]).status == 0)
        #expect(try value("bezoar_last_exit_code{task=\"purge\"}", in: purge) == "0")
        #expect(try value("bezoar_purged_entries_total{task=\"purge\"}", in: purge) == nil, "nothing was removed yet")
        for count in ["1", "2"] {
            try bench.tree.write("file", "y")
            let run = try Agent.run(words + ["--all", "--apply"])
            #expect(run.status == 0, "\(run.errorText)")
            #expect(try value("bezoar_purged_entries_total{task=\"purge\"}", in: purge) == count)
        }
        let inside = try Agent.run(
            ["purge", "--tree", bench.tree.path, "--db", bench.database, "--all", "--metrics", bench.tree.path + "/a"])
        #expect(inside.status == 2, "\(inside.errorText)")
    }

    @Test func incidentsLeaveTheirs() throws {
        #expect(try bench.audit().status == 0)
        let metrics = bench.beside("incident.prom")
        for name in ["first", "second"] {
            let incident = bench.beside(name + ".toml")
            let text = "name = \\\"\(name)\\\"\\n[indicators]\\nfiles = [\\\"file\\\"]\\n"
            try bench.shell(["sh", "-c", "printf \"\(text)\" > \(incident)"])
            let run = try Agent.run(
                ["incident", incident, "--db", bench.database, "--tree", bench.tree.path, "--metrics", metrics])
            #expect(run.status == 1, "\(run.errorText)")
        }
        for name in ["first", "second"] {
            #expect(try value("bezoar_incident_state{incident=\"\(name)\",state=\"planned\"}", in: metrics) == "1")
            #expect(try value("bezoar_incident_state{incident=\"\(name)\",state=\"failed\"}", in: metrics) == "0")
            #expect(try value("bezoar_incident_hits{incident=\"\(name)\"}", in: metrics) == "1")
        }
        #expect(try value("bezoar_last_exit_code{task=\"incident\"}", in: metrics) == "1")
    }

    /// Whether the clock is right: builds of the future are not counted.
    private static let isAfterTheFixture =
        Int64((try? Program.run(["date", "+%s"]))?.outputText.split(separator: "\n").first ?? "") ?? 0
        > 1_795_230_000

    /// Builds of a real state: the numbers are those of the records.
    @Test(.enabled(if: isAfterTheFixture, "the clock stands before the builds of the fixture"))
    func recordsOfARealState() throws {
        let place = bench.beside("root")
        try bench.shell(["mkdir", place])
        try unpackFixture("buildkit/standalone-overlayfs-v0.26.3", to: place)
        let state =
            try bench.shell(["find", place, "-name", "history*.db", "-printf", "%h\\n"])
            .split(separator: "\n").first.map(String.init) ?? ""
        let metrics = bench.beside("caches.prom")
        let words = ["caches", "--state", state, "--db", bench.beside("no.db"), "--metrics", metrics]
        let run = try Agent.run(words)
        #expect([0, 3].contains(run.status), "\(run.errorText)")
        let expected = try JSON.parse(
            Array(try bench.shell(["cat", fixture("buildkit/standalone-overlayfs-v0.26.3.expected.json")]).utf8))
        let builds = expected.object?["builds"]?.array ?? []
        #expect(builds.count > 2)
        let count = "container_build_duration_seconds_count{builder=\"standalone\"}"
        #expect(try value(count, in: metrics) == "\(builds.count)")
        #expect(try value("container_build_secret_leak_detected_total", in: metrics) == "0")
        let rate = try #require(try value("buildkit_cache_hit_rate{builder=\"standalone\"}", in: metrics))
        #expect((0...1).contains(Double(rate) ?? -1))
        #expect(try value("bezoar_builder_last_build_timestamp_seconds{builder=\"standalone\"}", in: metrics) != nil)
        _ = try Agent.run(words)
        #expect(try value(count, in: metrics) == "\(builds.count)", "nothing counts twice")
    }
}
