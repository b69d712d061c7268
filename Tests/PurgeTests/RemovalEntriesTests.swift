import Hashing
import Inventory
import Linux
import Purge
import TestSupport
import Testing

@Test("Named entries are removed, whatever they are, and nothing else")
func namedEntries() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    for name in ["a/file", "a/other", "b/whole/x/y", "b/whole/z", "b/kept", "c/empty/in"] {
        try tree.write("cache/" + name, "content of " + name)
    }
    try tree.link("cache/a/link", to: tree.file("outside"))
    try tree.makeFIFO("cache/a/fifo")
    let digest = SHA256Digest(try SHA256Hasher.digest(of: Array("content of a/file".utf8)))
    let entries = [
        try bench.entry("a/file", digest: digest), try bench.entry("a/link"), try bench.entry("a/fifo"),
        try bench.entry("b/whole", isWholeFolder: true), try bench.entry("c/empty/in"), try bench.entry("c/empty"),
    ]
    let outcome = try bench.remove(entries)
    #expect(outcome.entries == [EntryOutcome](repeating: .removed, count: 6))
    #expect(outcome.removal.isComplete, "\(outcome.removal)")
    #expect(outcome.removal.files == 6 && outcome.removal.folders == 3)
    #expect(try bench.names() == ["a", "b", "c"])
    #expect(try bench.names("a") == ["other"])
    #expect(try bench.names("b") == ["kept"])
    #expect(try bench.names("c") == [])
    #expect(try bench.outsideIsAsItWas())
    #expect(try bench.remove(entries).entries.allSatisfy { $0 == .missing })
}

@Test("What is not what it was is not removed")
func changedEntries() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    for name in ["content", "replaced", "mode", "digest", "full/in", "through/in", "gone"] {
        try tree.write("cache/" + name, "content")
    }
    var entries = try ["content", "replaced", "mode", "digest", "full", "through/in", "gone"].map {
        try bench.entry($0)
    }
    entries[3].digest = SHA256Digest(try SHA256Hasher.digest(of: Array("contenT".utf8)))
    // The same size, and the modification time set back: the kernel's change time tells.
    let modified = entries[0].identity.modified
    let file = try Descriptor.open(tree.bytes("cache/content"), [.writeOnly])
    try file.write(Array("CONTENT".utf8))
    try tree.setTime("cache/content", modified / 1_000_000_000)
    try tree.write("cache/replaced", "content")
    try tree.setMode("cache/mode", 0o600)
    try tree.rename("cache/through", to: "cache/elsewhere")
    try tree.link("cache/through", to: "elsewhere")
    try tree.remove("cache/gone")
    let outcome = try bench.remove(entries)
    #expect(
        outcome.entries == [
            .changed(.identity), .changed(.identity), .changed(.identity), .changed(.content), .changed(.notEmpty),
            .changed(.identity), .missing,
        ])
    #expect(outcome.removal.isComplete && outcome.removal.files == 0)
    #expect(try bench.names().count == 7)
    #expect(try bench.outsideIsAsItWas())
}

@Test(
    "Paths that lead elsewhere are refused",
    arguments: ["../outside/canary", "a/../a", "/etc/passwd", "", ".", "a//b", "a/"])
func pathsThatLeadElsewhere(_ path: String) throws {
    let bench = try RemovalBench()
    try bench.tree.write("cache/a/b", "x")
    var entry = try bench.entry("a", isWholeFolder: true)
    entry.path = ByteString(path)
    let outcome = try bench.remove([entry])
    #expect(outcome.entries == [.left(.failed, SystemError(SystemError.invalid, .openat2))])
    #expect(try bench.names("a") == ["b"])
    #expect(try bench.outsideIsAsItWas())
}

@Test("An entry that is swapped in the last moment is put back")
func swappedEntry() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    try tree.write("cache/a/victim", "the one")
    let old = tree.bytes("cache/a/victim")
    let aside = tree.bytes("cache/a/aside")
    let list = StepList { step in
        if case .takeAway = step {
            try? OwnFile.rename(old, to: aside)
            try? OwnFile.create(old, with: Array("another".utf8), mode: 0o644)
        }
        return true
    }
    let outcome = try bench.remove([bench.entry("a/victim")], options: list.options())
    #expect(outcome.entries == [.changed(.swapped)])
    #expect(outcome.removal.isComplete)
    #expect(try bench.names() == ["a"])
    #expect(try bench.names("a") == ["aside", "victim"])
    #expect(try OwnFile.read(old, limit: 10) == Array("another".utf8))
}

