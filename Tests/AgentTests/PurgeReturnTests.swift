import Bytes
import TestSupport
import Testing

/// What was purged for cause and comes back; and the commands that the README shows.
@Suite struct PurgeReturnTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
    }

    private func returned() throws -> [String] {
        try bench.audit(["--fail-on", "never"]).report().findings.filter { $0.rule == "returned-after-purge" }
            .map { "\($0.severity) \($0.path)" }.sorted()
    }

    @Test func aNamedPackageIsKnownByItsNameAndItsContent() throws {
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        _ = try bench.audit()
        _ = try purge.makePlan(["--package", "pkg:npm/leftish@1.0.0"])
        #expect(try purge.apply().status == 0)
        #expect(try returned() == [])
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        let found = try returned()
        // The index beside it is no cause, and may be alike in a sound cache.
        let place = "_cacache/content-v2/sha512/"
        #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("critical " + place) }, "\(found)")
        // It stays a finding for as long as it is there.
        #expect(try returned() == found)
        let hex = try #require(found.first).dropFirst("critical ".count + place.count).filter { $0 != "/" }
        try register("leftish", "1.0.0", String(hex))
        #expect(try returned() == found.map { $0.replacing("critical", "info") })
        _ = try purge.makePlan(["--rule", "returned-after-purge"])
        #expect(try purge.apply().status == 0)
        #expect(try returned() == [])
    }

    /// Registers a lockfile that pins a package of npm by its SHA-512.
    private func register(_ name: String, _ version: String, _ hex: String) throws {
        let file = bench.beside("package-lock.json")
        let script = """
            import base64, json, sys
            name, version, digest = sys.argv[2:]
            integrity = "sha512-" + base64.b64encode(bytes.fromhex(digest)).decode()
            package = {"version": version, "integrity": integrity,
                       "resolved": f"https://registry.npmjs.org/{name}/-/{name}-{version}.tgz"}
            json.dump({"name": "web", "lockfileVersion": 3, "packages": {"": {}, f"node_modules/{name}": package}},
                      open(sys.argv[1], "w"))
            """
        try bench.shell([Agent.python, "-c", script, file, name, version, hex])
        let run = try Agent.run(["lock", "add", file, "--db", bench.database])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
    }

    /// A cache that goes because of its age holds nothing bad.
    @Test func whatWentWithoutCauseMayComeBack() throws {
        try bench.tree.write("a", "content")
        _ = try bench.audit()
        _ = try purge.makePlan()
        #expect(try purge.apply().status == 0)
        try bench.tree.write("a", "content")
        #expect(try returned() == [])
    }

    /// Content that has an empty digest or a digest of its own under another name.
    @Test func aFindingIsKnownByItsContentAlone() throws {
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        _ = try bench.audit(["--fail-on", "never"])
        let plan = try purge.makePlan(["--rule", "cached-redirect"])
        let path = try #require(plan["targets"]?.array?.first?["entries"]?.array?.first?["path"]?.string)
        try bench.shell(["cp", bench.tree.path + "/" + path, bench.beside("copy")])
        #expect(try purge.apply().status == 0)
        try bench.tree.write("another", "harmless")
        #expect(try returned() == [])
        try bench.shell(["cp", bench.beside("copy"), bench.tree.path + "/elsewhere"])
        #expect(try returned() == ["critical elsewhere"])
    }

    /// What the host's own admin puts back has not returned by itself; until it is purged once more.
    @Test func whatWasRestoredIsNoFinding() throws {
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        _ = try bench.audit(["--fail-on", "never"])
        let plan = try purge.makePlan(["--rule", "cached-redirect"])
        let entry = try #require(plan["targets"]?.array?.first?["entries"]?.array?.first)
        let path = try #require(entry["path"]?.string)
        #expect(entry["cause"]?.boolean == true)
        #expect(try purge.apply().status == 0)
        let row = try #require(try quarantined().first)
        #expect(row["restored"] == .null)
        let id = try #require(row["id"]?.string)
        #expect(try Agent.run(["quarantine", "restore", id, "--db", bench.database]).status == 0)
        #expect(try returned() == [])
        #expect(try quarantined().first?["restored"]?.string?.isEmpty == false)
        try bench.shell(["cp", bench.tree.path + "/" + path, bench.tree.path + "/elsewhere"])
        #expect(try returned() == ["critical elsewhere"])
        _ = try purge.makePlan(["--rule", "cached-redirect"])
        try bench.shell(["cp", bench.tree.path + "/" + path, bench.beside("copy")])
        #expect(try purge.apply().status == 0)
        try bench.shell(["cp", bench.beside("copy"), bench.tree.path + "/" + path])
        #expect(try returned().contains("critical \(path)"))
    }

    private func quarantined() throws -> [JSONValue] {
        let run = try Agent.run(["quarantine", "list", "--db", bench.database, "--format", "json"])
        return try JSON.parse(run.output)["entries"]?.array ?? []
    }

    /// The section on purging, command by command.
    @Test func theReadmeIsRight() throws {
        try unpackFixture("ecosystems/pip/25.3", to: bench.tree.path)
        let readme = try Program.run(["cat", fixture("") + "../../README.md"]).outputText
        let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("Purging\n") })
        let lines = section.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { line in
            line.dropFirst(2).replacing("/root/.cache/pip", bench.tree.path)
                .replacing("/root/bezoar/caches.db", bench.database).replacing("bezoar ", "\"$B\" ")
        }
        #expect(lines.count == 5)
        for line in lines {
            let run = try Agent.shell("cd \(bench.beside("state")) && \(line)")
            #expect(run.status == 0, "\(line): \(run.text)\(run.errorText)")
        }
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [true])
    }
}

extension String {
    fileprivate func replacing(_ old: String, _ new: String) -> String { String(self[...].replacing(old, new)) }
}

extension Substring {
    fileprivate func replacing(_ old: String, _ new: String) -> Substring {
        var rest = self
        var result = ""
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return (result + rest)[...]
    }
}
