import Bytes
import TestSupport
import Testing

/// Reports of many hosts, put together: who holds it, since when, and who cannot say.
@Suite struct MergeTests {
    private let bench: AuditBench
    private let reports: TestTree
    private let lists: TestTree
    private var folder: String { reports.path }

    init() throws {
        bench = try AuditBench()
        reports = try TestTree()
        lists = try TestTree()
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
    }

    private static let leftish = "pkg:npm/leftish@1.1.1"

    /// A report of the tree as it is now, as another host would have sent it.
    private func report(of host: String, _ words: [String] = [], lines: Bool = false) throws -> String {
        let all = bench.auditWords(["--fail-on", "never", "--host-name", host] + words)
        return try Agent.run(lines ? all.map { $0 == "json" ? "jsonl" : $0 } : all).text
    }

    private func write(_ name: String, _ text: String) throws {
        try reports.write(name, text)
    }

    private func merge(_ words: [String]) throws -> Run {
        try Agent.run(["merge", folder] + words)
    }

    /// `host what` of each hit.
    private func hits(_ words: [String]) throws -> [String] {
        let run = try merge(words + ["--format", "json"])
        return (try run.report().json["hits"]?.array ?? []).compactMap(\.object).map { hit in
            [hit["host"]?.string, hit["rule"]?.string ?? hit["purl"]?.string].compactMap { $0 }
                .joined(separator: " ")
        }.sorted()
    }

    private func artifact(_ report: String) throws -> JSONObject {
        let all = (try JSON.parse(Array(report.utf8)).object?["artifacts"]?.array ?? []).compactMap(\.object)
        return try #require(all.first { $0["purl"]?.string == Self.leftish })
    }

    @Test func eachHostThatHoldsItIsNamed() throws {
        let first = try report(of: "build-01")
        try write("a.json", first)
        try reports.makeFolder("deep")
        try write("deep/b.jsonl", try report(of: "build-02", lines: true))
        let package = try artifact(first)
        let path = try #require(package["path"]?.string)
        try bench.tree.remove(path)
        try write("c.json", try report(of: "build-03"))
        let both = ["build-01 \(Self.leftish)", "build-02 \(Self.leftish)"]
        #expect(try hits(["--find", Self.leftish]) == both)
        #expect(try hits(["--find", "pkg:npm/leftish@>=1.1.1,<2"]) == both)
        #expect(try hits(["--find", "sha256:" + (package["sha256"]?.string ?? "")]) == both)
        #expect(try hits(["--find", path]) == both)
        #expect(try hits(["--find", "leftish-1.1.1.tgz"]) == both)
        #expect(try hits(["--name-contains", "LEFTISH"]).filter { both.contains($0) } == both)
        let run = try merge(["--find", Self.leftish])
        #expect(run.status == 1, "\(run.errorText)")
        #expect(run.text.hasPrefix("FOUND: 2 hits on 2 of 3 hosts, the first on build-01 at 20"), "\(run.text)")
        let none = try merge(["--find", "pkg:npm/nobody"])
        #expect(none.status == 0 && none.text.hasPrefix("NOTHING FOUND on 3 hosts\n"), "\(none.text)\(none.errorText)")
        let overview = try merge([])
        #expect(overview.status == 0 && overview.text.contains("\nclean    build-03  20"), "\(overview.text)")
    }

    /// All packages and rules of a report, counted by another reader.
    @Test func nothingOfAReportIsLost() throws {
        try bench.tree.write("evil.pth", "import os\n")
        try bench.tree.link("out", to: "/etc/passwd")
        let text = try report(of: "h")
        try write("a.json", text)
        let json = try JSON.parse(Array(text.utf8))
        let purls = (json.object?["artifacts"]?.array ?? []).compactMap { $0.object?["purl"]?.string }
        #expect(!purls.isEmpty)
        for purl in Set(purls) {
            #expect(try hits(["--find", purl]).count == purls.count { $0 == purl }, "\(purl)")
        }
        let rules = (json.object?["findings"]?.array ?? []).compactMap { $0.object?["rule"]?.string }
        #expect(rules.contains("symlink-escape"), "\(rules)")
        for rule in Set(rules) {
            #expect(try hits(["--rule", rule]).count == rules.count { $0 == rule }, "\(rule)")
        }
    }

    @Test func itSaysSinceWhen() throws {
        try bench.tree.link("out", to: "/etc/passwd")
        let first = try JSON.parse(Array(try report(of: "h").utf8)).object
        let started = try #require(first?["started"]?.string)
        Program.pause(microseconds: 5_000)
        let second = try report(of: "h")
        #expect(try artifact(second)["firstSeen"]?.string == started)
        let findings = try JSON.parse(Array(second.utf8)).object?["findings"]?.array ?? []
        let escape = findings.compactMap(\.object).first { $0["rule"]?.string == "symlink-escape" }
        #expect(escape?["firstSeen"]?.string == started)
        try write("a.json", second)
        for words in [["--find", Self.leftish], ["--rule", "symlink-escape"]] {
            let json = try merge(words + ["--format", "json"]).report().json
            #expect(json["hits"]?.array?.first?.object?["firstSeen"]?.string == started)
        }
        // What was away in between is there since it came back; and nobody knows without a manifest.
        let path = try #require(try artifact(second)["path"]?.string)
        try bench.shell(["mv", bench.tree.path + "/" + path, bench.beside("away")])
        _ = try bench.audit(["--fail-on", "never"])
        try bench.shell(["mv", bench.beside("away"), bench.tree.path + "/" + path])
        let back = try report(of: "h")
        #expect(try artifact(back)["firstSeen"]?.string == JSON.parse(Array(back.utf8)).object?["started"]?.string)
        let unknown = try Agent.run(["audit", "--tree", bench.tree.path, "--no-record", "--format", "json"])
        #expect(try artifact(unknown.text)["firstSeen"] == .null)
    }

