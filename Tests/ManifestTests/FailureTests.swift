import Inventory
import Linux
import Manifest
import ManifestSupport
import SQLite
import TestSupport
import Testing

/// What can be wrong with the file, its folder and its disk. Each has its sentence, and nothing is lost.
@Suite struct FailureTests {
    private func refusal(_ path: ByteString, _ mode: ManifestStore.Mode = .write) -> ManifestError? {
        do throws(ManifestError) {
            _ = try ManifestStore(path: path, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    /// The bytes of a closed manifest with some files in it.
    private func sample() throws -> [UInt8] {
        let manifest = try TestManifest()
        try manifest.scan(
            (0..<500).map { ImaginedFile("folder/file-\($0)", content: UInt64($0), inode: UInt64($0)) })
        manifest.store = try ManifestStore(path: ByteString(manifest.folder.file("other.db")), mode: .write)
        return try OwnFile.read(manifest.path.bytes, limit: 1 << 24)
    }

    @Test func onlyTheOwnerMayReadIt() throws {
        let manifest = try TestManifest()
        try manifest.scan([ImaginedFile("x")])
        for name in ["manifest.db", "manifest.db-wal", "manifest.db-shm", "manifest.db.lock"] {
            let status = try Descriptor.status(ofPath: Array(manifest.folder.file(name).utf8))
            #expect(status.mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test func aSecondWriterIsToldWhoTheFirstIs() throws {
        let manifest = try TestManifest()
        let error = try #require(refusal(manifest.path))
        #expect(error.kind == .locked(process: Int32(Host.processNumber)))
        #expect(error.description.contains("in use by process \(Host.processNumber)"))
        #expect(refusal(manifest.path, .read) == nil)
    }

    /// SQLite makes the file with a journal of another kind: a writer may be killed in just that moment.
    @Test func aHalfMadeFileIsMadeAnew() throws {
        let folder = try TestTree()
        let path = ByteString(folder.file("half.db"))
        // The journal says: take it back to the length of 0 pages.
        let halfMade = """
            import sqlite3, struct, sys
            connection = sqlite3.connect(sys.argv[1])
            connection.execute("PRAGMA page_size = 4096")
            connection.execute("CREATE TABLE x (a)")
            connection.close()
            header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", 0, 1, 0, 512, 4096)
            with open(sys.argv[1] + "-journal", "wb") as file:
                file.write(header.ljust(512, bytes(1)))
            """
        let run = try Program.run([PythonOracle.interpreter, "-c", halfMade, folder.file("half.db")])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try Descriptor.status(ofPath: path.bytes).size > 0)
        #expect(refusal(path, .read)?.kind == .interrupted)
        let store = try TestManifest.openForWriting(path)
        #expect(try store.integrityCheck() == [])
        #expect(refusal(path, .read) == nil)
    }

    @Test func aMissingFileOrFolderIsNamed() throws {
        let folder = try TestTree()
        #expect(refusal(ByteString(folder.file("no/such.db")))?.kind == .missing)
        #expect(refusal(ByteString(folder.file("none.db")), .read)?.kind == .missing)
        #expect(refusal("")?.kind == .missing)
        #expect(refusal(ByteString(folder.path + "/"))?.kind == .folder)
        #expect(refusal(ByteString(folder.path + "/.."))?.kind == .folder)
        #expect(refusal(ByteString(folder.path))?.kind == .folder)
        #expect(refusal(ByteString(Array("\(folder.path)/a\0b".utf8))) != nil)
    }

    @Test func aSymbolicLinkIsRefusedAndALinkedFolderIsNot() throws {
        let manifest = try TestManifest()
        let link = manifest.folder.file("link.db")
        #expect(Program.succeeds(["ln", "-s", "manifest.db", link]))
        #expect(refusal(ByteString(link))?.kind == .symbolicLink)
        #expect(refusal(ByteString(link), .read)?.kind == .symbolicLink)
        let linked = manifest.folder.file("linked")
        #expect(Program.succeeds(["ln", "-s", ".", linked]))
        #expect(refusal(ByteString(linked + "/manifest.db"), .read) == nil)
        let dangling = manifest.folder.file("dangling.db")
        #expect(Program.succeeds(["ln", "-s", "nowhere", dangling]))
        #expect(refusal(ByteString(dangling))?.kind == .symbolicLink)
        #expect(Program.succeeds(["mkfifo", manifest.folder.file("fifo.db")]))
        #expect(refusal(ByteString(manifest.folder.file("fifo.db")))?.kind == .notAManifest)
    }

    /// Ways to break a file, and what is said of it at the latest when everything in it is read.
    @Test(arguments: ["text", "zeroed", "cut", "cut inside a page", "zeroed head", "zeroed pages", "short"])
    func aDamagedFileIsSaidToBeDamagedAndNotTouched(_ trait: String) throws {
        var bytes = try sample()
        switch trait {
        case "text": bytes = Array(repeating: 0x41, count: 20_000)
        case "zeroed": bytes = Array(repeating: 0, count: bytes.count)
        case "cut": bytes.removeLast(bytes.count - 3 * 8192)
        case "cut inside a page": bytes.removeLast(5 * 8192 + 100)
        case "zeroed head": for index in 0..<100 { bytes[index] = 0 }
        case "zeroed pages": for index in 8192..<bytes.count { bytes[index] = 0 }
        default: bytes.removeLast(bytes.count - 10)
        }
        let folder = try TestTree()
        let path = ByteString(folder.file("broken.db"))
        try OwnFile.create(path.bytes, with: bytes, mode: 0o600)
        for mode in [ManifestStore.Mode.read, .write] {
            var failure = refusal(path, mode)
            if failure == nil {
                do throws(ManifestError) {
                    let store = try TestManifest.openForWriting(path)
                    let problems = try store.integrityCheck()
                    #expect(!problems.isEmpty, "nobody noticed")
                    _ = try store.verifyContent()
                    try store.exportRows { _ in true }
                } catch {
                    failure = error
                }
            }
            let kind = try #require(failure?.kind)
            #expect(kind == .damaged || kind == .notAManifest)
        }
        // What is refused as a whole is left as it is.
        if ["text", "zeroed", "zeroed head", "short"].contains(trait) {
            #expect(try OwnFile.read(path.bytes, limit: 1 << 24) == bytes)
        }
    }

    /// Any bytes at all: an error or a store that answers, never a trap and never an endless loop.
    @Test func randomDamageNeverTraps() throws {
        let sound = try sample()
        var random: UInt64 = 99
        func below(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % UInt64(bound))
        }
        let folder = try TestTree()
        var refused = 0
        for round in 0..<150 {
            var bytes = sound
            for _ in 0...below(20) {
                // Half of the hits go into page heads and the file's own, where they hurt most.
                let position = below(2) == 0 ? below(bytes.count) : below(bytes.count / 8192) * 8192 + below(120)
                bytes[min(position, bytes.count - 1)] = UInt8(below(256))
            }
            let path = ByteString(folder.file("r\(round).db"))
            try OwnFile.create(path.bytes, with: bytes, mode: 0o600)
            do throws(ManifestError) {
                let store = try TestManifest.openForWriting(path)
                _ = try store.verifyContent()
                _ = try store.integrityCheck()
                let writer = try store.beginScan(
                    caches: [TestManifest.pip], options: ScanOptions(full: true, started: 9, toolVersion: "t"))
                let files = (100..<600).map {
                    ImaginedFile("folder/file-\($0)", content: UInt64($0 + 1), inode: UInt64($0))
                }
                _ = try writer.record(WalkImitation(known: writer.known).batch(files))
                _ = try writer.finish(.complete, complete: [true], finished: 10)
                _ = try store.prune(keepScansFor: 0, keepHistoryFor: 0, now: 1 << 60)
                try store.acceptBaseline(at: 11)
                _ = try store.diff(baseline: "accepted")
                _ = try store.history(of: .zero)
            } catch {
                refused += 1
                #expect(!error.description.isEmpty)
            }
        }
        #expect(refused > 20)
        #expect(refused < 150)
    }

    @Test(.enabled(if: Host.effectiveUser == 0, "mounting needs root"))
    func aFullDiskLosesNothing() throws {
        let folder = try TestTree()
        try #require(Program.succeeds(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path]))
        defer { _ = Program.succeeds(["umount", "-l", folder.path]) }
        let path = ByteString(folder.file("m.db"))
        let first = (0..<50).map { ImaginedFile("f\($0)", content: UInt64($0), inode: UInt64($0)) }
        do {
            let store = try TestManifest.openForWriting(path)
            try record(first, store)
            do throws(ManifestError) {
                try record((0..<100_000).map { ImaginedFile("folder/file-\($0)", inode: UInt64($0)) }, store)
                Issue.record("the disk did not fill up")
            } catch {
                #expect(error.kind == .diskFull)
                #expect(error.description.contains("Make room"))
            }
            // The same store goes on where there is room again: what failed left nothing half done.
            #expect(Program.succeeds(["mount", "-o", "remount,size=64m", folder.path]))
            #expect(try store.verifyContent().isIntact)
            #expect(try record(first, store).caches[0].counts.added == 0)
            #expect(try store.verifyContent().isIntact)
            #expect(try store.verifyChain().isIntact)
        }
        let store = try TestManifest.openForWriting(path)
        #expect(try store.integrityCheck() == [])
        #expect(try store.verifyContent().isIntact)
        #expect(try store.verifyChain().isIntact)
        let outcome = try record(first, store)
        #expect(outcome.caches[0].counts.added == 0)
        #expect(try store.verifyContent().isIntact)
    }

    @Test(.enabled(if: Host.effectiveUser == 0, "mounting needs root"))
    func aReadOnlyDiskIsSaidToBeReadOnly() throws {
        let folder = try TestTree()
        try #require(Program.succeeds(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.path]))
        defer { _ = Program.succeeds(["umount", "-l", folder.path]) }
        let path = ByteString(folder.file("m.db"))
        do { try record([ImaginedFile("x")], try TestManifest.openForWriting(path)) }
        #expect(Program.succeeds(["mount", "-o", "remount,ro", folder.path]))
        #expect(refusal(path)?.kind == .readOnly)
        #expect(refusal(ByteString(folder.file("new.db")))?.kind == .readOnly)
        #expect(refusal(path)?.description.contains("cannot be written") == true)
    }

    @discardableResult
    private func record(_ files: [ImaginedFile], _ store: ManifestStore) throws(ManifestError) -> ScanOutcome {
        let writer = try store.beginScan(
            caches: [TestManifest.pip], options: ScanOptions(started: 9, toolVersion: "t"))
        let walk = WalkImitation(known: writer.known)
        for start in stride(from: 0, to: files.count, by: 1_000) {
            _ = try writer.record(walk.batch(files[start..<min(files.count, start + 1_000)]))
        }
        return try writer.finish(.complete, complete: [true], finished: 10)
    }
}
