import Bytes
import TestSupport
import Testing

/// A purge that dies at any step is finished by the next one, which says so.
@Suite(.enabled(if: Agent.isDebug, "release builds cannot be ended at a step")) struct PurgeKillTests {
    /// Steps that no purge of these has.
    private static let many = 40

    /// What the purge is about.
    enum Subject: String, CaseIterable {
        case content, entries
    }

    private func fill(_ purge: PurgeBench, _ subject: Subject) throws {
        for name in ["a", "b", "folder/c", "folder/d/e"] { try purge.bench.tree.write(name, "content of \(name)") }
        if subject == .entries {
            for number in 0..<3 { try purge.bench.tree.link("link\(number)", to: purge.bench.canary) }
            _ = try purge.bench.audit()
        }
    }

    @Test(arguments: Subject.allCases, ["before", "after"])
    func atEachStep(_ subject: Subject, _ moment: String) throws {
        var steps = 0
        for step in 1...Self.many {
            let purge = try PurgeBench()
            try fill(purge, subject)
            _ = try purge.makePlan(subject == .entries ? ["--rule", "symlink-escape"] : [])
            let run = try purge.apply(environment: ["BEZOAR_KILL_STEP": "\(moment)-\(step)"])
            if run.status == 0 { break }
            #expect(run.status == 128 + 9, "step \(step): \(run.status) \(run.errorText)")
            steps += 1
            try check(purge, subject, "\(moment) step \(step)")
        }
        #expect(steps > 4 && steps < Self.many, "\(steps) steps")
    }

    /// Interrupted twice: the receipt has both resumptions, and counts what it can know.
    @Test func againAndAgain() throws {
        let purge = try PurgeBench()
        try fill(purge, .content)
        _ = try purge.makePlan()
        #expect(try purge.apply(environment: ["BEZOAR_KILL_STEP": "after-3"]).status == 137)
        #expect(try purge.purge(["--apply"], environment: ["BEZOAR_KILL_STEP": "after-6"]).status == 137)
        let last = try purge.purge(["--apply"])
        #expect(last.status == 0 && last.errorText.contains(", resumed 1 time before;"), "\(last.errorText)")
        #expect(last.text.contains("resumed 2 times: 2") && last.text.contains(" or more"), "\(last.text)")
        let receipt = try #require(try purge.receipt(1))
        #expect(receipt["resumptions"]?.array?.count == 2 && receipt["countsExact"]?.boolean == false)
        #expect(try purge.receipts().map { $0["countsExact"]?.boolean } == [false])
        #expect(try Agent.run(["receipts", "--db", purge.bench.database]).text.contains(" or more  "))
    }

    /// Paths of the caches of a state root.
    private func paths(_ root: String) throws -> [String] {
        let run = try Agent.run(["caches", "--state", root, "--no-record", "--format", "json"])
        return (try JSON.parse(run.output)["caches"]?.array ?? []).compactMap { $0["path"]?.string }
    }

    /// What was interrupted is finished in its own state roots, whatever the next run is about.
    @Test(arguments: [false, true])
    func theNextRunIsAboutSomethingElse(_ isPlanned: Bool) throws {
        let purge = try PurgeBench()
        let root = purge.bench.tree.path
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: root)
        let words = ["--state", root, "--all", "--apply"]
        #expect(try purge.purge(words, environment: ["BEZOAR_KILL_STEP": "after-8"]).status == 137)
        let other = purge.bench.beside("other")
        try purge.bench.shell(["mkdir", other])
        try purge.bench.shell(["touch", other + "/file"])
        if isPlanned { #expect(try purge.purge(["--tree", other, "--output", purge.plan]).status == 0) }
        let next = try purge.purge(["--apply"] + (isPlanned ? [purge.plan] : ["--tree", other]))
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        #expect(next.text.contains("Purge 1: ") && next.text.contains("Purge 2: 1 cache purged"), "\(next.text)")
        for path in try paths(root) { #expect(try purge.bench.shell(["ls", "-A", path]) == "", "\(path)") }
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [true, true])
    }

    /// `--force` and `--wait` are those of the run that was interrupted.
    @Test(arguments: [false, true])
    func forceIsWhatItWas(_ isForced: Bool) throws {
        let purge = try PurgeBench()
        let root = purge.bench.tree.path
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: root)
        let path = try #require(try paths(root).first { try purge.bench.shell(["ls", "-A", $0]) != "" })
        // A daemon holds the state, and one of its steps has the cache mounted. A mount would be seen by other tests.
        let held = try Program.start(["flock", root + "/runc-overlayfs/metadata_v2.db", "sleep", "60"])
        defer {
            held.signal(9)
            _ = try? held.wait(atMost: 10)
        }
        Program.pause(microseconds: 200_000)
        func use() throws {
            let step = "{\"mounts\":[{\"source\":\"\(path)\"}]}"
            try purge.bench.tree.write("runc-overlayfs/executor/abc/config.json", step)
        }
        if isForced { try use() }
        let words = ["--state", root, "--all", "--apply"] + (isForced ? ["--force"] : ["--wait", "1s"])
        #expect(try purge.purge(words, environment: ["BEZOAR_KILL_STEP": "before-1"]).status == 137)
        if !isForced { try use() }
        let next = try purge.purge(["--apply"] + (isForced ? [] : ["--force"]))
        #expect(next.status == (isForced ? 0 : 3), "\(next.text)\(next.errorText)")
        #expect(next.text.contains("because of --force") == isForced, "\(next.text)")
        #expect(try (purge.bench.shell(["ls", "-A", path]) == "") == isForced)
        let word = isForced ? "not waited for (--force)" : "waited for (--wait), 1.0 s in all"
        #expect(next.errorText.contains(word), "\(next.errorText)")
    }

    private func check(_ purge: PurgeBench, _ subject: Subject, _ what: String) throws {
        // Whoever plans is told, and changes nothing.
        let before = try purge.bench.listing()
        let plan = try purge.purge(["--tree", purge.bench.tree.path])
        #expect(plan.errorText.contains("interrupted"), "\(what): \(plan.errorText)")
        #expect(try purge.bench.listing() == before)

        let next = try purge.purge(["--apply"])
        #expect(next.status == 0 || next.status == 3, "\(what): \(next.status) \(next.errorText)")
        #expect(next.errorText.contains("finishing purge 1, which was interrupted: begun 2"), "\(next.errorText)")
        #expect(next.errorText.contains("(1 cache) of `bezoar purge --tree "), "\(what): \(next.errorText)")
        #expect(next.errorText.contains("purge 1 was interrupted and was finished now"), "\(what): \(next.errorText)")
        let names = try purge.names()
        #expect(!names.contains { $0.contains("bezoar") }, "\(what): \(names)")
        let rest = ["a", "b", "folder/", "folder/c", "folder/d/", "folder/d/e"]
        switch subject {
        case .content:
            let isUntouched = names == rest
            #expect(names.isEmpty == (next.status == 0), "\(what): \(names)")
            #expect(names.isEmpty || isUntouched, "\(what): \(names)")
        case .entries:
            let links = names.filter { $0.hasPrefix("link") }
            #expect(names.filter { !$0.hasPrefix("link") } == rest, "\(what): \(names)")
            #expect(links.isEmpty == (next.status == 0), "\(what): \(names) \(next.status)")
        }
        let receipts = try purge.receipts()
        #expect(receipts.map { $0["status"]?.string } == ["recovered"], "\(what)")
        #expect(receipts.map { $0["complete"]?.boolean } == [next.status == 0], "\(what)")
        let receipt = try #require(try purge.receipt(1))
        #expect(receipt["resumed"]?.boolean == true && receipt["resumptions"]?.array?.count == 1, "\(what)")
        // All parts count, or the receipt says that it does not know.
        let files = receipt["totals"]?["files"]?.integer ?? -1
        let isExact = receipt["countsExact"]?.boolean == true
        let all: Int64 = subject == .content ? 4 : 3
        #expect(isExact ? files == (next.status == 0 ? all : 0) : (0...all).contains(files), "\(what): \(files)")
        #expect(next.text.contains(" or more") == !isExact && next.text.contains("resumed once: 2"), "\(next.text)")
        // Nothing is left to finish.
        #expect(try purge.purge(["--apply"]).status == 2, "\(what)")
        let doctor = try Agent.run(["doctor", "--db", purge.bench.database])
        #expect(doctor.status == 0, "\(what): \(doctor.text)")
    }
}