    @Test func ofOneHostTheNewestCounts() throws {
        let old = try report(of: "h")
        try write("old.json", old)
        try bench.tree.remove(try #require(try artifact(old)["path"]?.string))
        Program.pause(microseconds: 5_000)
        try write("new.json", try report(of: "h"))
        let run = try merge(["--find", Self.leftish, "--format", "json"])
        let summary = try run.report().json["summary"]
        #expect(run.status == 0, "\(run.text)")
        #expect(summary?["hosts"]?.integer == 1 && summary?["replaced"]?.integer == 1)
        // One from the future is not the newest for ever.
        let mark = "\"finished\":\""
        let parts = old.components(around: mark)
        try write("future.json", parts.0 + mark + "2222" + parts.1.dropFirst(4))
        let future = try merge(["--find", Self.leftish])
        #expect(future.status == 3, "\(future.text)")
        #expect(future.text.contains("future.json  it is dated 2222-"), "\(future.text)")
    }

    @Test func whoCannotSayIsNamed() throws {
        try write("a.json", try report(of: "a"))
        try write("b.json", try report(of: "b", ["--full", "--max-file-size", "1"]))
        try lists.write("hosts", "# all\na\nb\nc # the third\n\n")
        let run = try merge(["--find", "pkg:npm/nobody", "--hosts", lists.path + "/hosts"])
        #expect(run.status == 3, "\(run.text)")
        #expect(run.text.hasPrefix("NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN; 2 hosts cannot say\n"), "\(run.text)")
        #expect(run.text.contains("\n  b  its audit did not see everything, first "), "\(run.text)")
        #expect(run.text.contains("\n  c  no report of it could be read\n"), "\(run.text)")
        Program.pause(microseconds: 1_100_000)
        let stale = try merge(["--max-age", "1s", "--format", "json"])
        #expect(stale.status == 3)
        let states = (try stale.report().json["hosts"]?.array ?? []).map { $0.object?["state"]?.string }
        #expect(states == ["stale", "stale"])
        let list = try merge(["--hosts", lists.path + "/none"])
        #expect(list.status == 4 && list.errorText.contains("the list of hosts cannot be read"), "\(list.errorText)")
    }

    @Test func whatIsNoReportIsNamedAndTheRestGoesOn() throws {
        let good = try report(of: "good")
        try write("good.json", good)
        let bad: [(String, String, String)] = [
            ("cut.json", String(good.dropLast(good.utf8.count / 3)), "JSON, line "),
            ("empty.json", "", "JSON, line 1, column 1"),
            ("other.json", "{\"schema\":\"bezoar.hunt/1\"}", "it is no report of an audit, but bezoar.hunt/1"),
            ("deep.json", String(repeating: "[", count: 100_000), "a report of an audit is expected"),
            ("host.json", good.replacing("\"host\":\"good\"", with: "\"host\":7"), "`host` is no text"),
            (
                "long.json",
                good.replacing("\"host\":\"good\"", with: "\"host\":\"\(String(repeating: "x", count: 300))\""),
                "`host` is no name of 1 to 255 bytes"
            ),
            ("twice.json", String(good.dropLast(2)) + ",\"host\":\"other\"}", "a key stands twice"),
            ("sum.json", good.replacing("\"verified\":", with: "\"verified\":-1"), "`verified` is no count"),
            ("lines.jsonl", "{\"type\":\"audit\"}\n{\"type\":\"artifact\",\"name\":7}\n", "line 2, column"),
            ("tail.jsonl", try report(of: "t", lines: true).droppingLastLine(), "`finished` is missing"),
        ]
        for (name, text, _) in bad { try write(name, text) }
        try bench.shell(["mkfifo", folder + "/fifo.json"])
        try bench.shell(["ln", "-s", "good.json", folder + "/link.json"])
        let run = try merge(["--find", "pkg:npm/nobody", "--verbose"])
        #expect(run.status == 3 && !run.isCrash, "\(run.text)")
        let flat = run.text.split(separator: "\n").map { $0.trimmed }.joined(separator: " ")
        for (name, _, words) in bad {
            #expect(flat.contains(folder + "/" + name + " "), "\(name) \(run.text)")
            #expect(flat.contains(words), "\(words) \(run.text)")
        }
        #expect(run.text.contains("1 host, 1 report read"), "\(run.text)")
        #expect(try merge(["--find", Self.leftish]).status == 1)
        let nothing = try Agent.run(["merge", lists.path + "/nowhere", folder + "/good.json"])
        #expect(nothing.status == 3 && nothing.text.contains("nowhere  it cannot be opened"), "\(nothing.text)")
    }

    @Test func wrongWordsAreExplained() throws {
        let word = try merge(["--find", "axios@1.14.1"])
        #expect(word.status == 2 && word.errorText.contains("write pkg:TYPE/axios@1.14.1"), "\(word.errorText)")
        let none = try merge([])
        #expect(none.status == 4 && none.errorText.contains("no report was found"), "\(none.errorText)")
    }
}

extension String {
    /// What stands before a mark and what behind it.
    fileprivate func components(around mark: String) -> (String, String) {
        guard let range = firstRange(of: mark) else { return (self, "") }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }

    fileprivate func droppingLastLine() -> String {
        split(separator: "\n").dropLast().map { $0 + "\n" }.joined()
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
