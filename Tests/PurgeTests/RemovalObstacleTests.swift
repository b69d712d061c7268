import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// Whether this file system knows flags and this process may set them.
private func takesFlags(_ bench: RemovalBench) throws -> Bool {
    try bench.tree.write("probe", "x")
    guard Program.succeeds(["chattr", "+i", bench.tree.file("probe")]) else { return false }
    return Program.succeeds(["chattr", "-i", bench.tree.file("probe")])
}

@Test("Flags of files and folders are taken off, and put back on what has another name", .enabled(if: isRoot))
func flags() throws {
    let bench = try RemovalBench(onDisk: true)
    guard try takesFlags(bench) else { return }
    let tree = bench.tree
    for name in ["immutable", "append", "folder/immutable", "folder/append", "closed/in", "grows/in", "a/closed/in"] {
        try tree.write("cache/" + name, "x")
    }
    try tree.write("outside/linked", "x")
    try tree.hardLink("cache/folder/linked", to: "outside/linked")
    let flagged = [
        ("+i", "immutable"), ("+a", "append"), ("+i", "folder/immutable"), ("+a", "folder/append"), ("+i", "closed"),
        ("+a", "grows"), ("+i", "a/closed"), ("+i", "folder/linked"),
    ]
    for (flag, name) in flagged {
        #expect(Program.succeeds(["chattr", flag, tree.file("cache/" + name)]))
    }
    defer { _ = try? Program.run(["chattr", "-R", "-i", "-a", tree.path]) }
    let outcome = try bench.empty()
    #expect(outcome.isComplete, "\(outcome)")
    #expect(outcome.files == 8)
    #expect(try bench.names() == [])
    let outside = try Descriptor.open(tree.bytes("outside/linked"), .readOnly)
    #expect(try outside.inodeFlags().contains(.immutable))
    #expect(try outside.status().links == 1)
}

@Test("Folders too deep are brought up although flags forbid it", .enabled(if: isRoot))
func flaggedDepth() throws {
    let bench = try RemovalBench(onDisk: true)
    guard try takesFlags(bench) else { return }
    try bench.tree.write("cache/1/2/3/4/5/6/file", "x")
    for folder in ["1/2", "1/2/3/4", "1/2/3/4/5/6"] {
        #expect(Program.succeeds(["chattr", "+i", bench.tree.file("cache/" + folder)]))
    }
    defer { _ = try? Program.run(["chattr", "-R", "-i", bench.tree.path]) }
    let outcome = try bench.empty(options: RemovalOptions(levels: 2, synchronizes: false))
    #expect(outcome.isComplete, "\(outcome)")
    #expect(try bench.names() == [])
}

@Test("The directory's own flags are there again afterwards", .enabled(if: isRoot), arguments: ["i", "a"])
func ownFlags(_ flag: String) throws {
    let bench = try RemovalBench(onDisk: true)
    guard try takesFlags(bench) else { return }
    try bench.tree.write("cache/a/in", "x")
    #expect(Program.succeeds(["chattr", "+" + flag, bench.tree.file("cache")]))
    defer { _ = try? Program.run(["chattr", "-i", "-a", bench.tree.file("cache")]) }
    let outcome = try bench.empty()
    #expect(outcome.isComplete, "\(outcome)")
    #expect(try bench.names() == [])
    #expect(try bench.open().inodeFlags().contains(flag == "i" ? .immutable : .appendOnly))
}

@Test("Mounts in it are not entered and are named with where they were", .enabled(if: isRoot))
func mounts() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    for name in ["top/in", "a/b/mounted/in", "a/b/beside", "a/other", "file"] { try tree.write("cache/" + name, "x") }
    let mounted = ["top", "a/b/mounted"].map { tree.file("cache/" + $0) }
    for folder in mounted {
        guard Program.succeeds(["mount", "--bind", tree.file("outside"), folder]) else { return }
    }
    let file = tree.file("cache/file")
    guard Program.succeeds(["mount", "--bind", tree.file("outside/canary"), file]) else { return }
    let outcome = try bench.empty()
    let trash = try #require(outcome.trash?.utf8Text)
    let places = mounted + [file] + mounted.map { $0.replacing("/cache/", with: "/cache/\(trash)/") }
    for place in places { _ = try? Program.run(["umount", place]) }
    #expect(!outcome.isComplete)
    #expect(outcome.leftCount == 3)
    #expect(Set(outcome.left.map(\.path)) == ["top", "a/b/mounted", "file"])
    #expect(outcome.left.allSatisfy { $0.reason == .mountPoint })
    let moved = outcome.left.first { $0.path == "a/b/mounted" }
    #expect(moved?.place == ByteString(trash + "/a/b/mounted"))
    #expect(outcome.appearedCount == 0)
    #expect(try bench.outsideIsAsItWas())
    #expect(outcome.files == 2)
    #expect(try bench.empty().isComplete)
    #expect(try bench.names() == [])
}

