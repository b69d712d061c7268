import Bytes
import TestSupport
import Testing

/// A purge that is told to stop stays open, and the next one goes on with it.
@Suite(.enabled(if: Agent.isDebug, "release builds get no signal at a call")) struct PurgeStopTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
    }

    /// Stops the purge at a call of a kind, and lets the next one go on.
    private func stopAndGoOn(_ call: String, rest: [String], files: [Int64]) throws {
        let run = try purge.purge(["--apply", purge.plan], environment: ["BEZOAR_FAIL_CALL": "\(call):-15"])
        #expect(run.status == 130, "\(run.status) \(run.text)\(run.errorText)")
        #expect(run.text.contains("no receipt yet"), "\(run.text)")
        #expect(!run.text.contains("looked through"), "\(run.text)")
        #expect(run.errorText.contains("`bezoar purge --apply --db \(bench.database) "), "\(run.errorText)")
        #expect(try purge.names() != rest)
        #expect(try purge.receipts().isEmpty)

        let next = try purge.purge(["--apply"])
        #expect(next.status == 0, "\(next.status) \(next.text)\(next.errorText)")
        #expect(next.errorText.contains("purge 1 was interrupted and was finished now"), "\(next.errorText)")
        // The table is that of any purge, and so is the receipt.
        #expect(next.text.hasPrefix("Purge 1: ") && next.text.contains("\nOUTCOME  CACHE"), "\(next.text)")
        let command = try purge.receipt(1)?["request"]?["command"]?.string ?? ""
        #expect(command.hasSuffix(" --apply"), "\(command)")
        #expect(try purge.names() == rest)
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [true])
        let receipt = try #require(try purge.receipt(1))
        #expect(receipt["resumed"]?.boolean == true && receipt["resumptions"]?.array?.count == 1)
        // What was removed before counts as well, in the receipt and in the table.
        #expect(receipt["totals"]?["files"]?.integer == files.reduce(0, +))
        #expect(receipt["countsExact"]?.boolean == true)
        #expect(next.text.contains("resumed once: 2"), "\(next.text)")
        for count in files { #expect(next.text.contains("  \(count)  "), "\(next.text)") }
        #expect(try purge.purge(["--apply"]).status == 2)
    }

    @Test(arguments: ["renameat2/2", "unlinkat/1", "unlinkat/20"])
    func allContent(_ call: String) throws {
        for number in 0..<40 { try bench.tree.write("folder\(number % 4)/\(number)", "content") }
        _ = try purge.makePlan()
        try stopAndGoOn(call, rest: [], files: [40])
    }

    /// Told to stop when nothing is left to do but to remove the trash itself: it is done, and leaves none.
    @Test func atTheLastEntry() throws {
        for number in 0..<3 { try bench.tree.link("link\(number)", to: bench.canary) }
        _ = try bench.audit()
        _ = try purge.makePlan(["--rule", "symlink-escape"])
        let run = try purge.purge(["--apply", purge.plan], environment: ["BEZOAR_FAIL_CALL": "unlinkat/3:-15"])
        #expect(run.status == 130, "\(run.status) \(run.text)\(run.errorText)")
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0 || next.errorText.contains("no purge was interrupted"), "\(next.errorText)")
        #expect(try purge.names() == [])
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [true])
    }

    @Test(arguments: ["renameat2/2", "unlinkat/3"])
    func singleEntries(_ call: String) throws {
        for number in 0..<20 { try bench.tree.link("link\(number)", to: bench.canary) }
        try bench.tree.write("stays", "content")
        _ = try bench.audit()
        _ = try purge.makePlan(["--rule", "symlink-escape"])
        try stopAndGoOn(call, rest: ["stays"], files: [20])
        let list = try Agent.run(["quarantine", "list", "--db", bench.database, "--format", "json"])
        #expect(try JSON.parse(list.output)["entries"]?.array?.count == 20)
    }

    // MARK: Giving up

    /// Where a purge is ended, and what giving it up says of what lies in the trash then.
    struct End: Sendable {
        var step: String
        var isForCause = false
        /// Something stands under the name of `a` by then.
        var isTaken = false
        var words: String
        /// Names in the tree afterwards, without those in the trash.
        var names: [String]
    }

    private static let all = ["a", "b", "deep-1", "folder/", "folder/c"]
    static let ends = [
        // Everything is renamed away, nothing is deleted.
        End(step: "before-4", words: "/b: put back", names: all),
        End(step: "before-4", isTaken: true, words: "something stands under its name now", names: all),
        // Deleting begins, and nothing is deleted yet.
        End(step: "after-4", words: "/b: put back", names: all),
        End(step: "before-1", words: "it had no turn", names: all),
        End(step: "after-1", words: "nothing of it was removed", names: all),
        // Two links are renamed away; a build must not find them again.
        End(step: "before-5", isForCause: true, words: "it went for cause", names: all),
    ]

    @Test(arguments: ends)
    func givenUp(_ end: End) throws {
        for name in ["a", "b", "deep-1", "folder/c"] { try bench.tree.write(name, "content of \(name)") }
        if end.isForCause {
            for name in ["link1", "link2"] { try bench.tree.link(name, to: bench.canary) }
            _ = try bench.audit()
        }
        _ = try purge.makePlan(end.isForCause ? ["--rule", "symlink-escape"] : [])
        #expect(try purge.apply(environment: ["BEZOAR_KILL_STEP": end.step]).status == 137)
        if end.isTaken { try bench.tree.write("a", "new") }
        let before = try bench.shell(["find", bench.tree.path, "-type", "f", "-o", "-type", "l"])
            .split(separator: "\n").count
        let plan = try purge.purge(["--tree", bench.tree.path])
        #expect(plan.errorText.contains("`bezoar purge --drop 1 --db \(bench.database) "), "\(plan.errorText)")

        let run = try purge.purge(["--drop", "1"])
        #expect(run.status == 0, "\(run.status) \(run.text)\(run.errorText)")
        #expect(run.errorText.contains("giving up purge 1, which was interrupted: begun 2"), "\(run.errorText)")
        #expect(run.text.hasPrefix("Purge 1: stopped, nothing more is removed; 0 caches purged"), "\(run.text)")
        let words = run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains(end.words), "\(run.text)")
        let names = try purge.names()
        #expect(names.filter { !$0.hasPrefix(".bezoar-purge-") } == end.names, "\(names)")
        let after = try bench.shell(["find", bench.tree.path, "-type", "f", "-o", "-type", "l"])
        #expect(after.split(separator: "\n").count == before, "nothing is removed")
        // What stays in the trash is said by its path.
        for name in names where name.hasPrefix(".bezoar-purge-") && name.last != "/" {
            guard name.split(separator: "/").count == 2 else { continue }
            #expect(words.contains(name) && words.contains("below \(bench.tree.path)"), "\(name): \(run.text)")
        }
        let receipts = try purge.receipts()
        #expect(receipts.map { $0["status"]?.string } == ["stopped"])
        let receipt = try #require(try purge.receipt(1))
        #expect(receipt["stopped"]?.boolean == true && receipt["complete"]?.boolean == false)
        #expect(receipt["removed"]?.array?.isEmpty == true && receipt["totals"]?["files"]?.integer == 0)
        // It is over: nothing finishes it, and nobody gives it up twice.
        #expect(try purge.purge(["--apply"]).status == 2)
        let again = try purge.purge(["--drop", "1"])
        #expect(again.status == 4 && again.errorText.contains("not interrupted but stopped"), "\(again.errorText)")
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
    }

    /// What the deletion has not come to is whole, and comes back; what it may have come to stays where it is.
    @Test func whatIsWholeComesBack() throws {
        for folder in 0..<12 {
            for file in 0..<10 { try bench.tree.write("folder\(folder)/deep/\(file)", "content") }
        }
        try bench.tree.write("plain", "content")
        _ = try purge.makePlan()
        #expect(try purge.apply(environment: ["BEZOAR_FAIL_CALL": "unlinkat/6:-9"]).status == 137)
        let run = try purge.purge(["--drop", "1"])
        #expect(run.status == 0, "\(run.status) \(run.text)\(run.errorText)")
        let words = run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("deleting had begun, and it may not be whole"), "\(run.text)")
        let names = try purge.names()
        let back = (0..<12).filter { names.contains("folder\($0)/") }
        #expect(!back.isEmpty && back.count < 12, "\(names)")
        for folder in back {
            #expect(names.count { $0.hasPrefix("folder\(folder)/deep/") } == 11, "\(folder): \(names)")
        }
        // All that is not gone is somewhere.
        #expect(names.contains("plain") || names.contains { $0.hasSuffix("/plain") } || back.count < 12)
    }

    /// Once somebody has given it up, an interruption does not turn that into a removal.
    @Test(arguments: ["after-4", "after-5"])
    func givingUpIsInterrupted(_ step: String) throws {
        for name in ["a", "b"] { try bench.tree.write(name, "content of \(name)") }
        _ = try purge.makePlan()
        #expect(try purge.apply(environment: ["BEZOAR_KILL_STEP": "before-4"]).status == 137)
        #expect(try purge.purge(["--drop", "1"], environment: ["BEZOAR_KILL_STEP": step]).status == 137)
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0 && next.errorText.contains("purge 1 was given up"), "\(next.text)\(next.errorText)")
        #expect(try purge.names() == ["a", "b"])
        #expect(try purge.receipts().map { $0["status"]?.string } == ["stopped"])
    }

    /// Whoever writes to a cache can make a folder that looks like the trash: nothing is put anywhere out of it.
    @Test func aTrashOfOthersIsLeftAlone() throws {
        try bench.tree.write("a", "content")
        _ = try purge.makePlan()
        #expect(try purge.apply(environment: ["BEZOAR_KILL_STEP": "before-4"]).status == 137)
        let other = ".bezoar-purge-0123456789abcdef"
        try bench.tree.write(other + "/planted", "content")
        let run = try purge.purge(["--drop", "1", "--format", "json"])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let report = try JSON.parse(run.output)
        #expect(report["status"]?.string == "stopped" && report["summary"]?["complete"]?.boolean == false)
        let notes = (report["caches"]?.array?.first?["notes"]?.array ?? []).compactMap(\.string)
        #expect(notes == ["\(bench.tree.path)/a: put back", "nothing of it was removed"], "\(notes)")
        #expect(try purge.names() == [other + "/", other + "/planted", "a"])
        let list = try Agent.run(["receipts", "--db", bench.database])
        #expect(list.text.contains("  stopped  "), "\(list.text)")
    }

    @Test func onlyWhatIsInterruptedIsGivenUp() throws {
        try bench.tree.write("a", "content")
        _ = try purge.makePlan()
        #expect(try purge.apply().status == 0)
        let done = try purge.purge(["--drop", "1"])
        #expect(done.status == 4 && done.errorText.contains("purge 1 is not interrupted but complete"))
        let none = try purge.purge(["--drop", "9"])
        #expect(none.status == 4 && none.errorText.contains("there is no purge 9; no purge is interrupted"))
        for words in [["--all"], ["--apply"], [purge.plan]] {
            #expect(try purge.purge(["--drop", "1"] + words).status == 2, "\(words)")
        }
        let held = try Program.start(["flock", bench.database + ".lock", "sleep", "30"])
        Program.pause(microseconds: 200_000)
        let run = try purge.purge(["--drop", "1"])
        #expect(run.status == 4 && run.errorText.contains("in use"), "\(run.errorText)")
        held.signal(9)
        _ = try held.wait(atMost: 10)
    }

    /// What had no turn yet is not forgotten either.
    @Test func severalCaches() throws {
        let other = bench.beside("other")
        try bench.shell(["mkdir", other])
        try bench.shell(["touch", other + "/late"])
        for number in 0..<10 { try bench.tree.write("\(number)", "content") }
        _ = try purge.makePlan(["--tree", other])
        try stopAndGoOn("unlinkat/2", rest: [], files: [10, 1])
        #expect(try bench.shell(["ls", "-A", other]) == "")
    }
}