@Test("What cannot be put back is kept and named, and finishing does not delete it either")
func putBackImpossible() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    try tree.write("cache/victim", "the one")
    let old = tree.bytes("cache/victim")
    let list = StepList { step in
        switch step {
        case .takeAway:
            try? OwnFile.remove(old)
            try? OwnFile.create(old, with: Array("another".utf8), mode: 0o644)
        case .putBack: try? OwnFile.create(old, with: Array("a third".utf8), mode: 0o644)
        default: break
        }
        return true
    }
    let outcome = try bench.remove([bench.entry("victim")], options: list.options())
    #expect(outcome.entries == [.changed(.swapped)])
    #expect(outcome.removal.left.map(\.reason) == [.changed])
    #expect(outcome.removal.left.map(\.path) == ["victim"])
    #expect(!outcome.removal.isComplete)
    let place = try #require(outcome.removal.left.first?.place?.utf8Text)
    let kept = tree.bytes("cache/" + place)
    #expect(try OwnFile.read(kept, limit: 10) == Array("another".utf8))
    let finished = try Removal.finish(Removal.leftovers(in: bench.open()), in: bench.open())
    #expect(finished.left.map(\.reason) == [.changed])
    #expect(try OwnFile.read(kept, limit: 10) == Array("another".utf8))
    #expect(try OwnFile.read(old, limit: 10) == Array("a third".utf8))
    // Who empties the directory means all of it.
    #expect(try bench.empty().isComplete)
    #expect(try bench.names() == [])
}

@Test("A journal that refuses a step ends the removal with all where it was, or named", arguments: 0..<7)
func refusedStep(_ number: Int) throws {
    let bench = try RemovalBench()
    for name in ["a", "b", "c"] { try bench.tree.write("cache/" + name, "x") }
    let asked = Countdown(number)
    let list = StepList { _ in !asked.isOver() }
    let entries = try ["a", "b", "c"].map { try bench.entry($0) }
    let outcome = try bench.remove(entries, options: list.options())
    // Steps: trash, three entries, the deletion, the end of the trash.
    #expect(outcome.removal.wasStopped == (number < 6))
    let taken = outcome.entries.filter { $0 == .left(.cancelled, nil) }.count
    #expect(taken == (number < 5 ? max(number - 1, 0) : 0))
    let left = try bench.measure()
    #expect(left.files == (number < 5 ? 3 : 0))
    if number >= 1, number < 6 {
        let finished = try Removal.finish(Removal.leftovers(in: bench.open()), in: bench.open())
        #expect(finished.isComplete && finished.files == taken)
    }
    #expect(try bench.names().filter { $0.hasPrefix(".bezoar") } == [])
}

@Test("Immutable entries are removed, and other names of them keep their flags", .enabled(if: isRoot))
func immutableEntries() throws {
    let bench = try RemovalBench(onDisk: true)
    let tree = bench.tree
    try tree.write("cache/a/file", "x")
    try tree.write("outside/linked", "x")
    try tree.hardLink("cache/a/linked", to: "outside/linked")
    try tree.write("cache/folder/in", "x")
    for name in ["a/file", "a/linked", "folder", "a"] {
        guard Program.succeeds(["chattr", "+i", tree.file("cache/" + name)]) else { return }
    }
    defer { _ = try? Program.run(["chattr", "-R", "-i", tree.path]) }
    let entries = [
        try bench.entry("a/file"), try bench.entry("a/linked"), try bench.entry("folder", isWholeFolder: true),
    ]
    let outcome = try bench.remove(entries)
    #expect(outcome.entries == [.removed, .removed, .removed], "\(outcome)")
    #expect(try bench.names() == ["a"])
    #expect(try bench.names("a") == [])
    let flagged = try Descriptor.open(tree.bytes("cache/a"), [.directory]).inodeFlags()
    #expect(flagged.contains(.immutable))
    let outside = try Descriptor.open(tree.bytes("outside/linked"), .readOnly).inodeFlags()
    #expect(outside.contains(.immutable))
}

@Test("Trash folders are known by their names, and only folders are")
func leftoverNames() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    for name in [
        ".bezoar-purge-0123456789abcdef", ".bezoar-purge-0123456789abcdef-entries", ".bezoar-purge-0123456789abcdeg",
        ".bezoar-purge-0123456789abcdef-other", ".bezoar-purge-", ".bezoar-purge-0123456789ABCDEF",
    ] {
        try tree.write("cache/\(name)/in", "x")
    }
    try tree.write("cache/.bezoar-purge-1123456789abcdef", "a file")
    try tree.link("cache/.bezoar-purge-2123456789abcdef", to: tree.file("outside"))
    let found = try Removal.leftovers(in: bench.open())
    #expect(
        found.map(\.name) == [".bezoar-purge-0123456789abcdef", ".bezoar-purge-0123456789abcdef-entries"])
    #expect(found.map(\.isOfEntries) == [false, true])
    // Another folder under the name of one that was found.
    try tree.rename("cache/.bezoar-purge-0123456789abcdef", to: "cache/away")
    try tree.write("cache/.bezoar-purge-0123456789abcdef/other", "x")
    let finished = try Removal.finish(found, in: bench.open())
    #expect(finished.left.map(\.reason) == [.changed])
    #expect(finished.files == 1)
    #expect(try bench.names(".bezoar-purge-0123456789abcdef") == ["other"])
    #expect(try bench.outsideIsAsItWas())
}
