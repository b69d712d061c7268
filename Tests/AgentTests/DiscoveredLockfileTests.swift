import Bytes
import TestSupport
import Testing

/// The lockfiles that a state root holds because builds used them: a real state, a real cache of npm in one of its
/// mounts, and a lockfile of the build that says something else.
@Suite struct DiscoveredLockfileTests {
    private let state: TestTree
    private let cache: String
    private let lockfile: String

    init() throws {
        state = try TestTree()
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: state.path)
        let list = try Agent.run(["caches", "--state", state.path, "--no-record", "--format", "json"]).report().json
        let mount = try #require(list["caches"]?.array?.first { $0["id"]?.string == "/acme-npm" })
        cache = try #require(mount["path"]?.string)
        let found = try #require(list["lockfiles"]?.array?.first { $0["name"]?.string == "/app/package-lock.json" })
        #expect(found["source"]?.string == "layer")
        #expect(found["mounts"]?.array?.contains { $0.string == "/acme-npm" } == true)
        lockfile = try #require(found["path"]?.string)
        try unpackFixture("ecosystems/npm/public", to: cache)
    }

    @Test func whatABuildLockedIsComparedAndVouchesForNothing() throws {
        let zeros = "sha512-" + String(repeating: "A", count: 86) + "=="
        try write(
            """
            {"name": "shop", "lockfileVersion": 3, "packages": {"node_modules/leftish": {"version": "1.1.1",
            "resolved": "http://registry.npm.example/leftish/-/leftish-1.1.1.tgz", "integrity": "\(zeros)"}}}
            """)
        let report = try audit().report()
        let findings = (report.json["findings"]?.array ?? []).filter { $0["rule"]?.string == "checksum-mismatch" }
        let finding = try #require(findings.first, "\(report.findings)")
        #expect(finding["purl"]?.string == "pkg:npm/leftish@1.1.1")
        let severity = try #require(finding["severity"]?.string)
        #expect(severity != "critical", "a build's own lockfile is no proof")
        let pin = try #require(report.json["artifacts"]?.array?.first { $0["purl"]?.string == "pkg:npm/leftish@1.1.1" })
        #expect(pin["pin"]?["trust"]?.string == "discovered", "\(pin)")
    }

    @Test func oneThatCannotBeUnderstoodIsSaidAndIsNoTroubleOfTheAudit() throws {
        try write("{\"lockfileVersion\": 3, \"packages\": [")
        let run = try audit()
        #expect(try !run.report().incomplete.contains { $0.path == lockfile })
        #expect(run.errorText.contains("lockfiles of builds that were left out: 1"), "\(run.errorText)")
        #expect(run.errorText.contains(lockfile), "\(run.errorText)")
    }

    @Test func copiesAndOtherNamesOfALockfileAreReadOnce() throws {
        // Each of them alone is far below what is kept, all together far above.
        let filling = String(repeating: "a", count: 6 << 20)
        let name = String(lockfile.dropFirst(state.path.count + 1))
        let folder = name.dropLast("/package-lock.json".count)
        let text = "{\"lockfileVersion\": 3, \"packages\": {}, \"x\": \"\(filling)\"}"
        try write(text)
        for number in 0..<20 {
            try state.makeFolder("\(folder)/\(number)")
            let other = "\(folder)/\(number)/package-lock.json"
            if number < 2 { try state.write(other, text) } else { try state.hardLink(other, to: name) }
        }
        let run = try audit()
        #expect(!run.errorText.contains("left out"), "\(run.errorText)")
    }

    /// A signal at any call, also where packages are read and judged and where the report is written: an end soon, with
    /// the exit code that says so and with what was done in the manifest.
    @Test func aRequestToStopEndsEachPhaseSoon() throws {
        if try Agent.run(["version", "--verbose"]).text.contains("release") {
            try Test.cancel("a release build has no failure hook")
        }
        let base = try TestTree()
        let words = ["audit", "--state", state.path, "--format", "json", "--jobs", "1", "--db"]
        func run(_ database: String, _ signalAt: Int? = nil) throws -> (run: Run, calls: Int) {
            var environment = ["BEZOAR_COUNT_CALLS": "1"]
            if let signalAt { environment["BEZOAR_FAIL_CALL"] = "\(signalAt):-15" }
            let run = try Agent.run(words + [database], environment: environment)
            let digits = run.errorText.split(whereSeparator: { !$0.isNumber }).last ?? ""
            return (run, Int(digits) ?? 0)
        }
        let whole = try run(base.file("whole.db"))
        #expect(whole.calls > 2_000, "\(whole.run.errorText)")
        var caught = 0
        for part in 1...40 {
            let place = whole.calls * part / 41
            let database = base.file("\(part).db")
            let (stopped, calls) = try run(database, place)
            // Before anything is written the signal ends the process itself.
            if stopped.status == 128 + 15 { continue }
            caught += 1
            #expect(stopped.status == 130, "at call \(place) of \(whole.calls): \(stopped.errorText)")
            #expect(calls - place < 1_500, "\(calls - place) calls after the signal at \(place)")
            #expect(try Agent.run(["doctor", "--db", database]).status == 0)
        }
        #expect(caught > 10)
    }

    private func audit() throws -> Run {
        try Agent.run(["audit", "--state", state.path, "--no-record", "--format", "json"])
    }

    private func write(_ text: String) throws {
        try state.write(String(lockfile.dropFirst(state.path.count + 1)), text)
    }
}

/// A pattern of `--cache` that takes nothing.
@Suite struct NoSuchCacheTests {
    @Test func isNotClean() throws {
        let state = try TestTree()
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: state.path)
        let run = try Agent.run(["audit", "--state", state.path, "--no-record", "--cache", "*nope*"])
        #expect(run.status == 3)
        #expect(run.text.contains("none of 20 mount caches has an id like *nope*"), "\(run.text)")
        #expect(try Agent.run(["audit", "--tree", state.path, "--no-record", "--cache", "x"]).status == 2)
    }
}
