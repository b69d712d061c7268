import Inventory
import Linux
import Synchronization
import TestSupport
import Testing
import Walk

@Test("Links, FIFOs, sockets and devices are recorded and not opened", .enabled(if: Host.effectiveUser == 0))
func specialEntries() throws {
    let tree = try TestTree()
    try tree.write("file", "content")
    try tree.link("out", to: "/etc/passwd")
    try tree.link("loop", to: "loop")
    try tree.link("up", to: "../../../etc/shadow")
    try tree.makeFIFO("fifo")
    try tree.makeSocket("socket")
    try tree.makeDevice("null", 1, 3)
    for confined in [true, false] {
        let walked = try walk(tree, confined: confined)
        #expect(walked.troubles.isEmpty)
        #expect(walked["fifo"]?.kind == .fifo)
        #expect(walked["socket"]?.kind == .socket)
        #expect(walked["null"]?.kind == .characterDevice)
        #expect(walked["null"]?.status == .special)
        #expect(walked["out"]?.kind == .symbolicLink)
        #expect(walked.targets["out"] == "/etc/passwd")
        #expect(walked.targets["up"] == "../../../etc/shadow")
        #expect(walked["file"]?.status == .hashed)
        #expect(walked.records.count == 7)
    }
}

@Test("A folder behind a symbolic link is not entered")
func linkedFolder() throws {
    let outside = try TestTree()
    try outside.write("secret", "outside")
    let tree = try TestTree()
    try tree.link("folder", to: outside.path)
    let walked = try walk(tree)
    #expect(walked.records.count == 1)
    #expect(walked["folder"]?.kind == .symbolicLink)
}

@Test("Names of any bytes are kept as they are")
func hostileNames() throws {
    let tree = try TestTree()
    let names: [[UInt8]] = [
        [0xff, 0xfe], Array("new\nline".utf8), [0x1b, 0x5b, 0x33, 0x31, 0x6d], Array(" ".utf8), Array("-rf".utf8),
        [UInt8](repeating: 0x61, count: 255), Array("::error::x".utf8), [0xe2, 0x80, 0xae, 0x78], [0x01],
    ]
    for name in names { try tree.write(bytes: name, "x") }
    let walked = try walk(tree)
    #expect(Set(walked.records.keys.map(\.bytes)) == Set(names))
    #expect(walked.troubles.isEmpty)
}

@Test("A file that changes each time it is read is unstable")
func unstable() throws {
    let tree = try TestTree()
    try tree.write("busy", [UInt8](repeating: 1, count: 50_000))
    let path = tree.bytes("busy")
    let trip = Trip { _ in
        guard let file = try? Descriptor.open(path, [.writeOnly]) else { return }
        try? file.write([UInt8(truncatingIfNeeded: Clock.steady)])
    }
    let walked = try walk(tree, options: WalkOptions(jobs: 1, readSize: 4096)) { trip.step() }
    #expect(walked.trouble("busy")?.reason == .unstable)
    #expect(walked["busy"]?.status == .failed)
}

@Test("A file whose reading failed leaves nothing in the digests of the links after it")
func digestsAfterAFailure() throws {
    let tree = try TestTree()
    // Names fall in any order, so that some links come after the file.
    for index in 0..<20 { try tree.link("link-\(index)", to: "target") }
    try tree.write("busy", [UInt8](repeating: 1, count: 50_000))
    let path = tree.bytes("busy")
    let trip = Trip { _ in
        guard let file = try? Descriptor.open(path, [.writeOnly]) else { return }
        try? file.write([UInt8(truncatingIfNeeded: Clock.steady)])
    }
    let walked = try walk(tree, options: WalkOptions(jobs: 1, readSize: 4096)) { trip.step() }
    #expect(walked["busy"]?.status == .failed)
    for index in 0..<20 {
        let digest = walked["link-\(index)"]?.digest.hex
        #expect(digest == "34a04005bcaf206eec990bd9637d9fdb6725e0a0c0d4aebf003f17f4c956eb5c")
    }
}

@Test("A file that changes once is read again and has the digest of its last content")
func changedOnce() throws {
    let tree = try TestTree()
    try tree.write("busy", [UInt8](repeating: 1, count: 50_000))
    let path = tree.bytes("busy")
    let trip = Trip { count in
        guard count == 8, let file = try? Descriptor.open(path, [.writeOnly, .truncate]) else { return }
        try? file.write(Array("new".utf8))
    }
    let walked = try walk(tree, options: WalkOptions(jobs: 1, readSize: 4096)) { trip.step() }
    #expect(walked.troubles.isEmpty)
    #expect(walked["busy"]?.digest.hex == "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437")
    #expect(walked["busy"]?.identity.size == 3)
}

