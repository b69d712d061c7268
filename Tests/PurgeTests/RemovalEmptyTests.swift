import Inventory
import Linux
import Purge
import TestSupport
import Testing

@Test("An emptied directory keeps its mode, and the sums are those of other programs", arguments: [1, 2, 4])
func emptied(workers: Int) throws {
    let bench = try RemovalBench(onDisk: true)
    for folder in 0..<12 {
        for file in 0..<9 {
            try bench.tree.write("cache/a\(folder)/b\(file)/c/file", String(repeating: "x", count: 700 * file))
        }
    }
    try bench.tree.write("cache/top", "x")
    try bench.tree.write("cache/large", [UInt8](repeating: 7, count: 3 << 20))
    try bench.tree.hardLink("cache/large again", to: "cache/large")
    try bench.tree.hardLink("cache/a1/top again", to: "cache/top")
    let before = try bench.measure()
    let outcome = try bench.empty(options: RemovalOptions(workers: workers))
    #expect(outcome.isComplete)
    #expect(outcome.left.isEmpty && outcome.appearedCount == 0 && outcome.isSynchronized)
    // Without the trash.
    #expect(outcome.files == before.files)
    #expect(outcome.folders == before.folders)
    #expect(outcome.bytesFreed == before.bytes)
    #expect(try bench.names() == [])
    #expect(try bench.mode() == 0o2751)
    #expect(try bench.outsideIsAsItWas())
}

@Test("An empty directory stays empty, twice")
func nothingToDo() throws {
    let bench = try RemovalBench()
    #expect(try bench.empty().isComplete)
    #expect(try bench.empty().files == 0)
    #expect(try bench.mode() == 0o2751)
}

@Test("Names of any bytes, links out, FIFOs, sockets and devices go; nothing outside does", .enabled(if: isRoot))
func hostileEntries() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    let names: [[UInt8]] = [
        [0xff, 0xfe], Array("new\nline".utf8), [0x1b, 0x5b, 0x33, 0x31, 0x6d], Array(" ".utf8), Array("-rf".utf8),
        [UInt8](repeating: 0x61, count: 255), [0xe2, 0x80, 0xae, 0x78], [0x01], Array("...".utf8), Array("deep-1".utf8),
        Array("taken-1-2-3".utf8),
    ]
    for name in names { try tree.write(bytes: Array("cache/".utf8) + name, "x") }
    for name in ["cache", "cache/folder", "cache/folder/folder"] {
        try tree.makeFolder(name)
        try tree.link(name + "/out", to: tree.file("outside"))
        try tree.link(name + "/up", to: "../../../..")
        try tree.link(name + "/loop", to: "loop")
        try tree.makeFIFO(name + "/fifo")
        try tree.makeSocket(name + "/socket")
        try tree.makeDevice(name + "/null", 1, 3)
        try tree.hardLink(name + "/hard", to: "outside/canary")
    }
    let outcome = try bench.empty()
    #expect(outcome.isComplete, "\(outcome)")
    #expect(outcome.files == names.count + 3 * 7)
    #expect(try bench.names() == [])
    // A name fewer is what removing hard links means; everything else is as it was.
    #expect(try OwnFile.read(tree.bytes("outside/canary"), limit: 100) == Array("still here".utf8))
    #expect(try Descriptor.status(ofPath: tree.bytes("outside/canary")).links == 1)
    #expect(try OwnFile.read(tree.bytes("outside/folder/canary"), limit: 100) == Array("still here".utf8))
}

@Test("A file with a name outside frees nothing")
func linkedOutside() throws {
    let bench = try RemovalBench()
    try bench.tree.write("outside/large", [UInt8](repeating: 7, count: 2 << 20))
    try bench.tree.write("cache/own", [UInt8](repeating: 7, count: 8192))
    let own = try Descriptor.status(ofPath: bench.tree.bytes("cache/own")).blocks * 512
    try bench.tree.hardLink("cache/linked", to: "outside/large")
    let outcome = try bench.empty()
    #expect(outcome.files == 2)
    #expect(outcome.bytesFreed >= own && outcome.bytesFreed < own + (1 << 16))
    #expect(try OwnFile.read(bench.tree.bytes("outside/large"), limit: 3 << 20).count == 2 << 20)
}

@Test("A tree deeper than any path is emptied", arguments: [1, 7, 64])
func deepTree(levels: Int) throws {
    let bench = try RemovalBench()
    try bench.makeDeep(3000)
    let outcome = try bench.empty(options: RemovalOptions(levels: levels, synchronizes: false))
    #expect(outcome.isComplete, "\(outcome)")
    #expect(outcome.folders == 3000)
    #expect(outcome.files == 3000)
    #expect(try bench.names() == [])
}

@Test("A hundred thousand levels are emptied")
func veryDeepTree() throws {
    let bench = try RemovalBench()
    try bench.makeDeep(100_000)
    let outcome = try bench.empty()
    #expect(outcome.isComplete, "\(outcome)")
    #expect(outcome.folders == 100_000)
    #expect(try bench.names() == [])
}

