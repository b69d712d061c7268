import Hashing
import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// What is put comes back as it was, once for each content, and only where nothing stands.
@Suite struct QuarantineTests {
    @Test func aFileComesBackWithAllThatItHad() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/wheels/ab/évil.whl", "content")
        try bench.tree.setTime("cache/wheels/ab/évil.whl", 1_700_000_000)
        try bench.tree.setMode("cache/wheels/ab/évil.whl", 0o640)
        #expect(bench.setAttribute("wheels/ab/évil.whl", "user.origin", "00ff0a"))
        #expect(bench.setAttribute("wheels/ab/évil.whl", "user.empty", ""))
        if Host.effectiveUser == 0 { try bench.tree.setOwner("cache/wheels/ab/évil.whl", 1234) }
        let before = try bench.facts("wheels/ab/évil.whl")
        var store = try bench.open()
        let entry = try bench.put("wheels/ab/évil.whl", into: &store)
        #expect(entry.digest?.hex == "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73")
        #expect(entry.attributes.count == 2)
        #expect(entry.isStable)
        // Neither the file nor its folders are there any more.
        try bench.tree.remove("cache/wheels")
        let outcome = try store.restore(entry.id, beneath: bench.cache)
        #expect(outcome == RestoreOutcome(madeFolders: ["wheels", "wheels/ab"]))
        // Nobody knows what the folders were like.
        let folder = try Descriptor.status(ofPath: bench.tree.bytes("cache/wheels"))
        #expect(folder.mode & 0o777 == 0o700 && folder.owner == (Host.effectiveUser == 0 ? 1234 : Host.effectiveUser))
        #expect(try bench.facts("wheels/ab/évil.whl") == before)
        #expect(try OwnFile.read(bench.tree.bytes("cache/wheels/ab/évil.whl"), limit: 100) == Array("content".utf8))
        #expect(try store.entry(entry.id) == entry)
        #expect(try store.verify().problems == [])
    }

    @Test(.enabled(if: Host.effectiveUser == 0, "device nodes need root"))
    func everyKindComesBack() throws {
        let bench = try QuarantineBench()
        try bench.tree.makeFolder("cache/folder")
        try bench.tree.link("cache/link", to: "../../etc/shadow")
        try bench.tree.makeFIFO("cache/fifo")
        try bench.tree.makeSocket("cache/socket")
        try bench.tree.makeDevice("cache/device", 1, 3)
        try bench.tree.makeDevice("cache/whiteout", 0, 0)
        try bench.tree.setMode("cache/folder", 0o2750)
        let names = ["folder", "link", "fifo", "socket", "device", "whiteout"]
        for name in names {
            try bench.tree.setOwner("cache/" + name, 77)
            try bench.tree.setTime("cache/" + name, 1_600_000_000)
        }
        #expect(bench.setAttribute("link", "trusted.note", "01"))
        #expect(bench.setAttribute("folder", "trusted.overlay.opaque", "79"))
        let before = try names.map { try bench.facts($0) }
        var store = try bench.open()
        let entries = try names.map { try bench.put(ByteString($0), into: &store) }
        #expect(
            entries.map(\.kind) == [.directory, .symbolicLink, .fifo, .socket, .characterDevice, .whiteout])
        #expect(try bench.names("objects") == [])
        for name in names { try bench.tree.remove("cache/" + name) }
        for entry in entries { #expect(try store.restore(entry.id, beneath: bench.cache) == RestoreOutcome()) }
        #expect(try names.map { try bench.facts($0) } == before)
        // A link that was restored is itself what has the owner: what it leads to was not touched.
        #expect(try Descriptor.status(ofPath: Array("/etc/shadow".utf8)).owner == 0)
    }

    /// What was kept before is told from what has changed since, whatever its times say.
    @Test func whatIsKeptAlreadyIsKnown() throws {
        let bench = try QuarantineBench()
        let path = bench.tree.bytes("cache/a")
        func write(_ content: String) throws {
            try bench.tree.write("cache/a", content)
            try bench.tree.setTime("cache/a", 1_700_000_000)
        }
        try write("content")
        try bench.tree.link("cache/link", to: "a")
        var store = try bench.open()
        let file = try bench.put("a", into: &store)
        let link = try bench.put("link", into: &store)
        func isKept(_ entry: QuarantineEntry, _ name: ByteString) throws -> Bool {
            try store.isKept(entry, as: bench.source(name))
        }
        #expect(try isKept(file, "a") && isKept(link, "link"))
        #expect(try !isKept(link, "a") && !isKept(file, "link"))
        try OwnFile.rename(path, to: path + [0x62])
        try OwnFile.rename(path + [0x62], to: path)
        #expect(try isKept(file, "a"))
        try write("CONTENT")
        #expect(try !isKept(file, "a"))
        try write("content")
        #expect(try isKept(file, "a"))
        if bench.setAttribute("a", "user.origin", "00") { #expect(try !isKept(file, "a")) }
        _ = try store.drop(file.id)
        try write("content")
        #expect(try !isKept(file, "a"))
    }

    @Test(.enabled(if: Host.effectiveUser == 0, "privileges need root"))
    func privilegesComeBackOnlyWhereAskedFor() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/tool", "#!")
        try bench.tree.setMode("cache/tool", 0o6755)
        // Version 2, effective, CAP_NET_RAW: as setcap writes it.
        #expect(bench.setAttribute("tool", "security.capability", "0100000200200000000000000000000000000000"))
        let before = try bench.facts("tool")
        var store = try bench.open()
        let entry = try bench.put("tool", into: &store)
        try bench.tree.remove("cache/tool")
        let harmless = try store.restore(entry.id, beneath: bench.cache)
        #expect(harmless.withheld.sorted() == ["capabilities", "setgid", "setuid"])
        #expect(try bench.facts("tool").hasPrefix("0o100755 "))
        #expect(!(try bench.facts("tool").contains("security.capability")))
        try bench.tree.remove("cache/tool")
        let options = RestoreOptions(restoresPrivileges: true)
        #expect(try store.restore(entry.id, beneath: bench.cache, options: options).withheld == [])
        #expect(try bench.facts("tool") == before)
    }

    @Test(.enabled(if: Host.effectiveUser == 0, "the owner is given away"))
    func accessListsComeBack() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/file", "x")
        // u::rw-, u:42:r--, g::r--, m::r--, o::---
        let list = "0200000001000600ffffffff020004002a00000004000400ffffffff10000400ffffffff20000000ffffffff"
        guard bench.setAttribute("file", "system.posix_acl_access", list) else { return }
        let before = try bench.facts("file")
        var store = try bench.open()
        let entry = try bench.put("file", into: &store)
        try bench.tree.remove("cache/file")
        #expect(try store.restore(entry.id, beneath: bench.cache).refused == [])
        #expect(try bench.facts("file") == before)
        #expect(before.contains("system.posix_acl_access"))
    }

    @Test func whatIsThereIsNotReplaced() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/file", "old")
        var store = try bench.open()
        let entry = try bench.put("file", into: &store)
        #expect(QuarantineBench.failure { _ = try store.restore(entry.id, beneath: bench.cache) } == .occupied)
        try bench.tree.write("cache/file", "new")
        #expect(QuarantineBench.failure { _ = try store.restore(entry.id, beneath: bench.cache) } == .occupied)
        #expect(try OwnFile.read(bench.tree.bytes("cache/file"), limit: 9) == Array("new".utf8))
        try bench.tree.remove("cache/file")
        try bench.tree.link("cache/file", to: "nowhere")
        #expect(QuarantineBench.failure { _ = try store.restore(entry.id, beneath: bench.cache) } == .occupied)
        #expect(try Program.run(["ls", "-A", bench.tree.file("cache")]).outputText == "file\n")
    }

    @Test func nothingIsRestoredThroughALink() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/folder/file", "x")
        try bench.tree.makeFolder("outside")
        var store = try bench.open()
        let entry = try bench.put("folder/file", into: &store)
        try bench.tree.remove("cache/folder")
        try bench.tree.link("cache/folder", to: "../outside")
        let failure = QuarantineBench.failure { _ = try store.restore(entry.id, beneath: bench.cache) }
        #expect(failure == .system(SystemError(SystemError.tooManyLinks, .openat2)))
        #expect(try Program.run(["ls", "-A", bench.tree.file("outside")]).outputText == "")
    }

    @Test func theSameContentIsKeptOnce() throws {
        let bench = try QuarantineBench()
        for name in ["a", "b", "c"] { try bench.tree.write("cache/" + name, "same") }
        var store = try bench.open()
        let first = try bench.put("a", into: &store)
        let second = try bench.put("b", into: &store)
        // An audit that knows the digest spares the writing.
        let third = try store.put(bench.request("c", expected: first.digest), from: bench.source("c"))
        #expect(third.digest == first.digest && third.isStable)
        #expect(try bench.names("objects").count == 1)
        #expect(try bench.names("entries").count == 3)
        try store.drop(first.id)
        try store.drop(third.id)
        #expect(try bench.names("objects").count == 1)
        #expect(try store.drop(second.id) > 0)
        #expect(try bench.names("objects") == [])
        #expect(try bench.names("entries") == [])
        #expect(store.used == 0)
        #expect(QuarantineBench.failure { _ = try store.drop(second.id) } == .noEntry)
    }

    @Test func aWrongExpectationIsNotBelieved() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/a", "one")
        try bench.tree.write("cache/b", "two")
        var store = try bench.open()
        let first = try bench.put("a", into: &store)
        let second = try store.put(bench.request("b", expected: first.digest), from: bench.source("b"))
        #expect(second.digest != first.digest)
        #expect(try bench.names("objects").count == 2)
        #expect(try store.verify().problems == [])
    }

    @Test func holesStayHoles() throws {
        let bench = try QuarantineBench()
        try bench.tree.writeSparse("cache/sparse", size: 40 << 20, "middle", at: 10 << 20)
        var store = try bench.open(limits: QuarantineLimits(budget: 1 << 20, reserve: 0))
        let entry = try bench.put("sparse", into: &store)
        let sum = try Program.run(["sha256sum", bench.tree.file("cache/sparse")]).outputText
        #expect(sum.hasPrefix(entry.digest?.hex ?? "none"))
        #expect(entry.size == 40 << 20)
        #expect(store.used < 1 << 20)
        try bench.tree.remove("cache/sparse")
        _ = try store.restore(entry.id, beneath: bench.cache)
        let status = try Descriptor.status(ofPath: bench.tree.bytes("cache/sparse"))
        #expect(status.isSparse && status.size == 40 << 20 && status.blocks < 1_000)
    }

    @Test func namesOfAllKindsAreKept() throws {
        let bench = try QuarantineBench()
        let names: [[UInt8]] = [
            [0xff, 0xfe], Array("new\nline\u{1b}[31m".utf8), Array("%41".utf8), Array("\"\\".utf8),
            Array("\u{202e}gpj.exe".utf8), Array(repeating: 0xe9, count: 255), Array("-rf *".utf8), [0x7f],
        ]
        var store = try bench.open()
        var entries: [QuarantineEntry] = []
        for name in names {
            try bench.tree.write(bytes: Array("cache/".utf8) + name, "x")
            entries.append(try bench.put(ByteString(name), into: &store))
        }
        let reader = try bench.open(.read)
        let listing = try reader.list()
        #expect(listing.problems == [])
        #expect(Set(listing.entries.map(\.path.bytes)) == Set(names))
        for entry in entries { #expect(try reader.entry(entry.id) == entry) }
        for name in names { try OwnFile.remove(bench.tree.bytes("cache/") + name) }
        for entry in entries { _ = try reader.restore(entry.id, beneath: bench.cache) }
        for name in names { #expect(try Descriptor.status(ofPath: bench.tree.bytes("cache/") + name).size == 1) }
    }

    @Test func aPathThatLeadsOutIsRefused() throws {
        let bench = try QuarantineBench()
        try bench.tree.write("cache/x", "x")
        var store = try bench.open()
        for path in ["../x", "a/../../x", "/etc/passwd", "", "a//b", ".", "a/.", "x\u{0}y"] {
            let failure = QuarantineBench.failure {
                _ = try store.put(bench.request(ByteString(path)), from: bench.source("x"))
            }
            #expect(failure == .unfit("its path leads out of the cache"), "\(path)")
        }
        #expect(store.count == 0)
    }
}
