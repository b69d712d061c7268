import Glibc
import Linux
import TestSupport
import Testing

@Test("A confined view forbids to write, and shows the same files", .enabled(if: Host.effectiveUser == 0))
func confinedView() throws {
    let tree = try TestTree()
    try tree.write("file", "content")
    guard let view = try tree.open().confinedView() else { return }
    #expect(try view.fileSystem().isReadOnly)
    #expect(try view.fileSystem().forbidsDevices)
    let file = try view.openFile(beneath: Array("file\0".utf8).span)
    #expect(try file.status().size == 7)
}

@Test("Nothing is opened outside of the folder")
func beneath() throws {
    let tree = try TestTree()
    try tree.write("folder/file", "x")
    try tree.link("link", to: "folder/file")
    try tree.link("away", to: "/etc")
    let folder = try tree.open()
    for path in ["..", "folder/../..", "/etc/passwd", "link", "away", "away/passwd"] {
        #expect(throws: SystemError.self, "\(path)") {
            _ = try folder.openFile(beneath: Array((path + "\0").utf8).span).number
        }
    }
    #expect(try folder.openFile(beneath: Array("folder/file\0".utf8).span).status().size == 1)
}

@Test("A name without its zero is refused, and so is a zero inside a path")
func terminators() throws {
    let folder = try TestTree().open()
    #expect(throws: SystemError(SystemError.invalid, .statx)) { _ = try folder.status(of: Array("x".utf8).span) }
    #expect(throws: SystemError(SystemError.invalid, .statx)) { _ = try folder.status(of: [UInt8]().span) }
    #expect(throws: SystemError(SystemError.invalid, .openat)) {
        _ = try Descriptor.open(Array("/tmp\0/x".utf8), .readOnly).number
    }
}

@Test("A lock is held by one, and tells whose it is")
func locks() throws {
    let tree = try TestTree()
    let lock = try FileLock.take(path: tree.bytes("lock"))
    do throws(FileLock.Failure) {
        _ = try FileLock.take(path: tree.bytes("lock"))
        Issue.record("the lock was taken twice")
    } catch {
        guard case .held(let holder) = error else {
            Issue.record("the lock should be held")
            return
        }
        #expect(holder == Host.processNumber)
    }
    _ = consume lock
    _ = try FileLock.take(path: tree.bytes("lock"))
}

@Test("A file is replaced whole or not at all")
func replace() throws {
    let tree = try TestTree()
    try tree.write("file", "old")
    try OwnFile.replace(tree.bytes("file"), with: Array("new".utf8))
    #expect(try OwnFile.read(tree.bytes("file"), limit: 10) == Array("new".utf8))
    #expect(throws: SystemError.self) { try OwnFile.replace(tree.bytes("no/file"), with: []) }
    #expect(throws: SystemError.self) { _ = try OwnFile.read(tree.bytes("file"), limit: 2) }
    let names = try Program.run(["ls", "-A"], in: tree.path)
    #expect(names.outputText == "file\n")
}

@Test(
    "After Landlock only what was named can be read or written",
    .disabled(
        if: Program.variable("BEZOAR_SANITIZER") == "address",
        "the search for leaks cannot read what it needs in a process that locked itself in"))
func landlock() async {
    await #expect(processExitsWith: .success) {
        let tree = try TestTree()
        try tree.write("allowed/file", "x")
        try tree.write("forbidden/file", "x")
        try tree.makeFolder("own")
        guard try Landlock.restrict(reading: [tree.bytes("allowed")], writing: [tree.bytes("own")]) > 0 else { return }
        #expect(try OwnFile.read(tree.bytes("allowed/file"), limit: 10) == [0x78])
        #expect(throws: SystemError.self) { _ = try OwnFile.read(tree.bytes("forbidden/file"), limit: 10) }
        #expect(throws: SystemError.self) { try OwnFile.replace(tree.bytes("allowed/new"), with: []) }
        try OwnFile.replace(tree.bytes("own/new"), with: [])
    }
}

