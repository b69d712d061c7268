import Bytes
import TestSupport
import Testing

/// From plan to receipt.
@Suite struct PurgeTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        for name in ["a", "b", "folder/c"] { try bench.tree.write(name, "content of \(name)") }
        try bench.tree.write(bytes: [0xff, 0x0a], "odd name")
        try bench.tree.link("link", to: bench.canary)
    }

    private func outcomes(_ run: Run) throws -> [String] {
        try (JSON.parse(run.output)["caches"]?.array ?? []).map { $0["outcome"]?.string ?? "" }
    }

    @Test func aPlanRemovesNothingAndApplyingItDoes() throws {
        let before = try bench.listing()
        let plan = try purge.makePlan()
        #expect(try bench.listing() == before)
        let target = try #require(plan["targets"]?.array?.first)
        #expect(target["directory"]?.string == bench.tree.path && target["files"]?.integer == 5)
        #expect(target["way"]?.string == "files" && target["entries"] == .null)

        let keys = try Keys(bench)
        let run = try purge.apply(["--key", keys.secret, "--output", bench.beside("receipt")])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(try outcomes(run) == ["removed"])
        #expect(try purge.names() == [])
        #expect(try bench.shell(["cat", bench.canary]) == "nobody reads this\n")

        let receipts = try purge.receipts(["--key", keys.open])
        #expect(receipts.map { $0["signature"]?.string } == ["verified"])
        #expect(receipts.map { $0["complete"]?.boolean } == [true])
        #expect(receipts.first?["files"]?.integer == 5)
        // The same receipt as in the file, and as another key sees it.
        let kept = try Agent.run(["receipts", "1", "--db", bench.database, "--key", keys.open])
        #expect(kept.status == 0)
        #expect(kept.output == (try Program.run(["cat", bench.beside("receipt")]).output))
        let others = try Keys(bench, name: "other")
        let refused = try Agent.run(["receipts", "--db", bench.database, "--key", others.open])
        #expect(refused.status == 1 && refused.text.contains("other-key"), "\(refused.text)")
        // Applied once more there is nothing left to remove, and that is no failure.
        #expect(try purge.apply().status == 0)
        // A log that SQLite had no time to take back in is part of the manifest.
        let state = try bench.shell(["ls", bench.beside("state"), "--ignore", "m.db-*"])
        #expect(state == "m.db\nm.db.lock\n", "\(state)")
    }

    @Test func nothingIsChosenByAccident() throws {
        let before = try bench.listing()
        for words in [
            [], ["--apply"], ["--since", "2026-11-01", "--all"], [purge.plan], ["--apply", purge.plan, "--all"],
        ] {
            let run = try purge.purge(words)
            #expect(run.status == 2, "\(words): \(run.status) \(run.errorText)")
        }
        // What is there for audits is not meant to be purged.
        let run = try purge.purge(["--apply"], environment: ["BEZOAR_TREE": bench.tree.path])
        #expect(run.status == 2, "\(run.errorText)")
        #expect(try bench.listing() == before)
    }

    @Test func anotherDirectoryInItsPlaceIsRefused() throws {
        _ = try purge.makePlan()
        try bench.shell(["mv", bench.tree.path, bench.beside("moved")])
        try bench.shell(["mkdir", bench.tree.path])
        try bench.shell(["touch", bench.tree.path + "/new"])
        let run = try purge.apply()
        #expect(run.status == 3, "\(run.text)")
        #expect(try outcomes(run) == ["refused"])
        #expect(run.text.contains("another directory"), "\(run.text)")
        #expect(try purge.names() == ["new"])
        // A link in its place is no directory at all.
        try bench.shell(["rm", "-r", bench.tree.path])
        try bench.shell(["ln", "-s", bench.beside("moved"), bench.tree.path])
        #expect(try outcomes(purge.apply()) == ["refused"])
        #expect(try bench.shell(["ls", bench.beside("moved")]).contains("folder"))
        try bench.shell(["rm", bench.tree.path])
        #expect(try outcomes(purge.apply()) == ["refused"])
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [false, false, false])
    }

    @Test func findingsGoAndEvidenceStays() throws {
        _ = try bench.audit()
        let plan = try purge.makePlan(["--rule", "symlink-escape"])
        let entries = plan["targets"]?.array?.first?["entries"]?.array ?? []
        #expect(entries.map { $0["path"]?.string } == ["link"])
        let run = try purge.apply()
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let rest = try purge.names()
        #expect(!rest.contains("link") && rest.contains("folder/c"), "\(rest)")
        #expect(try bench.shell(["cat", bench.canary]) == "nobody reads this\n")

        let list = try Agent.run(["quarantine", "list", "--db", bench.database, "--format", "json"])
        let kept = try #require(try JSON.parse(list.output)["entries"]?.array?.first)
        #expect(kept["path"]?.string == "link" && kept["rule"]?.string == "symlink-escape")
        let id = try #require(kept["id"]?.string)
        let show = try Agent.run(["quarantine", "show", id, "--db", bench.database, "--format", "json"])
        #expect(try JSON.parse(show.output)["target"]?.string == bench.canary)
        let text = try Agent.run(["quarantine", "show", id, "--db", bench.database]).text
        #expect(text.contains("\nmode       0777\n") && text.contains(bench.canary), "\(text)")
        // Back, and not twice.
        #expect(try Agent.run(["quarantine", "restore", id, "--db", bench.database]).status == 0)
        #expect(try bench.shell(["readlink", bench.tree.path + "/link"]) == bench.canary + "\n")
        #expect(try Agent.run(["quarantine", "restore", id, "--db", bench.database]).status == 3)
        #expect(try Agent.run(["quarantine", "drop", id, "--db", bench.database]).status == 0)
        #expect(try Agent.run(["quarantine", "drop", id, "--db", bench.database]).status == 3)
    }

    @Test func anEntryThatChangedIsRefused() throws {
        _ = try bench.audit()
        _ = try purge.makePlan(["--rule", "symlink-escape", "--severity", "low"])
        try bench.tree.remove("link")
        try bench.tree.write("link", "quite another thing")
        let run = try purge.apply()
        #expect(run.status == 3)
        #expect(try outcomes(run) == ["refused"])
        #expect(run.text.contains("changed since the plan was made"), "\(run.text)")
        #expect(try bench.shell(["cat", bench.tree.path + "/link"]) == "quite another thing")
        #expect(try purge.names().contains { $0.contains("bezoar-purge") } == false)
    }

    @Test func withoutRoomForEvidenceNothingIsRemoved() throws {
        let before = try bench.listing()
        _ = try purge.makePlan(["--quarantine"])
        let file = bench.beside("bezoar.toml")
        try bench.shell(["sh", "-c", "printf '[quarantine]\\nbudget = 4096\\n' >\(file)"])
        let run = try purge.apply(environment: ["BEZOAR_CONFIG": file])
        #expect(run.status == 3)
        #expect(try outcomes(run) == ["failed"])
        #expect(run.text.contains("quarantine drop"), "\(run.text)")
        #expect(try bench.listing() == before)
        #expect(try outcomes(purge.apply(["--no-quarantine"])) == ["removed"])
    }

    @Test func plansThatAreNone() throws {
        _ = try purge.makePlan()
        let before = try bench.listing()
        let edits = [
            ("\"host\":\"", "\"host\":\"another"), ("\"kept\":\"\"", "\"kept\":\"../..\""),
            ("\"directory\":\"/", "\"directory\":\""), ("bezoar.plan/1", "bezoar.plan/2"), ("}", ""),
            ("\"rootKind\":\"tree\"", "\"rootKind\":\"docker\""),
        ]
        for (old, new) in edits {
            let edited = bench.beside("edited.json")
            let text = try Program.run(["cat", purge.plan]).outputText
            let range = try #require(text.firstRange(of: old))
            try bench.shell(["sh", "-c", "cat >\(edited) <<'END'\n\(text.replacing(old, with: new, range))\nEND"])
            let run = try purge.purge(["--apply", edited])
            #expect(run.status == 4, "\(new): \(run.status) \(run.text)\(run.errorText)")
            #expect(run.errorText.contains(edited) || run.errorText.contains("host"), "\(run.errorText)")
        }
        #expect(try bench.listing() == before)
    }

    /// In a container the kernel's name is that of the container, and the next one has another.
    @Test func theHostIsCalledWhatItIsTold() throws {
        let name = ["--host-name", "node-7.example"]
        #expect(try purge.makePlan(name)["host"]?.string == "node-7.example")
        let other = try purge.apply()
        #expect(other.status == 4 && other.errorText.contains("made on the host node-7.example"), "\(other.errorText)")
        #expect(try purge.apply(name).status == 0)
        #expect(try purge.receipt(1)?["host"]?.string == "node-7.example")
    }

    /// A package whose version no client would take, as npm's cache would hold it.
    private static let oddVersion = """
        import sys; sys.path.insert(0, sys.argv[2]); from cacache import Cache, tarball
        Cache(sys.argv[1]).add_blob(tarball({"name": "leftish", "version": "odd"}))
        """

    @Test func aVersionThatCannotBeComparedIsNamed() throws {
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        let library = fixture("ecosystems/npm")
        try bench.shell([Agent.python, "-B", "-c", Self.oddVersion, bench.tree.path, library])
        let tree = ["--tree", bench.tree.path, "--output", purge.plan, "--package"]
        let ranged = try purge.purge(tree + ["pkg:npm/leftish@>=1.1.1"])
        #expect(ranged.status == 3, "\(ranged.text)\(ranged.errorText)")
        let plan = try JSON.parse(try Program.run(["cat", purge.plan]).output)
        let unseen = (plan["unseen"]?.array ?? []).compactMap(\.string)
        #expect(unseen.count == 1 && unseen.allSatisfy { $0.contains("1 file of the package") }, "\(unseen)")
        #expect(plan["targets"]?.array?.first?["entries"]?.array?.isEmpty == false)
        // Without a version it is meant like all others; named by its version it is found by it.
        for pattern in ["pkg:npm/leftish", "pkg:npm/leftish@odd"] {
            let run = try purge.purge(tree + [pattern])
            #expect(run.status == 0, "\(run.text)\(run.errorText)")
        }
    }

    @Test func twoPurgesExcludeEachOther() throws {
        _ = try purge.makePlan()
        let held = try Program.start([
            "flock", bench.database + ".lock", "sleep", "30",
        ])
        Program.pause(microseconds: 200_000)
        let run = try purge.apply()
        #expect(run.status == 4 && run.errorText.contains("in use"), "\(run.errorText)")
        held.signal(9)
        _ = try held.wait(atMost: 10)
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String, _ range: Range<Index>) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
