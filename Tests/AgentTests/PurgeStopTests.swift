import Bytes
import TestSupport
import Testing

/// A purge that is told to stop stays open, and the next one goes on with it.
@Suite(.enabled(if: Stage.isDebug, "release builds get no signal at a call")) struct PurgeStopTests {
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

/// How the program was built.
private enum Stage {
    #if DEBUG
        static let isDebug = true
    #else
        static let isDebug = false
    #endif
}