@Test("What is listed and gone is looked for again, and is no trouble where it was removed")
func vanished() throws {
    let tree = try TestTree()
    for index in 0..<20 { try tree.write("file-\(index)", "x") }
    try tree.write("zz/file", "x")
    let path = tree.path
    let trip = Trip { count in
        if count == 6 { _ = try? Program.run(["sh", "-c", "rm -rf \(path)/*"]) }
    }
    let walked = try walk(tree, options: WalkOptions(jobs: 1)) { trip.step() }
    #expect(walked.troubles.isEmpty)
    #expect(walked.outcome.looks > 1)
    #expect(try walk(tree).records.isEmpty)
}

@Test("A file that is swapped for a link or a device is not opened", .enabled(if: Host.effectiveUser == 0))
func swapped() throws {
    let tree = try TestTree()
    try tree.makeDevice("device", 1, 3)
    try tree.link("link", to: "/etc/passwd")
    try tree.makeFIFO("fifo")
    let directory = try tree.open()
    let opener = try RegularFileOpener(for: directory)
    // What the walk would do if the entry had been a file when it looked.
    #expect(try opener.open(Array("device\0".utf8).span, in: directory) == nil)
    #expect(try opener.open(Array("fifo\0".utf8).span, in: directory) == nil)
    #expect(try opener.open(Array("link\0".utf8).span, in: directory) == nil)
    if let view = try directory.confinedView() {
        let opener = try RegularFileOpener(for: view)
        #expect(throws: SystemError.self) { try opener.open(Array("device\0".utf8).span, in: view) == nil }
        #expect(throws: SystemError.self) { try opener.open(Array("link\0".utf8).span, in: view) == nil }
    }
}

@Test("A mount below the cache is not crossed", .enabled(if: Host.effectiveUser == 0))
func mountPoint() throws {
    let tree = try TestTree()
    try tree.makeFolder("mounted")
    try tree.write("file", "x")
    guard try Program.run(["mount", "-t", "tmpfs", "none", tree.path + "/mounted"]).status == 0 else { return }
    defer { _ = try? Program.run(["umount", tree.path + "/mounted"]) }
    try tree.write("mounted/inside", "x")
    let plain = try walk(tree, confined: false)
    #expect(plain["mounted/inside"] == nil)
    #expect(plain.trouble("mounted")?.reason == .mountPoint)
    #expect(try walk(tree)["mounted/inside"] == nil)
}

@Test("Nothing above the limit waits, and a walk that is stopped says what it left")
func cancelled() throws {
    let tree = try TestTree()
    for folder in 0..<30 { for file in 0..<10 { try tree.write("d\(folder)/f\(file)", "x") } }
    let seen = Atomic<Int>(0)
    let walked = try walk(tree, options: WalkOptions(jobs: 2)) { seen.wrappingAdd(1, ordering: .relaxed).newValue > 60 }
    #expect(walked.outcome.wasCancelled)
    #expect(walked.records.count < 300)
    #expect(walked.reasons().contains(.cancelled))
}

@Test("An error of the receiver stops the walk and is thrown on")
func receiverFails() throws {
    struct Full: Error {}
    let tree = try TestTree()
    for folder in 0..<30 { for file in 0..<10 { try tree.write("d\(folder)/f\(file)", "x") } }
    let root = try WalkRoot(cache: 0, directory: try tree.open())
    let options = WalkOptions(jobs: 3, batchSize: 1, batchesUnderWay: 1)
    #expect(throws: Full.self) {
        _ = try Walk.run([root], options: options, known: NoKnownFiles(), isCancelled: { false }) {
            (_: FileBatch) throws(Full) in throw Full()
        }
    }
}

@Test("Reading touches no access time", .enabled(if: Host.effectiveUser == 0))
func accessTimes() throws {
    let tree = try TestTree()
    try tree.write("folder/file", "content")
    try tree.link("link", to: "folder")
    for name in ["folder/file", "link", "folder", "."] { try tree.setTime(name, 1_000_000_000) }
    let before = try Program.run(["stat", "-c", "%n %X", ".", "folder", "folder/file", "link"], in: tree.path)
    _ = try walk(tree)
    let after = try Program.run(["stat", "-c", "%n %X", ".", "folder", "folder/file", "link"], in: tree.path)
    #expect(before.outputText == after.outputText)
    #expect(after.outputText.contains("1000000000"))
}

@Test("A folder that changes while it is listed was not surely seen whole")
func listedUnderAWriter() throws {
    let tree = try TestTree()
    // More names than one call lists.
    let long = String(repeating: "x", count: 200)
    for index in 0..<200 { try tree.write("folder/\(index)\(long)", "x") }
    try tree.write("quiet/file", "x")
    let folder = tree.bytes("folder/new-")
    // At each step, because how many there are before the listing depends on how busy the machine is. Up to a number of
    // them that one look more does not list without one.
    let trip = Trip { count in
        if count < 5000 { try? OwnFile.create(folder + Array("\(count)".utf8), with: [], mode: 0o600) }
    }
    let walked = try walk(tree, options: WalkOptions(jobs: 1)) { trip.step() }
    #expect(walked.troubles.map(\.reason) == [.unstable])
    #expect(walked.trouble("folder")?.isSubtree == true)
    #expect(try walk(tree).troubles.isEmpty)
}
