import Bytes
import TestSupport
import Testing

/// What a purge says of evidence, and of what it has renamed away, is so: whoever writes to the cache meanwhile.
@Suite(.enabled(if: Agent.isDebug, "release builds cannot be ended at a step")) struct PurgeTruthTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
    }

    private func kept() throws -> [JSONValue] {
        let run = try Agent.run(["quarantine", "list", "--db", bench.database, "--format", "json"])
        return try JSON.parse(run.output)["entries"]?.array ?? []
    }

    private func digest(_ text: String) throws -> String {
        String(try bench.shell(["sh", "-c", "printf %s \"$0\" | sha256sum", text]).prefix(64))
    }

    /// What the receipt of purge 1 says was removed under a path.
    private func removed(_ path: String) throws -> JSONValue? {
        (try purge.receipt(1)?["removed"]?.array ?? []).first { $0["path"]?.string == path }
    }

    // MARK: Evidence

    @Test(arguments: ["a", "folder/a"])
    func whatChangesAfterItWasKeptIsKeptAnew(_ first: String) throws {
        for name in [first, "x", "y", "z/link"] { try bench.tree.write(name, "content of \(name)") }
        try bench.shell(["ln", bench.tree.path + "/x", bench.tree.path + "/z/other"])
        _ = try purge.makePlan()
        // Two files are renamed into the quarantine for each that is kept.
        let run = try purge.meanwhile(at: "renameat/5", ["--quarantine"]) {
            try bench.tree.write(first, "POISON")
            try bench.tree.write("late", "LATE")
        }
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("2 changed after evidence of it was kept, or came since"), "\(run.text)")
        #expect(try purge.names().isEmpty)
        for (path, content) in [(first, "POISON"), ("late", "LATE"), ("x", "content of x")] {
            let expected = try digest(content)
            #expect(try removed(path)?["sha256"]?.string == expected, "\(path)")
            let id = try removed(path)?["quarantine"]?.string
            #expect(try kept().first { $0["id"]?.string == id }?["sha256"]?.string == expected, "\(path)")
        }
        #expect(try purge.receipt(1)?["complete"]?.boolean == true)
    }

    /// Too late to keep it: it stays, and nothing says otherwise.
    @Test func whatChangesWhileItIsDeletedStays() throws {
        let names = (0..<8).map { "folder/file\($0)" }
        for name in names { try bench.tree.write(name, "content") }
        _ = try purge.makePlan()
        let run = try purge.meanwhile(at: "unlinkat/1", ["--quarantine"]) {
            try bench.shell([
                "sh", "-c", "cd \"$0\" && for f in .bezoar*/*/file*; do echo POISON >$f; done", bench.tree.path,
            ])
        }
        #expect(run.status == 3 && run.text.contains("not-kept"), "\(run.text)\(run.errorText)")
        let left = try purge.names().filter { $0.contains("file") }.map { $0.suffix(12) }
        #expect(!left.isEmpty)
        for name in left { #expect(try removed("folder/" + name.suffix(5)) == nil, "\(name)") }
        #expect(try purge.receipt(1)?["complete"]?.boolean == false)
    }

    /// A purge that is finished later keeps what changed since, and what changed in the trash.
    @Test(arguments: ["before-4", "after-4"])
    func whatChangesBeforeItIsFinishedIsKept(_ step: String) throws {
        for name in ["a", "b", "folder/c"] { try bench.tree.write(name, "content of \(name)") }
        _ = try purge.makePlan()
        #expect(try purge.apply(["--quarantine"], environment: ["BEZOAR_KILL_STEP": step]).status == 137)
        try bench.shell(["sh", "-c", "cd \"$0\"/.bezoar* && printf POISON >folder/c", bench.tree.path])
        let next = try purge.purge(["--apply"])
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        #expect(try removed("folder/c")?["sha256"]?.string == digest("POISON"))
        #expect(try kept().count == 4)
    }

    // MARK: The trash

    private func interrupt(_ isOfEntries: Bool, _ step: String) throws -> String {
        for name in ["a", "b", "c"] { try bench.tree.write(name, "content of \(name)") }
        if isOfEntries {
            for name in ["link1", "link2", "link3"] { try bench.tree.link(name, to: bench.canary) }
            _ = try bench.audit()
        }
        _ = try purge.makePlan(isOfEntries ? ["--rule", "symlink-escape"] : [])
        #expect(try purge.apply(environment: ["BEZOAR_KILL_STEP": step]).status == 137)
        let names = try purge.names().filter { $0.hasPrefix(".bezoar-purge-") && $0.hasSuffix("/") }
        return bench.tree.path + "/" + (try #require(names.first).replacing("/", with: ""))
    }

    /// The trash was moved, also where deleting had begun, and there may be another folder in its place.
    @Test(arguments: [false, true], ["", "elsewhere", "replaced"])
    func theTrashWasMoved(_ isGivenUp: Bool, _ way: String) throws {
        for (isOfEntries, step) in [(false, "before-4"), (false, "after-4"), (true, "after-6")] {
            let test = try PurgeTruthTests()
            let trash = try test.interrupt(isOfEntries, step)
            let place = way == "" ? test.bench.tree.path + "/hidden" : test.bench.beside("elsewhere")
            try test.bench.shell(["mv", trash, place])
            if way == "replaced" { try test.bench.shell(["sh", "-c", "mkdir $0 && touch $0/a", trash]) }
            let run = try test.purge.purge((isGivenUp ? ["--drop", "1"] : ["--apply"]) + ["--format", "json"])
            let what: Comment = "\(isOfEntries) \(step): \(run.text)\(run.errorText)"
            #expect(run.status == 3, what)
            let row = try #require(try JSON.parse(run.output)["caches"]?.array?.first)
            #expect(row["outcome"]?.string == (isGivenUp ? "failed" : "partly"), what)
            let left = row["left"]?.array ?? []
            let name = trash.split(separator: "/").last.map(String.init)
            #expect(left.contains { $0["path"]?.string == name }, what)
            let words = way == "replaced" ? "another folder has its name" : "it is not there any more"
            #expect(left.contains { $0["reason"]?.string?.contains(words) == true }, what)
            let receipt = try #require(try test.purge.receipt(1))
            #expect(receipt["complete"]?.boolean == false && receipt["verified"]?.boolean == false, what)
            let isNamed = (receipt["removed"]?.array ?? []).contains { $0["path"]?.string?.hasPrefix("link") == true }
            #expect(!isNamed, what)
        }
    }
}