@Test("A read-only mount is left as it is", .enabled(if: isRoot))
func readOnly() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    try tree.write("cache/a/in", "x")
    try tree.makeFolder("view")
    guard Program.succeeds(["mount", "--bind", "-o", "ro", tree.file("cache"), tree.file("view")]) else { return }
    defer { _ = try? Program.run(["umount", tree.file("view")]) }
    let view = try Descriptor.open(tree.bytes("view"), [.directory])
    let outcome = try Removal.empty(view)
    #expect(outcome.left.map(\.reason) == [.readOnly])
    #expect(outcome.leftCount == 1 && !outcome.isComplete && outcome.files == 0)
    #expect(try bench.names() == ["a"])
    let entry = try bench.entry("a/in")
    let removed = try Removal.remove([entry], from: view)
    #expect(removed.entries == [.left(.readOnly, SystemError(SystemError.readOnlyFileSystem, .mkdirat))])
}

@Test("A part of it that is mounted read-only stays, and only that", .enabled(if: isRoot))
func readOnlyPart() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    for name in ["a/view/in", "a/file", "b/file"] { try tree.write("cache/" + name, "x") }
    let view = tree.file("cache/a/view")
    guard Program.succeeds(["mount", "--bind", "-o", "ro", view, view]) else { return }
    let outcome = try bench.empty()
    let trash = outcome.trash?.utf8Text ?? "?"
    _ = try? Program.run(["umount", tree.file("cache/\(trash)/a/view")])
    #expect(outcome.left.map(\.path) == ["a/view"])
    #expect(outcome.left.map(\.reason) == [.mountPoint])
    #expect(outcome.files == 2)
    #expect(try bench.names(trash + "/a/view") == ["in"])
}

@Test("A full disk is emptied all the same", .enabled(if: isRoot))
func fullDisk() throws {
    let bench = try RemovalBench()
    let folder = bench.tree.file("cache")
    guard Program.succeeds(["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=400", "none", folder]) else { return }
    defer { _ = try? Program.run(["umount", "-l", folder]) }
    let fill = """
        cd "$0"; mkdir -p a/b/c; for i in $(seq 1000); do touch a/b/f$i || break; done 2>/dev/null
        for i in $(seq 1000); do touch f$i || break; done 2>/dev/null; true
        """
    #expect(Program.succeeds(["sh", "-c", fill, folder]))
    #expect(!Program.succeeds(["mkdir", folder + "/one-more"]))
    let outcome = try bench.empty()
    #expect(outcome.isComplete, "\(outcome)")
    #expect(try bench.names() == [])
}

@Test(
    "Folders of the caller's that deny him to write are emptied", .enabled(if: isRoot && Program.isInstalled("setpriv"))
)
func deniedFolders() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    for name in ["cache", "cache/module", "cache/module/closed"] {
        try tree.makeFolder(name)
        try tree.setOwner(name, 65534)
    }
    for name in ["cache/module/file", "cache/module/closed/file"] {
        try tree.write(name, "x")
        try tree.setOwner(name, 65534)
    }
    try tree.setMode("cache/module/closed", 0o555)
    try tree.setMode("cache/module", 0o555)
    try tree.setMode(".", 0o755)
    let result = try Program.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Program.built("remover"), "empty"]
            + [tree.file("cache")])
    // Where the build lies in a folder that others may not enter, there is nothing to be seen here.
    guard result.status != 127 && result.status != 126 else { return }
    #expect(result.status == 0, "\(result.outputText)")
    #expect(try bench.names() == [])
}
