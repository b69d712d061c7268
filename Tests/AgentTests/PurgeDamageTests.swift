import Bytes
import TestSupport
import Testing

/// What is said of a quarantine that somebody damaged, of what could not be done, and what helps.
@Suite struct PurgeDamageTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        for name in ["a", "folder/b", "folder/c", "folder/d"] { try bench.tree.write(name, "content of \(name)") }
    }

    private func quarantine(_ words: [String]) throws -> Run {
        try Agent.run(["quarantine"] + words.prefix(1) + ["--db", bench.database] + words.dropFirst())
    }

    /// Does something to each object, as `$f`.
    private func damage(_ command: String) throws {
        try bench.shell([
            "sh", "-c", "for f in \"$0\"/objects/*; do \(command); done", bench.database.dropLast(5) + "/quarantine",
        ])
    }

    @Test(arguments: [": >$f", "rm $f; ln -s /etc/passwd $f", "rm $f; mkfifo $f"])
    func damagedObjectsAreListed(_ command: String) throws {
        #expect(try purge.purge(["--tree", bench.tree.path, "--apply", "--quarantine"]).status == 0)
        #expect(try quarantine(["list"]).status == 0)
        try damage(command)
        let list = try quarantine(["list", "--format", "json"])
        #expect(list.status == 3, "\(list.text)\(list.errorText)")
        #expect(try JSON.parse(list.output)["damaged"]?.array?.count == 4, "\(list.text)")
    }

    @Test(.enabled(if: Agent.isDebug)) func whatIsDamagedIsKeptAnew() throws {
        _ = try purge.makePlan()
        #expect(try purge.apply(["--quarantine"], environment: ["BEZOAR_KILL_STEP": "before-1"]).status == 137)
        try damage(": >$f")
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        #expect(try quarantine(["list"]).status == 0)
        try bench.shell(["mkdir", bench.tree.path + "/folder"])
        #expect(try quarantine(["restore", "--purge", "1"]).errorText.contains("/folder/d"))
        #expect(try bench.shell(["cat", bench.tree.path + "/folder/d"]) == "content of folder/d")
    }

    @Test(.enabled(if: Agent.isDebug)) func whatIsDamagedAndGoneIsSaid() throws {
        _ = try purge.makePlan()
        #expect(try purge.apply(["--quarantine"], environment: ["BEZOAR_FAIL_CALL": "unlinkat/3:-9"]).status == 137)
        try damage(": >$f")
        let next = try purge.purge(["--apply"])
        #expect(next.status == 3, "\(next.text)\(next.errorText)")
        #expect(next.text.contains("is damaged in the quarantine"), "\(next.text)")
        #expect(try purge.receipt(1)?["complete"]?.boolean == false)
    }

    // MARK: Words

    @Test func theHintIsOneThatHelps() throws {
        try bench.shell(["truncate", "-s", "5G", bench.tree.path + "/folder/huge"])
        let run = try purge.purge(["--tree", bench.tree.path, "--apply", "--quarantine"])
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("give --no-quarantine") && !run.text.contains("budget"), "\(run.text)")
        // Nothing was removed, so nobody says that nothing is left.
        let row = run.text.split(separator: "\n").first { $0.hasPrefix("failed ") }
        #expect(row?.hasSuffix(" ?") == true, "\(run.text)")
        #expect(try purge.purge(["--tree", bench.tree.path, "--apply", "--no-quarantine"]).status == 0)
    }

    @Test func whatIsFreedIsWhatWasThere() throws {
        let blocks = try bench.shell(["find", bench.tree.path, "-mindepth", "1", "-printf", "%b\n"])
        let bytes = blocks.split(separator: "\n").reduce(0) { $0 + 512 * (Int64($1) ?? 0) }
        let run = try purge.purge(["--tree", bench.tree.path, "--apply", "--format", "json"])
        let row = try #require(try JSON.parse(run.output)["caches"]?.array?.first)
        #expect(row["bytesFreed"]?.integer == bytes && row["folders"]?.integer == 1, "\(run.text)")
    }

    @Test func nothingIsPutBackAloud() throws {
        #expect(try purge.purge(["--tree", bench.tree.path, "--apply"]).status == 0)
        try bench.tree.write("other", "x")
        #expect(try purge.purge(["--tree", bench.tree.path, "--apply", "--quarantine"]).status == 0)
        let run = try quarantine(["restore", "--purge", "1"])
        #expect(run.status == 0 && run.errorText.contains("nothing was put back"), "\(run.errorText)")
    }

    @Test func aReceiptThatIsNoTextIsNotWritten() throws {
        #expect(try purge.purge(["--tree", bench.tree.path, "--apply"]).status == 0)
        let script = """
            import sqlite3, sys
            d = sqlite3.connect(sys.argv[1])
            d.execute("UPDATE receipt SET document = ?", (b"\\x1b[2Jcleared",))
            d.commit()
            """
        try bench.shell([Agent.python, "-c", script, bench.database])
        let run = try Agent.run(["receipts", "1", "--db", bench.database])
        #expect(run.status == 4 && run.output.isEmpty && run.errorText.contains("is damaged"), "\(run.errorText)")
    }

    @Test(.enabled(if: PurgeUseTests.canMount, "this user may not make mounts"))
    func nobodyFillsWhatIsReadOnly() throws {
        let script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\""
        let words = ["purge", "--db", bench.database, "--tree", bench.tree.path, "--apply"]
        let run = Run(
            try Program.run(["unshare", "--mount", "sh", "-c", script, bench.tree.path, Agent.path] + words))
        #expect(run.status == 3 && run.text.contains("read-only"), "\(run.text)\(run.errorText)")
        #expect(!run.text.contains("a build has begun"), "\(run.text)")
    }
}
