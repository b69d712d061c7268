import TestSupport
import Testing

/// What an attacker can put into a cache: the audit neither follows, opens nor hangs on any of it, names it, and
/// leaves the tree and everything around as it was.
@Suite(.enabled(if: Agent.isRoot, "making devices, owners and mounts needs root"))
struct HostileTreeTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
    }

    /// Audits the tree; sees to it that nothing in it or outside of it changed.
    private func audit(_ words: [String] = [], expecting exit: Int32) throws -> AuditDocument {
        let before = try bench.listing()
        let outside = try Agent.script("listing.py", [bench.beside("canary")])
        let run = try bench.audit(words)
        #expect(run.status == exit, "\(run.text)\(run.errorText)")
        #expect(try bench.listing() == before)
        #expect(try Agent.script("listing.py", [bench.beside("canary")]) == outside)
        return try run.report()
    }

    @Test func linksThatLeadOut() throws {
        try bench.tree.link("absolute", to: bench.canary)
        try bench.tree.link("folder", to: bench.beside("canary"))
        try bench.tree.link("relative", to: "../canary/secret")
        try bench.tree.write("inner/file", "x")
        try bench.tree.link("inside", to: "inner/file")
        let report = try audit(expecting: 1)
        #expect(report.has("symlink-escape", at: "absolute"))
        #expect(report.has("symlink-escape", at: "folder"))
        #expect(report.findings.contains(.init(rule: "symlink-escape", path: "relative", severity: "high")))
        #expect(!report.has("symlink-escape", at: "inside"))
        #expect(report.isComplete)
        #expect(report.count("files") == 5)
        #expect(report.count("directories") == 2)
    }

    @Test func linksInACircle() throws {
        try bench.tree.makeFolder("a/b")
        try bench.tree.link("self", to: "self")
        try bench.tree.link("a/b/up", to: "..")
        try bench.tree.link("one", to: "two")
        try bench.tree.link("two", to: "one")
        let report = try audit(expecting: 0)
        #expect(report.count("files") == 4)
        #expect(report.count("directories") == 3)
    }

    @Test func pipesAndSockets() throws {
        try bench.tree.makeFIFO("fifo")
        try bench.tree.makeSocket("socket")
        try bench.tree.write("file", "x")
        let report = try audit(expecting: 0)
        #expect(report.findings.contains(.init(rule: "special-file", path: "fifo", severity: "medium")))
        #expect(report.findings.contains(.init(rule: "special-file", path: "socket", severity: "medium")))
        #expect(report.count("hashed") == 1)
        #expect(report.isComplete)
    }

    @Test func devices() throws {
        // /dev/watchdog: to open it starts a countdown to a reboot. A loop device: a disk.
        try bench.tree.makeDevice("watchdog", 10, 130)
        try bench.tree.makeDevice("misc-watchdog", 247, 0)
        try bench.shell(["mknod", bench.tree.path + "/disk", "b", "7", "200"])
        let report = try audit(expecting: 1)
        for name in ["watchdog", "misc-watchdog", "disk"] {
            #expect(report.findings.contains(.init(rule: "special-file", path: name, severity: "high")))
        }
        #expect(report.count("hashed") == 0)
    }

    @Test func setuidAndHardLinks() throws {
        try bench.tree.write("su", "#!/bin/sh\n")
        try bench.tree.setMode("su", 0o4755)
        try bench.tree.hardLink("again", to: "su")
        try bench.tree.write("group", "x")
        try bench.tree.setMode("group", 0o2755)
        let report = try audit(expecting: 1)
        for name in ["su", "again", "group"] { #expect(report.has("setuid-file", at: name)) }
        #expect(report.count("files") == 3)
    }

    @Test func hardLinkToAFileOutside() throws {
        try bench.shell(["ln", bench.canary, bench.tree.path + "/stolen"])
        let report = try audit(expecting: 0)
        // Its bytes are in the tree, so they are read; their access time stays all the same.
        #expect(report.count("hashed") == 1)
    }

    @Test func mountInside() throws {
        try bench.tree.write("file", "x")
        try bench.tree.makeFolder("mounted")
        try bench.mount(["-t", "tmpfs", "none"], at: bench.tree.path + "/mounted")
        try bench.tree.write("mounted/hidden", "secret")
        let report = try audit(expecting: 3)
        #expect(report.reason("mounted") == "mount-point")
        #expect(report.count("files") == 1)
        #expect(!report.isComplete)
    }

    @Test func bindMountOfAFile() throws {
        try bench.tree.write("file", "x")
        try bench.mount(["--bind", bench.canary], at: bench.tree.path + "/file")
        let report = try audit(expecting: 3)
        #expect(report.reason("file") == "mount-point")
        #expect(!report.isComplete)
    }

    @Test func namesThatAttackReaders() throws {
        let names: [[UInt8]] = [
            [0xff, 0xfe], Array("new\nline".utf8), Array("esc\u{1b}[31mred".utf8), Array("bidi\u{202e}gnp.exe".utf8),
            Array("\n::error::owned".utf8), Array("<script>".utf8), Array("quote\"\\".utf8), [0xed, 0xa0, 0x80],
            Array("tab\t\r\u{7f}".utf8), Array("line\u{2028}separator".utf8), Array("%41".utf8),
        ]
        for name in names { try bench.tree.write(bytes: name, "x") }
        let report = try audit(expecting: 0)
        #expect(report.count("files") == Int64(names.count))
        #expect(report.count("hashed") == Int64(names.count))
    }

    @Test func deeperThanOneCallTakes() throws {
        // 20 folders with names of 200 bytes: a path of 4,020 bytes, and longer with the place of the tree before it.
        try Agent.script("deep.py", [bench.tree.path, "20", "200"])
        let report = try audit(expecting: 0)
        #expect(report.count("files") == 1)
        #expect(report.count("hashed") == 1)
        #expect(report.count("directories") == 21)
        #expect(try audit(expecting: 0).count("reused") == 1)
    }

    @Test func deeperThanTheLimit() throws {
        try Agent.script("deep.py", [bench.tree.path, "30", "200"])
        try bench.tree.write("file", "x")
        let report = try audit(expecting: 3)
        #expect(report.incomplete.map(\.reason) == ["too-deep"])
        #expect(report.count("files") == 1)
    }

    @Test func deepAndNarrow() throws {
        try Agent.script("deep.py", [bench.tree.path, "2000", "1"])
        #expect(try audit(expecting: 0).count("directories") == 2001)
    }

    @Test func sparseTerabyte() throws {
        try bench.tree.writeSparse("huge", size: 1 << 40, "x", at: 1 << 39)
        try bench.tree.write("file", "x")
        let report = try audit(expecting: 3)
        #expect(report.reason("huge") == "too-large")
        #expect(report.count("hashed") == 1)
    }

    @Test func largestFileThereCanBe() throws {
        try bench.mount(["-t", "tmpfs", "none"], at: bench.tree.path)
        try Agent.script("sparse.py", [bench.tree.path, "3", "\(Int64.max - 4095)"])
        let report = AuditDocument(try bench.audit().report().json)
        #expect(report.incomplete.count == 3)
        // The sum of three such sizes is no number of 64 bits.
        #expect(report.count("bytes") == .max)
    }

    @Test func manyEntriesInOneFolder() throws {
        try Agent.script("many.py", [bench.tree.path, "100000"])
        let run = try bench.audit()
        let report = try run.report()
        #expect(run.status == 0, "\(run.errorText)")
        #expect(report.count("files") == 100_000)
        #expect(try bench.audit().report().count("reused") == 100_000)
    }

    @Test func immutableFiles() throws {
        try bench.tree.write("fixed", "x")
        try bench.tree.write("folder/appended", "x")
        try bench.shell(["chattr", "+i", bench.tree.path + "/fixed"])
        try bench.shell(["chattr", "+a", bench.tree.path + "/folder/appended"])
        try bench.shell(["chattr", "+i", bench.tree.path + "/folder"])
        #expect(try audit(expecting: 0).count("hashed") == 2)
        #expect(try audit(["--full"], expecting: 0).count("hashed") == 2)
    }

    @Test func underAWriter() throws {
        try bench.tree.write("steady", "x")
        let churn = try Program.start([
            Agent.python, fixture("agent/churn.py"), bench.tree.path, bench.beside("canary"),
        ])
        defer {
            churn.signal(9)
            _ = try? churn.wait()
        }
        let outside = try Agent.script("listing.py", [bench.beside("canary")])
        for words in [[], ["--full"], ["--jobs", "8"], ["--full", "--jobs", "1"], [], ["--full"]] {
            let run = try bench.audit(words)
            #expect([0, 1, 3].contains(run.status), "\(run.errorText)")
            let report = try run.report()
            let harmless: Set<String> = ["vanished", "unstable", "moved"]
            #expect(report.incomplete.allSatisfy { harmless.contains($0.reason) }, "\(report.incomplete)")
            #expect(report.isComplete == report.incomplete.isEmpty)
            #expect(!report.findings.contains { $0.rule == "silent-change" || $0.rule == "manifest-edited" })
        }
        #expect(try Agent.script("listing.py", [bench.beside("canary")]) == outside)
        churn.signal(9)
        _ = try churn.wait()
        #expect(try bench.audit().report().isComplete)
        #expect(try Agent.script("compare.py", [bench.database, bench.tree.path]) == "equal\n")
    }
}
