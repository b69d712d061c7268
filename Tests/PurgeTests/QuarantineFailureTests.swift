import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// Killed processes, full disks, failing calls, other people's hands: nothing that was kept is lost, and what is said
/// is true.
@Suite(.serialized) struct QuarantineFailureTests {
    @Test func nothingIsLostWhenTheWriterIsKilled() throws {
        let kills = Program.variable("BEZOAR_KILLS").flatMap { Int($0) } ?? 10
        let bench = try QuarantineBench()
        var random = SeededGenerator(seed: 12)
        var promised = 0
        for kill in 0..<kills {
            let child = try Program.start([
                Program.built("quarantine-writer"), "loop", bench.tree.file("quarantine"), bench.tree.file("cache"),
            ])
            var patience = 2_000
            while patience > 0, try bench.names("entries").isEmpty {
                Program.pause(microseconds: 2_000)
                patience -= 1
            }
            Program.pause(microseconds: UInt32(random.int(1_000...50_000)))
            child.signal(9)
            let output = try child.wait().outputText
            var store = try bench.open()
            let check = try store.verify()
            #expect(check.problems == [], "after kill \(kill)")
            #expect(store.recovery.missing == [], "after kill \(kill)")
            #expect(store.recovery.strangers == [], "after kill \(kill)")
            #expect(try bench.names("drafts") == [])
            // What `put` returned is there, but for what was dropped since.
            let ids = output.split(separator: "\n").map { String($0) }
            for id in ids.suffix(5).dropLast() where id.utf8.count == 16 {
                #expect(try store.entry(id).id == id)
                promised += 1
            }
            try store.collectOrphans()
            #expect(try store.verify().orphans == 0)
            for id in try store.list().entries.map(\.id) { try store.drop(id) }
            #expect(store.used == 0)
        }
        #expect(promised > 0, "the writer did not get to write")
    }

    @Test func oneProcessWrites() throws {
        let bench = try QuarantineBench()
        let store = try bench.open()
        #expect(QuarantineBench.failure { _ = try bench.open() } == .locked(process: Host.processNumber))
        #expect(QuarantineBench.failure { _ = try bench.open(.read) } == nil)
        #expect(store.count == 0)
    }

    @Test func onlyItsOwnerMayLookIn() throws {
        let bench = try QuarantineBench()
        #expect(QuarantineBench.failure { _ = try bench.open(.read) } == .missing)
        do { _ = try bench.open() }
        for name in ["quarantine", "quarantine/objects", "quarantine/entries", "quarantine/drafts"] {
            #expect(try Descriptor.status(ofPath: bench.tree.bytes(name)).mode & 0o777 == 0o700)
        }
        try bench.tree.setMode("quarantine", 0o755)
        #expect(QuarantineBench.failure { _ = try bench.open() } == .notPrivate)
        try bench.tree.setMode("quarantine", 0o700)
        try bench.tree.rename("quarantine", to: "elsewhere")
        try bench.tree.link("quarantine", to: "elsewhere")
        #expect(QuarantineBench.failure { _ = try bench.open() } != nil)
    }

