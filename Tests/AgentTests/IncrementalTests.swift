import Bytes
import TestSupport
import Testing

/// The manifest tells the truth about what changed between two audits.
struct IncrementalTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        for name in ["a", "b", "c", "folder/d", "folder/e"] { try bench.tree.write(name, "content of \(name)") }
    }

    /// Audits and compares the manifest with the tree.
    private func audit(_ words: [String] = [], exit: Int32 = 0) throws -> AuditDocument {
        let run = try bench.audit(words)
        #expect(run.status == exit, "\(run.text)\(run.errorText)")
        #expect(try Agent.script("compare.py", [bench.database, bench.tree.path]) == "equal\n")
        return try run.report()
    }

    @Test func nothingChanged() throws {
        #expect(try audit().changes().isEmpty)
        let report = try audit()
        #expect(report.changes() == [0, 0, 0, 0])
        #expect(report.count("reused") == 5)
        #expect(report.count("hashed") == 0)
        #expect(try bench.lastChanges().isEmpty)
    }

    @Test("A store into mapped memory that leaves no time is seen by the next audit", arguments: [[], ["other-name"]])
    func mappedMemory(names: [String]) throws {
        let said = try Agent.script("mapped.py", [Agent.path, bench.beside("mapped")] + names)
        if said != "seen\n", !said.hasPrefix("unseen") { try Test.cancel("\(said)") }
        #expect(said == "seen\n")
    }

    /// A long write stamps a file when it begins, and may go on after the file was read.
    @Test func whileItIsOpenForWriting() throws {
        let lease = "import fcntl, os, sys; fcntl.fcntl(os.open(sys.argv[1], 0), fcntl.F_SETLEASE, fcntl.F_RDLCK)"
        guard Program.succeeds([Agent.python, "-c", lease, bench.tree.file("a")]) else {
            try Test.cancel("this file system has no leases")
        }
        let writer = ["sh", "-c", "exec 9>>\"$0\"; exec \"$@\"", bench.tree.file("a")]
        #expect(try bench.audit(under: writer).report().count("hashed") == 5)
        #expect(try bench.audit(under: writer).report().count("hashed") == 1)
        let after = try bench.audit().report()
        #expect(after.count("hashed") == 1)
        #expect(after.findings.isEmpty)
        #expect(try bench.audit().report().count("hashed") == 0)
    }

    /// Files that may still be changed without a trace are read by each audit, and their versions say so.
    @Test func anHonestChangeOfAFreshFileIsNoSilentOne() throws {
        let words = ["audit", "--tree", bench.tree.path, "--db", bench.database, "--format", "json", "--rehash", "0"]
        for content in ["first", "first", "other", "other", "third"] {
            try bench.tree.write("a", content)
            for _ in 0..<2 {
                let report = try Agent.run(words).report()
                #expect(report.findings.isEmpty)
                #expect(report.outcome == "clean")
            }
        }
    }

    @Test func addChangeRemove() throws {
        _ = try audit()
        try bench.tree.write("new", "new")
        try bench.tree.write("a", "other")
        try bench.tree.remove("b")
        let report = try audit()
        #expect(report.changes() == [1, 1, 1, 0])
        #expect(report.count("hashed") == 2)
        #expect(try bench.lastChanges() == ["added new", "modified a", "removed b"])
        _ = try audit()
        #expect(try bench.lastChanges().isEmpty)
    }

    @Test func moves() throws {
        _ = try audit()
        try bench.tree.rename("a", to: "folder/moved")
        #expect(try audit().changes() == [0, 0, 0, 1])
        #expect(try bench.lastChanges() == ["moved a folder/moved"])
        try bench.tree.rename("folder", to: "other")
        #expect(try audit().changes() == [0, 0, 0, 3])
    }

    @Test func swapOfTwoFiles() throws {
        _ = try audit()
        try bench.tree.rename("a", to: "t")
        try bench.tree.rename("b", to: "a")
        try bench.tree.rename("t", to: "b")
        #expect(try audit().changes() == [0, 0, 2, 0])
        #expect(try bench.lastChanges() == ["modified a", "modified b"])
    }

    @Test func modesAndLinks() throws {
        _ = try audit()
        try bench.tree.setMode("a", 0o600)
        #expect(try audit().changes() == [0, 0, 1, 0])
        try bench.tree.remove("b")
        try bench.tree.link("b", to: "c")
        #expect(try audit().changes() == [0, 0, 1, 0])
        #expect(try bench.lastChanges() == ["modified b"])
        try bench.tree.remove("b")
        try bench.tree.link("b", to: "a")
        #expect(try audit().changes() == [0, 0, 1, 0], "another target is another content")
        try bench.tree.remove("c")
        try bench.tree.makeFolder("c")
        #expect(try audit().changes() == [0, 1, 0, 0])
    }

    @Test func onlyTouched() throws {
        _ = try audit()
        try bench.tree.setTime("a", 1_600_000_000)
        let report = try audit()
        #expect(report.count("hashed") == 1)
        #expect(report.changes() == [0, 0, 0, 0])
    }

    @Test func backAsItWas() throws {
        _ = try audit()
        try bench.shell(["cp", "-a", bench.tree.path + "/a", bench.beside("kept")])
        try bench.tree.remove("a")
        #expect(try audit().changes() == [0, 1, 0, 0])
        try bench.shell(["cp", "-a", bench.beside("kept"), bench.tree.path + "/a"])
        #expect(try audit().changes() == [1, 0, 0, 0])
        #expect(try bench.lastChanges() == ["added a"])
    }

    @Test func sameSizeAndTimeInPlace() throws {
        try bench.shell(["cp", "-a", bench.tree.path + "/a", bench.beside("reference")])
        _ = try audit()
        // An attacker sets the time back; the change time gives it away.
        try bench.shell([
            "sh", "-c", "printf X | dd of=\(bench.tree.path)/a conv=notrunc status=none",
        ])
        try bench.shell(["touch", "-r", bench.beside("reference"), bench.tree.path + "/a"])
        let report = try audit()
        #expect(report.changes() == [0, 0, 1, 0])
        #expect(report.count("hashed") == 1)
    }

    @Test func againstAnAcceptedBaseline() throws {
        _ = try audit()
        _ = try Agent.run(["baseline", "accept", "--db", bench.database])
        for round in 0..<3 {
            try bench.tree.write("round\(round)", "x")
            _ = try audit()
        }
        let run = try Agent.run(["baseline", "diff", "--db", bench.database, "--format", "json"])
        #expect(run.status == 1)
        #expect(try run.report().json["changes"]?.array?.count == 3)
    }

    @Test func everyFileIsReadAgainInTurn() throws {
        for number in 0..<60 { try bench.tree.write("many/\(number)", "x\(number)") }
        #expect(try audit().count("hashed") == 65)
        var hashed: Int64 = 0
        for _ in 0..<5 {
            let report = try audit(["--rehash", "5"])
            hashed += report.count("hashed")
            #expect(report.count("hashed") < 65)
            #expect(report.count("hashed") + report.count("reused") == 65)
        }
        #expect(hashed == 65)
        #expect(try audit(["--full"]).count("hashed") == 65)
    }

    @Test(.enabled(if: Agent.isRoot, "mounting needs root"))
    func contentThatChangedWithoutATrace() throws {
        let image = bench.beside("disk")
        try bench.shell(["truncate", "-s", "8M", image])
        try bench.shell(["mkfs.ext4", "-q", image])
        guard let device = try? bench.shell(["losetup", "-f", "--show", image]) else {
            try Test.cancel("there are no loop devices here")
        }
        let loop = String(device.dropLast())
        defer { _ = try? Program.run(["losetup", "-d", loop]) }
        try bench.mount([loop], at: bench.tree.path)
        defer { _ = try? Program.run(["umount", bench.tree.path]) }
        try bench.shell(["rmdir", bench.tree.path + "/lost+found"])
        let secret = "the content that somebody trusted"
        try bench.shell(["sh", "-c", "printf '\(secret)' > \(bench.tree.path)/file"])
        _ = try audit()
        try bench.unmount(bench.tree.path)
        try Agent.script("patch.py", [loop, "trusted", "twisted"])
        try bench.mount([loop], at: bench.tree.path)
        // Nothing but the content tells.
        #expect(try bench.audit().report().count("reused") == 1)
        let report = try audit(["--full"], exit: 1)
        #expect(report.findings == [.init(rule: "silent-change", path: "file", severity: "critical")])
        #expect(report.changes() == [0, 0, 1, 0])
        let evidence = report.json["findings"]?.array?.first
        #expect(evidence?["expected"]?.array?.count == 1)
        #expect(evidence?["actual"]?.string?.hasPrefix("sha256:") == true)
        try bench.unmount(bench.tree.path)
    }
}
