import Bytes
import TestSupport
import Testing

/// Files in the agent's folder of incidents.
@Suite(.serialized)
struct AgentIncidentTests {
    private let bench: ServiceBench

    init() throws {
        bench = try ServiceBench()
    }

    private static func incident(_ name: String, _ package: String = "leftish", _ rest: String = "") -> String {
        """
        name = "\(name)"
        [indicators]
        packages = ["pkg:npm/\(package)@1.0.0"]
        [actions]
        allow = ["quarantine", "purge-package"]
        \(rest)
        """
    }

    private func configure(applies: Bool) throws {
        try bench.configure("incidents = \"\(bench.base.file("incidents"))\"\napply-incidents = \(applies)")
    }

    private func listing() throws -> String {
        try Program.run(["sh", "-c", "cd \"$0\" && find . -type f | sort", bench.base.file("tree")]).outputText
    }

    /// A cache with a package in it, and a manifest that knows it.
    private func unpackNpm() throws {
        try unpackFixture("ecosystems/npm/public", to: bench.base.file("tree"))
        _ = try Agent.run([
            "audit", "--tree", bench.base.file("tree"), "--db", bench.database, "--fail-on", "never",
        ])
    }

    private func start(_ words: [String] = []) throws {
        try bench.start(["--tree", bench.base.file("tree")] + words)
    }

    @Test func aFileIsRunOnceAndPlannedOnly() throws {
        try unpackNpm()
        let before = try listing()
        try configure(applies: false)
        try start()
        try bench.wait(for: "job-finished", ["job": "audit"])
        try bench.base.write("incidents/a.toml", Self.incident("leftish-1"))
        let end = try bench.wait(for: "job-finished", ["job": "incident"])
        #expect(end["outcome"]?.string == "findings" && end["incident"]?.string == "leftish-1", "\(end)")
        #expect(try listing() == before)
        // A second file with a mistake is told with its line, and the first is not run again.
        try bench.base.write("incidents/b.toml", "name = \"b\"\nindicatrs = 1\n")
        let refusal = try bench.wait(for: "incident-refused")
        #expect(refusal["message"]?.string?.contains("b.toml:2: unknown key `indicatrs`") == true, "\(refusal)")
        try bench.base.write("incidents/c.toml", Self.incident("other-1", "otherish"))
        let other = try bench.wait(for: "job-finished", ["incident": "other-1"])
        #expect(other["outcome"]?.string == "clean", "\(other)")
        #expect(try bench.stop().status == 0)
        #expect(try bench.events().count { $0["incident"]?.string == "leftish-1" } == 2, "found, finished")
        // Nor after a restart; but what may be applied now is.
        try start(["--once"])
        _ = try bench.finish()
        #expect(try bench.events().count { $0["job"]?.string == "incident" && $0["outcome"] != nil } == 2)
    }

    @Test func whatIsAllowedIsDone() throws {
        try unpackNpm()
        try configure(applies: true)
        try bench.base.write("incidents/a.toml", Self.incident("leftish-1"))
        let before = try listing()
        try start()
        let end = try bench.wait(for: "job-finished", ["job": "incident"])
        #expect(["clean", "findings"].contains(end["outcome"]?.string), "\(end)")
        #expect(try listing() != before)
        // The next hunt shall know what was taken.
        try bench.wait(for: "job-finished", ["job": "audit"])
        #expect(try bench.stop().status == 0)
        let memory = try Program.run(["cat", bench.base.file("state/agent-incidents")]).outputText
        #expect(memory.hasSuffix(" applied\n") && memory.split(separator: "\n").count == 1)
    }

    @Test func aFolderThatIsSwappedLikeAConfigMap() throws {
        try configure(applies: false)
        try start()
        try bench.wait(for: "job-finished", ["job": "audit"])
        try bench.base.write("incidents/..1/a.toml", Self.incident("first"))
        try bench.base.link("incidents/..data", to: "..1")
        try bench.base.link("incidents/a.toml", to: "..data/a.toml")
        try bench.wait(for: "job-finished", ["incident": "first"])
        try bench.base.write("incidents/..2/a.toml", Self.incident("second"))
        try bench.base.link("incidents/..tmp", to: "..2")
        try bench.base.rename("incidents/..tmp", to: "incidents/..data")
        try bench.wait(for: "job-finished", ["incident": "second"])
        #expect(try bench.stop().status == 0)
    }

    @Test func whatFailsIsTriedAgainAfterAnAudit() throws {
        // Without a manifest there is nothing to hunt in.
        try configure(applies: false)
        try bench.base.write("incidents/a.toml", Self.incident("early"))
        // What was changed a moment ago waits, and an audit would come first.
        Program.pause(microseconds: 1_300_000)
        try start()
        let first = try bench.wait(for: "job-finished", ["incident": "early"])
        #expect(first["outcome"]?.string == "failed", "\(first)")
        try bench.wait(for: "job-finished", ["job": "audit"])
        let second = try bench.wait(for: "job-finished", ["incident": "early"], count: 2)
        #expect(second["outcome"]?.string == "clean", "\(second)")
        #expect(try bench.stop().status == 0)
    }

    @Test func aFolderThatOthersMayWriteToIsNotRead() throws {
        try configure(applies: true)
        try bench.base.write("incidents/a.toml", Self.incident("foreign"))
        try bench.base.setMode("incidents", 0o777)
        try start()
        let said = try bench.wait(for: "incidents-unreadable")
        #expect(said["message"]?.string?.contains("could have caches purged") == true)
        try bench.wait(for: "job-finished", ["job": "audit"])
        #expect(try bench.stop().status == 0)
        #expect(try !bench.names().contains("incident-found"))
    }
}
