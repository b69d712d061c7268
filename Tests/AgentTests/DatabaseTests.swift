import TestSupport
import Testing

/// Manifests that cannot be used: a clear word that names the file, exit code 4, and nothing lost.
struct DatabaseTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        for number in 0..<200 { try bench.tree.write("folder\(number % 7)/\(number)", "content \(number)") }
        #expect(try bench.audit().status == 0)
    }

    private func sum() throws -> String { try bench.shell(["sha256sum", bench.database]) }

    /// An audit that must be refused with these words and leave the file alone.
    private func expectRefusal(_ words: [String], under prefix: [String] = [], keeps: Bool = true) throws {
        let before = try sum()
        let run = try bench.audit(under: prefix)
        #expect(run.status == 4, "\(run.status) \(run.text)")
        #expect(run.output.isEmpty)
        #expect(run.errorText.contains(bench.database), "\(run.errorText)")
        for word in words { #expect(run.errorText.contains(word), "\(run.errorText)") }
        if keeps { #expect(try sum() == before) }
    }

    /// The old content is there and a next audit is right.
    private func expectSound() throws {
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
        let report = try bench.audit().report()
        #expect(report.isComplete)
        #expect(report.changes() == [0, 0, 0, 0])
        #expect(try Agent.script("compare.py", [bench.database, bench.tree.path]) == "equal\n")
    }

    // MARK: In use

    @Test func anotherAuditIsWriting() throws {
        _ = try bench.audit()
        try bench.shell(["fallocate", "-l", "3G", bench.tree.path + "/big"])
        let first = try Agent.start(bench.auditWords(["--full"]))
        try Agent.waitUntilWalking(first)
        first.signal(19)
        try expectRefusal(["process \(first.process)"], keeps: false)
        #expect(try Agent.run(["baseline", "accept", "--db", bench.database]).status == 4)
        // Readers see the last committed state: nothing of this audit yet, a part of it (3), or all of it, without (0)
        // or with changes (1). How far it is depends on the moment; it is never an error.
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
        #expect([0, 1, 3].contains(try Agent.run(["baseline", "diff", "--last", "--db", bench.database]).status))
        first.signal(18)
        first.signal(15)
        #expect(try first.wait(atMost: Agent.patience).status == 130)
        try bench.tree.remove("big")
        _ = try bench.audit()
        try expectSound()
    }

    @Test(arguments: ["IMMEDIATE", "EXCLUSIVE"])
    func anotherProgramIsWriting(kind: String) throws {
        let holder = try Program.start([Agent.python, fixture("agent/hold.py"), bench.database, kind])
        defer {
            holder.signal(9)
            _ = try? holder.wait()
        }
        try waitForHolder()
        try expectRefusal(["in use"])
        holder.signal(9)
        Program.pause(microseconds: 50_000)
        try expectSound()
    }

    private func waitForHolder() throws {
        for _ in 0..<2500 where try Program.run(["test", "-e", bench.database + ".held"]).status != 0 {
            Program.pause(microseconds: 2000)
        }
    }

    @Test func anotherProgramIsReading() throws {
        let holder = try Program.start([Agent.python, fixture("agent/hold.py"), bench.database, "READ"])
        defer {
            holder.signal(9)
            _ = try? holder.wait()
        }
        try waitForHolder()
        try bench.tree.write("more", "x")
        let run = try bench.audit()
        #expect(run.status == 0)
        #expect(run.errorText.contains("another program reads the manifest"), "\(run.errorText)")
        #expect(try run.report().changes() == [1, 0, 0, 0])
        try expectSound()
    }

    // MARK: Broken

    @Test(arguments: ["cut", "half", "zero-header", "random-header", "text", "noise", "short"])
    func broken(how: String) throws {
        try Agent.script("damage.py", [bench.database, how])
        try expectRefusal([])
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 4)
        #expect(try Agent.run(["baseline", "diff", "--last", "--db", bench.database]).status == 4)
        #expect(try Agent.run(["baseline", "accept", "--db", bench.database]).status == 4)
    }

    @Test func eachPageInTurn() throws {
        let kept = bench.beside("kept")
        try bench.shell(["cp", bench.database, kept])
        let pages = try Agent.script("damage.py", [bench.database, "count"])
        for page in 1..<(Int(pages.dropLast()) ?? 1) {
            for how in ["zero-page", "random-page", "flip-page"] {
                try bench.shell(["cp", kept, bench.database])
                try Agent.script("damage.py", [bench.database, how, "\(page)"])
                try expectNoSilence("page \(page) \(how)")
            }
        }
    }

    /// A damaged manifest is refused, or reported, or the damage met nothing that is in use.
    private func expectNoSilence(_ place: String) throws {
        let doctor = try Agent.run(["doctor", "--db", bench.database])
        #expect([0, 4].contains(doctor.status), "\(place)")
        for words in [[], ["--full"]] {
            let run = try bench.audit(words)
            #expect(!run.isCrash && [0, 1, 4].contains(run.status), "\(place): \(run.status) \(run.errorText)")
            if run.status == 4 { #expect(run.errorText.contains(bench.database), "\(place)") }
            if doctor.status == 0 { #expect(run.status == 0, "\(place)") }
            guard run.status == 0, !words.isEmpty else { continue }
            // Every row was looked at: what the manifest says now is true.
            let answer = try Agent.script("compare.py", [bench.database, bench.tree.path])
            #expect(answer.hasSuffix("equal\n"), "\(place): \(answer)")
        }
    }

    @Test func newerVersion() throws {
        try Agent.script("edit.py", [bench.database, "PRAGMA user_version = 999"])
        try expectRefusal(["999", "newer"])
    }

    @Test func anotherProgramsDatabase() throws {
        try bench.shell(["rm", bench.database])
        try Agent.script("edit.py", [bench.database, "CREATE TABLE theirs (x)"])
        try expectRefusal(["not a manifest"])
    }

    @Test func emptyFileIsAnEmptyManifest() throws {
        try bench.shell(["truncate", "-s", "0", bench.database])
        #expect(try bench.audit().report().count("hashed") == 200)
        try expectSound()
    }

    // MARK: Places

    @Test func aLinkInItsPlace() throws {
        try bench.shell(["mv", bench.database, bench.beside("real.db")])
        try bench.shell(["ln", "-s", bench.beside("real.db"), bench.database])
        try expectRefusal(["symbolic link"])
        try bench.shell(["rm", bench.database])
        try bench.shell(["ln", "-s", bench.beside("missing"), bench.database])
        let run = try bench.audit()
        #expect(run.status == 4)
        #expect(try Program.run(["test", "-e", bench.beside("missing")]).status != 0)
    }

    @Test func aLinkToItsFolder() throws {
        try bench.shell(["ln", "-s", bench.beside("state"), bench.beside("link")])
        let words = ["audit", "--tree", bench.tree.path, "--rehash", "0", "--format", "json"]
        let run = try Agent.run(words + ["--db", bench.beside("link/m.db")])
        #expect(try run.report().count("reused") == 200)
    }

    @Test func folderFIFOAndDeviceInItsPlace() throws {
        for command in ["mkdir", "mkfifo"] {
            let path = bench.beside(command)
            try bench.shell([command, path])
            let run = try Agent.run(["audit", "--tree", bench.tree.path, "--db", path])
            #expect(run.status == 4)
            #expect(run.errorText.contains(path), "\(run.errorText)")
        }
        let run = try Agent.run(["audit", "--tree", bench.tree.path, "--db", bench.beside("state") + "/"])
        #expect(run.status == 4)
    }

    @Test(arguments: ["-wal", "-shm"])
    func aFIFOBesideIt(suffix: String) throws {
        for name in [bench.database, bench.beside("new.db")] {
            try bench.shell(["rm", "-f", name + suffix])
            try bench.shell(["mkfifo", name + suffix])
            let run = try Agent.run(["audit", "--tree", bench.tree.path, "--db", name])
            #expect(run.status == 4)
            #expect(run.errorText.contains(name + suffix + ": "), "\(run.errorText)")
            #expect(run.errorText.contains("FIFO"), "\(run.errorText)")
        }
    }

    @Test func anEmptyFileInItsPlaceIsSaid() throws {
        let words = ["audit", "--tree", bench.tree.path, "--db", bench.database]
        #expect(try Agent.run(words).errors.isEmpty)
        try bench.shell(["truncate", "-s", "0", bench.database])
        let run = try Agent.run(words)
        #expect(run.errorText.contains("the manifest was an empty file"), "\(run.errorText)")
        try bench.shell(["truncate", "-s", "0", bench.database])
        try bench.shell(["sh", "-c", "echo x > '\(bench.database)-wal'"])
        let cut = try Agent.run(words)
        #expect(cut.status == 4)
        #expect(cut.errorText.contains("its write-ahead log is not"), "\(cut.errorText)")
    }

    @Test func doctorSaysWhyAManifestCannotBeRead() throws {
        let missing = try Agent.run(["doctor", "--db", bench.beside("state/none.db")])
        #expect(missing.text.contains("the first audit makes it"), "\(missing.text)")
        let nowhere = try Agent.run(["doctor", "--db", bench.beside("no/such.db")])
        #expect(nowhere.status == 4)
        #expect(nowhere.text.contains("its folder cannot be opened: No such file"), "\(nowhere.text)")
        let file = try Agent.run(["doctor", "--db", bench.canary + "/m.db"])
        #expect(file.status == 4)
        #expect(file.text.contains("it cannot be looked at: Not a directory"), "\(file.text)")
    }

    @Test(.enabled(if: Agent.isRoot, "becoming another user needs root"))
    func aFileThatMayNotBeWritten() throws {
        try bench.shell(["chmod", "755", bench.beside("")])
        try bench.shell(["chown", "-R", "65534", bench.beside("state"), bench.tree.path])
        try bench.shell(["chmod", "400", bench.database])
        let user = ["setpriv", "--reuid=65534", "--clear-groups"]
        try expectRefusal(["cannot be written"], under: user)
        try bench.shell(["chmod", "0", bench.database])
        try expectRefusal([], under: user)
        try bench.shell(["chmod", "600", bench.database])
        try bench.shell(["chmod", "500", bench.beside("state")])
        try expectRefusal([], under: user)
        try bench.shell(["chmod", "700", bench.beside("state")])
        let run = try bench.audit(under: user)
        #expect(run.status == 0, "\(run.status) \(run.text) \(run.errorText)")
        #expect(run.errors.isEmpty, "\(run.errorText)")
    }

    @Test(.enabled(if: Agent.isRoot, "mounting needs root"))
    func aFolderThatMayNotBeWritten() throws {
        try bench.mount(["--bind", bench.beside("state")], at: bench.beside("state"))
        try bench.shell(["mount", "-o", "remount,bind,ro", bench.beside("state")])
        try expectRefusal(["read-only"])
        // Looking needs no writing.
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
        try bench.shell(["mount", "-o", "remount,bind,rw", bench.beside("state")])
        try expectSound()
    }

    @Test(.enabled(if: Agent.isRoot, "mounting needs root"), arguments: ["1536k", "2m"])
    func aFullDisk(size: String) throws {
        let small = bench.beside("small")
        try bench.shell(["mkdir", small])
        try bench.mount(["-t", "tmpfs", "-o", "size=\(size)", "none"], at: small)
        let words = ["audit", "--rehash", "0", "--format", "json", "--db", small + "/m.db", "--tree"]
        let little = bench.tree.path + "/folder0"
        #expect(try Agent.run(words + [little]).status == 0)
        try bench.tree.makeFolder("many")
        try Agent.script("many.py", [bench.tree.path + "/many", "15000", "1000"])
        for _ in 0..<2 {
            let run = try Agent.run(words + [bench.tree.path])
            #expect(run.status == 4, "\(run.text.prefix(300))")
            #expect(run.errorText.contains(small + "/m.db"), "\(run.errorText)")
            #expect(run.errorText.contains("The disk is full"), "\(run.errorText)")
            let doctor = try Agent.run(["doctor", "--db", small + "/m.db"])
            #expect(doctor.status == 0, "\(doctor.text)")
        }
        try bench.shell(["mount", "-o", "remount,size=64m", small])
        #expect(try Agent.run(words + [little]).report().count("reused") > 0)
        #expect(try Agent.run(words + [bench.tree.path]).status == 0)
        #expect(try Agent.script("compare.py", [small + "/m.db", bench.tree.path]) == "equal\n")
        #expect(try Agent.script("compare.py", [small + "/m.db", little]) == "equal\n")
    }
}