@Test("A folder of many entries and many folders is emptied")
func wideTree() throws {
    let bench = try RemovalBench(onDisk: true)
    let script = """
        import os, sys
        os.chdir(sys.argv[1]); os.mkdir("wide"); os.chdir("wide")
        for number in range(20000):
            open("a file with a long name, number %d" % number, "w").close()
        for number in range(5000):
            os.makedirs("folder %d/within" % number)
        """
    #expect(try Program.run(["python3", "-c", script, bench.tree.file("cache")]).status == 0)
    let outcome = try bench.empty()
    #expect(outcome.isComplete)
    #expect(outcome.files == 20_000 && outcome.folders == 10_001)
    #expect(try bench.names() == [])
}

@Test("The folder that a build mounts stays, and those above it")
func keptFolder() throws {
    let bench = try RemovalBench()
    for name in ["a/b/in", "a/b/sub/in", "a/beside", "a/c/in", "d/in", "e"] {
        try bench.tree.write("cache/" + name, "x")
    }
    try bench.tree.setMode("cache/a/b", 0o1777)
    let outcome = try bench.empty(keeping: "a/b")
    #expect(outcome.isComplete)
    #expect(try bench.names() == ["a"])
    #expect(try bench.names("a") == ["b"])
    #expect(try bench.names("a/b") == [])
    #expect(try Descriptor.status(ofPath: bench.tree.bytes("cache/a/b")).mode & 0o7777 == 0o1777)
    #expect(outcome.files == 6)
}

@Test(
    "A folder to be kept that is not there, or is a link, is an error before anything is done",
    arguments: ["missing", "link", "..", "a/../a", "/a", "a/", "file"])
func keptFolderIsWrong(_ kept: String) throws {
    let bench = try RemovalBench()
    try bench.tree.write("cache/a/in", "x")
    try bench.tree.write("cache/file", "x")
    try bench.tree.link("cache/link", to: "../outside")
    #expect(throws: SystemError.self) { _ = try bench.empty(keeping: ByteString(kept)) }
    #expect(try bench.names() == ["a", "file", "link"])
    #expect(try bench.outsideIsAsItWas())
}

@Test("The steps are told before they are done, and a step that is not allowed is not done")
func steps() throws {
    let bench = try RemovalBench()
    for name in ["a/in", "b"] { try bench.tree.write("cache/" + name, "x") }
    let names = bench.tree.file("cache")
    let list = StepList { step in
        switch step {
        case .takeAway(let path, _, _): Program.succeeds(["test", "-e", names + "/" + (path.utf8Text ?? "")])
        case .delete: false
        default: true
        }
    }
    let outcome = try bench.empty(options: list.options())
    #expect(outcome.wasStopped && !outcome.isComplete)
    #expect(outcome.left.map(\.reason) == [.cancelled])
    let trash = try #require(outcome.trash)
    let taken = Set(list.all.dropFirst().dropLast())
    #expect(list.all.first == .makeTrash(trash))
    #expect(taken == [.takeAway(path: "a", trash: trash, name: "a"), .takeAway(path: "b", trash: trash, name: "b")])
    #expect(list.all.last == .delete(trash: trash))
    #expect(try bench.names() == [trash.utf8Text])
    #expect(try bench.names(trash.utf8Text ?? "") == ["a", "b"])
    let found = try Removal.leftovers(in: bench.open())
    #expect(found.map(\.name) == [trash])
    #expect(try Removal.finish(found, in: bench.open()).isComplete)
    #expect(try bench.names() == [])
}

@Test(
    "A removal that is cancelled at any moment says so, and the next one ends it", arguments: [1, 3, 10, 40, 100, 250])
func cancelled(after count: Int) throws {
    let bench = try RemovalBench()
    for folder in 0..<20 { for file in 0..<10 { try bench.tree.write("cache/d\(folder)/f\(file)", "x") } }
    let asked = Countdown(count)
    let outcome = try bench.empty(options: RemovalOptions(isCancelled: { asked.isOver() }))
    #expect(outcome.wasStopped == !outcome.isComplete)
    let left = try bench.measure()
    #expect(left.files + outcome.files == 200)
    if asked.wasOver {
        #expect(outcome.wasStopped)
        #expect(outcome.left.contains { $0.reason == .cancelled })
    }
    #expect(try bench.empty().isComplete)
    #expect(try bench.names() == [])
}

@Test("What appears while the trash is deleted is told, and left alone")
func appeared() throws {
    let bench = try RemovalBench()
    try bench.tree.write("cache/old", "x")
    let path = bench.tree.bytes("cache/new")
    let list = StepList { step in
        if case .delete = step { try? OwnFile.create(path, with: [], mode: 0o600) }
        return true
    }
    let outcome = try bench.empty(options: list.options())
    #expect(outcome.isComplete)
    #expect(outcome.appeared == ["new"] && outcome.appearedCount == 1)
    #expect(try bench.names() == ["new"])
}