    @Test func theBudgetIsKept() throws {
        let bench = try QuarantineBench()
        for name in ["a", "b", "c"] {
            try bench.tree.write("cache/" + name, [UInt8](repeating: name.utf8.first ?? 0, count: 100_000))
        }
        var store = try bench.open(limits: QuarantineLimits(budget: 250_000, reserve: 0))
        let first = try bench.put("a", into: &store)
        let second = try bench.put("b", into: &store)
        let used = store.used
        let oldest = [first.id, second.id].sorted()[0]
        #expect(
            QuarantineBench.failure { try bench.put("c", into: &store) }
                == .overBudget(needed: 100_000 + QuarantineLimits.entryCost, used: used, budget: 250_000))
        #expect(try bench.names("drafts") == [])
        #expect(store.used == used)
        // The oldest goes where somebody asks for it, and no more than needed.
        #expect(try store.makeRoom(for: 100_000).map(\.id) == [oldest])
        try bench.put("c", into: &store)
        #expect(try store.verify().problems == [])
        #expect(try store.makeRoom(for: 1 << 40) == [])
        #expect(store.count == 2)
        store.limits.fileSize = 10
        #expect(QuarantineBench.failure { try bench.put("a", into: &store) } == .tooLarge(size: 100_000, limit: 10))
    }

    @Test(.enabled(if: Host.effectiveUser == 0, "mounting needs root"))
    func aFullDiskIsSaidBeforeAndWhileItFills() throws {
        let bench = try QuarantineBench()
        let small = bench.tree.file("small")
        try bench.tree.makeFolder("small")
        try #require(Program.succeeds(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small]))
        defer { _ = Program.succeeds(["umount", "-l", small]) }
        try bench.tree.write("cache/large", [UInt8](repeating: 1, count: 2 << 20))
        try bench.tree.write("cache/fits", [UInt8](repeating: 2, count: 600_000))
        var store = try QuarantineStore.open(
            ByteString(small + "/q"), .write, limits: QuarantineLimits(reserve: 0))
        guard case .diskFull(let needed, let free) = QuarantineBench.failure({ try bench.put("large", into: &store) })
        else {
            Issue.record("it was not refused")
            return
        }
        #expect(needed > 2 << 20 && free < 1 << 20 && free > 900_000)
        let kept = try bench.put("fits", into: &store)
        try bench.tree.write("cache/half", [UInt8](repeating: 3, count: 600_000))
        // Somebody else fills the disk between the look and the writing.
        store.limits.reserve = -(1 << 30)
        guard case .diskFull = QuarantineBench.failure({ try bench.put("half", into: &store) }) else {
            Issue.record("it fitted")
            return
        }
        #expect(try Program.run(["ls", "-A", small + "/q/drafts"]).outputText == "")
        #expect(try store.verify().problems == [])
        #expect(try store.verify().orphans == 0)
        #expect(try store.entry(kept.id) == kept)
        store.limits.reserve = 1 << 20
        #expect(QuarantineBench.failure { try bench.put("half", into: &store) } != nil)
    }

    @Test func aDescriptionThatCouldNotBeReadBackIsRefused() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/a", "a")
        var store = try bench.open()
        var request = bench.request("a")
        request.cache = ByteString([UInt8](repeating: 1, count: 1 << 20))
        let failure = QuarantineBench.failure { _ = try store.put(request, from: bench.source("a")) }
        #expect(failure == .unfit("its description is larger than 4194304 bytes"))
        #expect(store.count == 0)
    }

    @Test func damageIsFoundAndNeverRestored() throws {
        let bench = try QuarantineBench()
        for name in ["a", "b", "c", "d"] { try bench.tree.write("cache/" + name, name) }
        var entries: [QuarantineEntry] = []
        do {
            var store = try bench.open()
            for name in ["a", "b", "c", "d"] { entries.append(try bench.put(ByteString(name), into: &store)) }
        }
        func place(_ index: Int) -> String { "quarantine/objects/" + (entries[index].digest?.hex ?? "") }
        func document(_ index: Int) -> String {
            "quarantine/entries/\(entries[index].id).\(entries[index].digest?.hex ?? "").json"
        }
        try bench.tree.write(place(0), "A")
        try bench.tree.remove(place(1))
        try bench.tree.write(document(2), "{\"schema\":\"bezoar.quarantine/1\"}")
        try bench.tree.write("quarantine/entries/README", "")
        try bench.tree.write("quarantine/objects/" + String(repeating: "0", count: 64), "orphan")
        try bench.tree.write("quarantine/drafts/half", "x")
        try bench.tree.remove("cache/a")
        var store = try bench.open()
        #expect(store.recovery.drafts == 1)
        #expect(store.recovery.missing == [entries[1].id])
        #expect(store.recovery.orphans.count == 1)
        #expect(store.recovery.strangers == ["README"])
        let check = try store.verify()
        #expect(check.problems.count == 4, "\(check.problems.map(\.description))")
        #expect(try store.list().problems.count == 1)
        for index in 0..<3 {
            try? OwnFile.remove(bench.tree.bytes("cache/" + ["a", "b", "c"][index]))
            guard
                case .damaged = QuarantineBench.failure({
                    _ = try store.restore(entries[index].id, beneath: bench.cache)
                })
            else {
                Issue.record("\(index) was restored")
                continue
            }
        }
        #expect(try Program.run(["ls", "-A", bench.tree.file("cache")]).outputText == "d\n")
        // Putting the content again mends its object.
        try bench.tree.write("cache/a", "a")
        try bench.put("a", into: &store)
        #expect(try store.verify().problems.count == 3)
    }

    /// On a file system that lets attributes grow: first their values are too much, then even their names.
    @Test(.enabled(if: Host.effectiveUser == 0, "mounting needs root"))
    func attributesBeyondTheLimitsAreCounted() throws {
        let bench = try QuarantineBench()
        try bench.tree.makeFolder("memory")
        let memory = bench.tree.file("memory")
        try #require(Program.succeeds(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", memory]))
        defer { _ = Program.succeeds(["umount", "-l", memory]) }
        let script = """
            import os, sys
            for number in range(int(sys.argv[2])):
                os.setxattr(sys.argv[1], "trusted.%0*d" % (int(sys.argv[3]), number), b"v" * int(sys.argv[4]))
            """
        try bench.tree.write("memory/values", "x")
        try bench.tree.write("memory/names", "x")
        #expect(
            bench.setAttribute("../memory/names", "security.capability", "0100000200200000000000000000000000000000"))
        let crowds = [["values", "20", "3", "60000"], ["names", "400", "200", "1"]]
        for crowd in crowds {
            let words = [PythonOracle.interpreter, "-c", script, bench.tree.file("memory/" + crowd[0])]
            #expect(try Program.run(words + crowd.dropFirst()).status == 0)
        }
        var store = try bench.open()
        let entries = try crowds.map { crowd in
            let source = try Descriptor.open(bench.tree.bytes("memory/" + crowd[0]), .readOnly)
            return try store.put(bench.request(ByteString(crowd[0])), from: source)
        }
        #expect(entries[0].attributes.count == 17 && entries[0].attributesLost == 3)
        #expect(entries[1].attributes.map(\.name) == ["security.capability"] && entries[1].attributesLost == 1)
        for entry in entries { #expect(try store.entry(entry.id) == entry) }
    }

    /// Each call of the kernel fails once. Whatever came of it, the quarantine is whole, and nothing is half restored.
    @Test func everyFailingCallIsSurvived() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/folder/file", [UInt8](repeating: 7, count: 5_000))
        #expect(bench.setAttribute("folder/file", "user.a", "01"))
        do { _ = try bench.open() }
        let result = try Program.run([
            Program.built("quarantine-writer"), "fail", bench.tree.file("quarantine"), bench.tree.file("cache"), "1",
            "120",
        ])
        #expect(result.status == 0, "\(result.errorText)")
        #expect(try Program.run(["ls", "-A", bench.tree.file("cache/folder")]).outputText == "file\n")
        // All of the calls were reached, and most of them matter.
        let failures = Int(result.outputText.dropLast()) ?? 0
        #expect((30..<100).contains(failures), "\(failures)")
    }
}
