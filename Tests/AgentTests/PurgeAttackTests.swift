import Bytes
import TestSupport
import Testing

/// Whoever writes to a cache, or to the manifest, while a purge runs or is interrupted: what somebody took out of the
/// trash is never called gone, and nothing is done that nobody asked for.
@Suite(.enabled(if: Agent.isDebug, "release builds cannot be ended at a step")) struct PurgeAttackTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
    }

    /// A purge of three files, or of three links and no file, that ends at a step.
    private func interrupt(_ isOfEntries: Bool, _ step: String) throws {
        try fill(isOfEntries)
        #expect(try purge.apply(environment: ["BEZOAR_KILL_STEP": step]).status == 137)
    }

    private func fill(_ isOfEntries: Bool) throws {
        for name in ["a", "b", "c"] { try bench.tree.write(name, "content of \(name)") }
        if isOfEntries {
            for name in ["link1", "link2", "link3"] { try bench.tree.link(name, to: bench.canary) }
            _ = try bench.audit()
        }
        _ = try purge.makePlan(isOfEntries ? ["--rule", "symlink-escape"] : [])
    }

    /// The one trash folder.
    private func trash() throws -> String {
        let names = try purge.names().filter { $0.hasPrefix(".bezoar-purge-") && $0.hasSuffix("/") }
        return try #require(names.first).replacing("/", with: "")
    }

    private func edit(_ statement: String) throws {
        let script = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()"
        try bench.shell([Agent.python, "-c", script, bench.database, statement])
    }

    // MARK: The trash

    @Test func foldersThatLookLikeTheTrashStay() throws {
        try interrupt(true, "before-5")
        let other = ".bezoar-purge-0123456789abcdef-entries"
        try bench.tree.write(other + "/taken-1-1-1-1-1-1", "planted")
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        #expect(try purge.names() == [other + "/", other + "/taken-1-1-1-1-1-1", "a", "b", "c"])
    }

    /// The trash is renamed away while nobody works on it: what is in it may live on.
    @Test(arguments: [false, true])
    func theTrashIsRenamed(_ isOfEntries: Bool) throws {
        try interrupt(isOfEntries, isOfEntries ? "before-5" : "before-4")
        let elsewhere = bench.beside("elsewhere")
        try bench.shell(["mv", bench.tree.path + "/" + trash(), elsewhere])
        let next = try purge.purge(["--apply"])
        #expect(next.status == 3, "\(next.text)\(next.errorText)")
        #expect(next.text.contains("partly ") && next.text.contains("is not there any more"), "\(next.text)")
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [false])
        #expect(try bench.shell(["ls", elsewhere]) != "")
    }

    @Test(arguments: [false, true])
    func theTrashIsRenamedBeforeItIsGivenUp(_ isOfEntries: Bool) throws {
        try interrupt(isOfEntries, isOfEntries ? "before-5" : "before-4")
        try bench.shell(["mv", bench.tree.path + "/" + trash(), bench.beside("elsewhere")])
        let run = try purge.purge(["--drop", "1"])
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("is not there any more"), "\(run.text)")
    }

    /// Something is moved out of the trash in the moment in which it is deleted, back to where builds find it.
    @Test(arguments: [false, true])
    func somethingIsMovedOutOfTheTrash(_ isOfEntries: Bool) throws {
        try fill(isOfEntries)
        let run = try purge.meanwhile(at: "unlinkat/1") {
            let script = "cd \"$0\" && set -- .bezoar-purge-*/* && mv \"$1\" back && mv \"$2\" back2"
            try bench.shell(["sh", "-c", script, bench.tree.path])
        }
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("partly "), "\(run.text)")
        let words = run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let reason = isOfEntries ? "moved out of the trash by somebody else" : "that were to go are still there"
        #expect(words.contains(reason), "\(run.text)")
        #expect(try purge.receipts().map { $0["complete"]?.boolean } == [false])
        #expect(try purge.names().contains("back"))
    }

    /// What a build writes meanwhile is new, and no remainder.
    @Test func somethingNewIsWritten() throws {
        try fill(false)
        let run = try purge.meanwhile(at: "unlinkat/1") { try bench.tree.write("new/file", "of a build") }
        #expect(run.status == 0 && run.text.contains("a build has begun to fill it again"), "\(run.text)")
        #expect(try purge.names() == ["new/", "new/file"])
    }

    // MARK: Told to stop

    /// Stopping a purge that finishes another one neither forgets nor puts back what was proven.
    @Test func stoppedWhileFinishing() throws {
        try interrupt(true, "before-6")
        let stopped = try purge.purge(["--apply"], environment: ["BEZOAR_FAIL_CALL": "unlinkat/1:-15"])
        #expect(stopped.status == 130, "\(stopped.text)\(stopped.errorText)")
        #expect(!stopped.text.contains("put back"), "\(stopped.text)")
        #expect(try purge.receipts().isEmpty)
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        #expect(try purge.names() == ["a", "b", "c"])
    }

    // MARK: The manifest

    /// A plan that was changed in the manifest is not the one that was asked for.
    @Test func anEditedPlanIsRefused() throws {
        try interrupt(false, "before-4")
        let victim = bench.beside("victim")
        try bench.shell(["mkdir", victim])
        try bench.shell(["touch", victim + "/file"])
        try edit(
            "UPDATE purge SET plan = CAST(replace(CAST(plan AS TEXT), '\(bench.tree.path)', '\(victim)') AS BLOB)")
        let next = try purge.purge(["--apply"])
        #expect(next.status == 3, "\(next.text)\(next.errorText)")
        #expect(next.errorText.contains("cannot be finished: its plan in the manifest"), "\(next.errorText)")
        #expect(next.errorText.contains("`bezoar purge --drop 1 --db \(bench.database)"), "\(next.errorText)")
        #expect(try bench.shell(["ls", victim]) == "file\n")
        let drop = try purge.purge(["--drop", "1"])
        #expect(drop.status == 3 && drop.errorText.contains("its plan cannot be read"), "\(drop.errorText)")
        #expect(try purge.receipt(1)?["complete"]?.boolean == false)
    }

    /// No time that can stand in a manifest ends the program.
    @Test(arguments: [Int64.min, Int64.max, 0])
    func aPurgeBegunAtNoTime(_ time: Int64) throws {
        try interrupt(false, "before-4")
        try edit("UPDATE purge SET started = \(time)")
        let next = try purge.purge(["--apply"])
        #expect(!next.isCrash, "\(next.status) \(next.errorText)")
        #expect(next.status == 0 || next.status == 3, "\(next.status) \(next.text)\(next.errorText)")
    }

    // MARK: The receipt

    /// What was kept before the interruption is named as if there had been none.
    @Test func evidenceOfBeforeIsNamed() throws {
        try interrupt(true, "before-6")
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        let list = try Agent.run(["quarantine", "list", "--db", bench.database, "--format", "json"])
        let kept = (try JSON.parse(list.output)["entries"]?.array ?? []).compactMap { $0["id"]?.string }.sorted()
        let removed = try purge.receipt(1)?["removed"]?.array ?? []
        #expect(kept.count == 3 && removed.compactMap { $0["quarantine"]?.string }.sorted() == kept, "\(removed)")
    }
}
