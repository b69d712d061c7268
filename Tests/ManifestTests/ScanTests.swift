import Inventory
import Manifest
import ManifestSupport
import Testing

@Suite struct ScanTests {
    private let one = ImaginedFile("a/one", content: 1, inode: 11)
    private let two = ImaginedFile("a/two", content: 2, inode: 12)
    private let three = ImaginedFile("b/three", content: 3, inode: 13)

    @Test func theFirstScanAddsAllAndListsNothing() throws {
        let manifest = try TestManifest()
        let result = try manifest.scan([one, two])
        #expect(result.outcome.caches[0].isFirst)
        #expect(result.counts == ChangeCounts(added: 2))
        #expect(result.outcome.changes.isEmpty)
        #expect(result.outcome.unlistedChanges == 0)
        #expect(result.outcome.isCheckpointed)
        #expect(try manifest.present() == ["a/one", "a/two"])
        try manifest.expectSound()
    }

    @Test func anUnchangedFileCostsNoRow() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let result = try manifest.scan([one, two])
        #expect(!result.outcome.caches[0].isFirst)
        #expect(result.counts == ChangeCounts())
        #expect(result.outcome.caches[0].files == 2)
        #expect(try manifest.number("SELECT count(*) FROM file") == 2)
        try manifest.expectSound()
    }

    @Test func addedRemovedAndModifiedAreToldApart() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        var other = one
        other.content = 9
        other.changed += 1
        let result = try manifest.scan([other, three])
        #expect(result.counts == ChangeCounts(added: 1, removed: 1, modified: 1))
        let changes = Set(result.outcome.changes)
        let cache = TestManifest.pip.id
        #expect(
            changes == [
                Change(kind: .added, cache: cache, path: "b/three", newDigest: three.digest, newMode: 0o100644),
                Change(kind: .removed, cache: cache, path: "a/two", oldDigest: two.digest, oldMode: 0o100644),
                Change(
                    kind: .modified, cache: cache, path: "a/one", oldDigest: one.digest, newDigest: other.digest,
                    oldMode: 0o100644, newMode: 0o100644),
            ])
        try manifest.expectSound()
    }

    @Test func aPathThatComesAgainHasOneRow() throws {
        let manifest = try TestManifest()
        var other = ImaginedFile("a/one", content: 5, inode: 15)
        other.comesAgain = true
        let first = try manifest.scan([one, other])
        #expect(first.counts == ChangeCounts(added: 1))
        #expect(first.outcome.caches[0].files == 1)
        #expect(try manifest.number("SELECT count(*) FROM file") == 1)
        // What stands there is the next scan's to see.
        other.comesAgain = false
        #expect(try manifest.scan([other]).counts == ChangeCounts(modified: 1))
        try manifest.expectSound()
    }

    @Test func aTouchedFileIsANewVersionButNoChange() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        var touched = one
        touched.changed += 5
        let result = try manifest.scan([touched])
        #expect(result.counts == ChangeCounts())
        #expect(result.outcome.changes.isEmpty)
        #expect(try manifest.number("SELECT count(*) FROM file") == 2)
        #expect(try manifest.scan([touched]).counts == ChangeCounts())
        try manifest.expectSound()
    }

    @Test func aChangedModeIsAChange() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        var executable = one
        executable.mode = 0o100755
        executable.changed += 1
        let result = try manifest.scan([executable])
        #expect(result.counts == ChangeCounts(modified: 1))
        #expect(result.outcome.changes.first?.oldMode == 0o100644)
        #expect(result.outcome.changes.first?.newMode == 0o100755)
    }

    @Test func aRenamedFileIsMoved() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        var renamed = one
        renamed.path = "c/renamed"
        let result = try manifest.scan([renamed, two])
        #expect(result.counts == ChangeCounts(moved: 1))
        #expect(result.outcome.changes.map(\.oldPath) == ["a/one"])
        #expect(result.outcome.changes.map(\.path) == ["c/renamed"])
    }

    @Test func aCopyThatReplacedItsOriginalIsMoved() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let result = try manifest.scan([ImaginedFile("c/copy", content: 1, inode: 99), two])
        #expect(result.counts == ChangeCounts(moved: 1))
    }

    @Test func twoCandidatesOfOneContentAreNoMove() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let copies = [ImaginedFile("c/1", content: 1, inode: 98), ImaginedFile("c/2", content: 1, inode: 99)]
        #expect(try manifest.scan(copies + [two]).counts == ChangeCounts(added: 2, removed: 1))
    }

    @Test func filesBelowAnUnreadableFolderStay() throws {
        let manifest = try TestManifest()
        let deep = ImaginedFile("a/deep/four", content: 4, inode: 14)
        let near = ImaginedFile("ab", content: 5, inode: 15)
        try manifest.scan([one, two, three, deep, near])
        let trouble = Trouble(cache: 0, path: "a", reason: .unreadable, detail: "", isSubtree: true)
        let result = try manifest.scan([three], status: .incomplete, troubles: [trouble])
        #expect(result.counts == ChangeCounts(removed: 1))
        #expect(try manifest.present() == ["a/deep/four", "a/one", "a/two", "b/three"])
        #expect(try manifest.scan([one, two, three, deep]).counts == ChangeCounts())
        try manifest.expectSound()
    }

    @Test func aFileThatCannotBeLookedAtStays() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let trouble = Trouble(cache: 0, path: "a/two", reason: .unreadable, detail: "")
        #expect(try manifest.scan([one], status: .incomplete, troubles: [trouble]).counts == ChangeCounts())
        let gone = Trouble(cache: 0, path: "a/two", reason: .vanished, detail: "")
        #expect(try manifest.scan([one], troubles: [gone]).counts == ChangeCounts(removed: 1))
    }

    @Test func aWholeCacheThatCannotBeReadStays() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let trouble = Trouble(cache: 0, path: "", reason: .unreadable, detail: "", isSubtree: true)
        #expect(try manifest.scan([ImaginedFile](), status: .incomplete, troubles: [trouble]).counts == ChangeCounts())
        #expect(try manifest.present().count == 2)
    }

    @Test func aCancelledWalkRemovesNothing() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let result = try manifest.scan([one, three], complete: false, status: .cancelled)
        #expect(result.counts == ChangeCounts(added: 1))
        #expect(try manifest.present() == ["a/one", "a/two", "b/three"])
        try manifest.expectSound()
    }

    @Test func aFileThatCouldNotBeReadKeepsItsOldVersion() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        var broken = one
        broken.content = 77
        broken.changed += 1
        broken.fails = true
        let fresh = ImaginedFile("new", content: 8, inode: 18, fails: true)
        #expect(try manifest.scan([broken, two, fresh]).counts == ChangeCounts())
        #expect(try manifest.present() == ["a/one", "a/two"])
        broken.fails = false
        #expect(try manifest.scan([broken, two]).counts == ChangeCounts(modified: 1))
        try manifest.expectSound()
    }

    @Test func contentThatChangedUnderOneIdentityIsSilent() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let seen = manifest.clock
        var forged = one
        forged.content = 1 + 4096  // the size is the rest of a division by 4096
        #expect(try manifest.scan([forged, two]).silent.isEmpty)
        let result = try manifest.scan([forged, two], full: true)
        #expect(
            result.silent == [
                SilentChange(
                    cache: 0, path: "a/one", oldDigest: one.digest, oldSeen: seen, newDigest: forged.digest)
            ])
        #expect(result.counts == ChangeCounts(modified: 1))
        #expect(try manifest.scan([forged, two], full: true).silent.isEmpty)
        try manifest.expectSound()
    }

    @Test func eachFileHasItsTurnToBeReadAgain() throws {
        let manifest = try TestManifest()
        let files = (0..<300).map { ImaginedFile("f\($0)", content: UInt64($0), inode: UInt64($0)) }
        try manifest.scan(files, rehashEvery: 7)
        var turns = Array(repeating: 0, count: files.count)
        for _ in 0..<7 {
            let writer = try manifest.store.beginScan(
                caches: [TestManifest.pip], options: ScanOptions(rehashEvery: 7, started: 1, toolVersion: "test"))
            let batch = WalkImitation(known: writer.known).batch(files)
            for (index, record) in batch.records.enumerated() where record.status == .hashed { turns[index] += 1 }
            _ = try writer.record(batch)
            _ = try writer.finish(.complete, complete: [true], finished: 2)
        }
        #expect(turns == Array(repeating: 1, count: files.count))
    }

    @Test func theOrderOfTheCachesDoesNotMatter() throws {
        let manifest = try TestManifest()
        try manifest.scan([(TestManifest.pip, [one, two]), (TestManifest.npm, [one, three])])
        let result = try manifest.scan([(TestManifest.npm, [one, three]), (TestManifest.pip, [one, two])])
        #expect(result.outcome.caches.map(\.counts) == [ChangeCounts(), ChangeCounts()])
        let only = try manifest.scan([(TestManifest.npm, [one])])
        #expect(only.counts == ChangeCounts(removed: 1))
        #expect(try manifest.present() == ["a/one", "a/two", "a/one"])
        try manifest.expectSound()
    }

    @Test func aCacheMadeAnewKeepsItsHistory() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        var again = TestManifest.pip
        again.record = "another"
        again.path = "/state/another"
        let result = try manifest.scan([(again, [one])])
        #expect(!result.outcome.caches[0].isFirst)
        #expect(result.counts == ChangeCounts())
        #expect(try manifest.number("SELECT count(*) FROM cache") == 1)
        // Two records of one mount id at a time are two caches, each with its own files.
        let both = try manifest.scan([(TestManifest.pip, [two]), (again, [one])])
        #expect(both.outcome.caches.map(\.isFirst) == [true, false])
        #expect(both.outcome.caches.map(\.counts) == [ChangeCounts(added: 1), ChangeCounts()])
        try manifest.expectSound()
    }

    @Test func twoPathsOfOneKeyAreKeptApart() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two], collides: true)
        #expect(try manifest.scan([one, two], collides: true).counts == ChangeCounts())
        var other = two
        other.content = 50
        other.changed += 1
        #expect(try manifest.scan([one, other], collides: true).counts == ChangeCounts(modified: 1))
        #expect(try manifest.scan([one, other, three], collides: true).counts == ChangeCounts(added: 1))
        #expect(try manifest.scan([other, three], collides: true).counts == ChangeCounts(removed: 1))
        #expect(try manifest.present() == ["a/two", "b/three"])
        try manifest.expectSound()
    }

    @Test func linksAndSpecialFilesAreRecorded() throws {
        let manifest = try TestManifest()
        let link = ImaginedFile("l", content: 1, inode: 1, mode: 0o120777, kind: .symbolicLink, target: "../x")
        let fifo = ImaginedFile("p", content: 0, inode: 2, mode: 0o010644, kind: .fifo)
        try manifest.scan([link, fifo])
        #expect(try manifest.scan([link, fifo], full: true).counts == ChangeCounts())
        #expect(try manifest.number("SELECT count(*) FROM file WHERE target = x'2e2e2f78'") == 1)
        #expect(try manifest.number("SELECT count(*) FROM file WHERE sha256 IS NULL") == 1)
        try manifest.expectSound()
    }

    @Test func changesAreListedUpToTheLimit() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.pip], options: ScanOptions(started: 5, toolVersion: "t", changesListedMax: 3))
        let files = (0..<10).map { ImaginedFile("n\($0)", content: UInt64($0), inode: UInt64(100 + $0)) }
        _ = try writer.record(WalkImitation(known: writer.known).batch([one] + files))
        let outcome = try writer.finish(.complete, complete: [true], finished: 6)
        #expect(outcome.changes.count == 3)
        #expect(outcome.unlistedChanges == 7)
    }

    @Test func aScanThatWasDroppedIsInterruptedAndItsRowsCount() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        do {
            let writer = try manifest.store.beginScan(
                caches: [TestManifest.pip], options: ScanOptions(started: 5, toolVersion: "t"))
            _ = try writer.record(WalkImitation(known: writer.known).batch([one, two]))
            try writer.commit()
            _ = try writer.record(WalkImitation(known: writer.known).batch([three]))
        }
        try manifest.reopen()
        #expect(try manifest.number("SELECT count(*) FROM scan WHERE status = 'interrupted'") == 1)
        #expect(try manifest.present() == ["a/one", "a/two"])
        try manifest.expectSound()
        #expect(try manifest.scan([one, two, three]).counts == ChangeCounts(added: 1))
        try manifest.expectSound()
    }

    @Test func aReaderSeesTheLastCommitWhileAScanWrites() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.pip], options: ScanOptions(started: 5, toolVersion: "t"))
        _ = try writer.record(WalkImitation(known: writer.known).batch([one, two]))
        let reader = try ManifestStore(path: manifest.path, mode: .read)
        var count = 0
        try reader.exportRows { _ in
            count += 1
            return true
        }
        #expect(count == 1)
        #expect(try reader.verifyContent().isIntact)
        _ = try writer.finish(.complete, complete: [true], finished: 6)
        #expect(try reader.verifyContent().isIntact)
    }

    @Test func misuseIsRefused() throws {
        let manifest = try TestManifest()
        let options = ScanOptions(started: 5, toolVersion: "t")
        let writer = try manifest.store.beginScan(caches: [TestManifest.pip], options: options)
        #expect(throws: ManifestError.self) { try manifest.store.beginScan(caches: [], options: options) }
        #expect(throws: ManifestError.self) { try manifest.store.acceptBaseline(at: 1) }
        #expect(throws: ManifestError.self) { try writer.finish(.complete, complete: [], finished: 6) }
        var batch = WalkImitation(known: writer.known).batch([one])
        batch.records[0].cache = 7
        #expect(throws: ManifestError.self) { try writer.record(batch) }
        batch.records[0].cache = 0
        batch.records[0].known = .same(slot: 3)
        #expect(throws: ManifestError.self) { try writer.record(batch) }
        batch.records[0].known = .changed(slot: -3)
        #expect(throws: ManifestError.self) { try writer.record(batch) }
        _ = try writer.finish(.complete, complete: [true], finished: 6)
        batch.records[0].known = .new
        #expect(throws: ManifestError.self) { try writer.record(batch) }
        #expect(throws: ManifestError.self) { try writer.finish(.complete, complete: [true], finished: 6) }
        let reader = try ManifestStore(path: manifest.path, mode: .read)
        #expect(throws: ManifestError.self) { try reader.beginScan(caches: [], options: options) }
        try manifest.expectSound()
    }
}
