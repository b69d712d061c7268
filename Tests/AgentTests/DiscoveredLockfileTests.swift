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
        #expect(try Agent.run(["audit", "--tree", state.path, "--no-record", "--cache", "x"]).status != 0)
    }
}