@Test("A thread that locked itself in makes no socket and writes nowhere; others do")
func callFilter() throws {
    let proof = CallFilter.prove()
    #expect(proof.madeSocket != true)
    #expect(proof.openedForWriting != true)
    // Not where the kernel has neither.
    #expect(proof.madeSocket == false || !Program.succeeds(["grep", "-q", "^Seccomp:", "/proc/self/status"]))
    #expect(proof.openedForWriting == false || Landlock.version == 0)
    _ = try Descriptor.open(Array("/dev/null".utf8), [.writeOnly]).status()
}

@Test(
    "Engines are reached through a filter that allows their sockets, and through no other",
    .disabled(
        if: Program.variable("BEZOAR_SANITIZER") == "address",
        "the search for leaks cannot look at a process that locked itself in"))
func callFilterAndSockets() async {
    await #expect(processExitsWith: .success) {
        let missing = Array("/nonexistent/socket".utf8)
        guard try CallFilter.apply(for: .filesAndEngines) else { return }
        #expect(throws: SystemError(SystemError.notFound, .connect)) { _ = try LocalSocket(connecting: missing) }
        guard try CallFilter.apply(for: .files) else { return }
        #expect(throws: SystemError(SystemError.notPermitted, .connect)) { _ = try LocalSocket(connecting: missing) }
    }
}

#if DEBUG
    @Test("The failure hook makes the call that was named fail, once")
    func failureHook() async {
        await #expect(processExitsWith: .success) {
            let tree = try TestTree()
            try tree.write("file", "x")
            #expect(FailureHook.arm(from: "statx/2:5"))
            let folder = try tree.open()
            _ = try folder.status()
            #expect(throws: SystemError(5, .statx)) { _ = try folder.status() }
            _ = try folder.status()
            for text in ["", "x", "1", "1:x", "0:5", "nothing/1:5", "statx/x:5"] {
                #expect(!FailureHook.arm(from: text))
            }
        }
    }
#endif

@Test("No capability that opens files by their number outlives the jail", .enabled(if: Host.effectiveUser == 0))
func droppedPrivileges() async {
    await #expect(processExitsWith: .success) {
        try Jail.dropPrivileges()
        let status = String(
            decoding: try OwnFile.read(Array("/proc/thread-self/status".utf8), limit: 1 << 20), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("CapPrm:") })
        let kept = try #require(UInt64(line.dropFirst(8), radix: 16))
        #expect(kept & 1 << 2 == 0, "CAP_DAC_READ_SEARCH allows open_by_handle_at")
        #expect(kept & ~(1 << 1 | 1 << 3 | 1 << 28) == 0)
    }
}

@Test("A file under a lease is refused, and not asked for until the kernel breaks the lease")
func leasedFile() async {
    await #expect(processExitsWith: .success) {
        let tree = try TestTree()
        try tree.write("file", "content")
        // The kernel tells the holder of a lease by a signal that would end this process.
        _ = signal(SIGIO, SIG_IGN)
        let holder = try Descriptor.open(tree.bytes("file"), [.readWrite])
        let setLease: Int32 = 1024
        // Not every file system has leases.
        guard fcntl(holder.number, setLease, Int32(F_WRLCK)) == 0 else { return }
        let begin = Clock.steady
        #expect(throws: SystemError(SystemError.tryAgain, .openat2)) {
            _ = try tree.open().openFile(beneath: Array("file\0".utf8).span)
        }
        #expect(Clock.steady - begin < 10_000_000_000)
    }
}

@Test("A lock file that is another file as well is refused and not written over")
func lockOfTwoNames() throws {
    let tree = try TestTree()
    try tree.write("precious", "precious")
    try tree.hardLink("lock", to: "precious")
    #expect(throws: FileLock.Failure.self) { _ = try FileLock.take(path: tree.bytes("lock")) }
    #expect(try OwnFile.read(tree.bytes("precious"), limit: 100) == Array("precious".utf8))
}
