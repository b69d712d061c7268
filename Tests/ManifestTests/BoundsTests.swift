import Inventory
import ManifestSupport
import Testing

@testable import Manifest

/// What long names cost, and what is known of what a scan did not see.
@Suite struct BoundsTests {
    private func name(_ index: Int, length: Int) -> String {
        let digits = String(index)
        return String(repeating: "n", count: length - digits.count) + digits
    }

    private func options(_ manifest: TestManifest, pathBytesMax: Int) -> ScanOptions {
        manifest.clock += 1_000_000_000
        return ScanOptions(
            rehashEvery: 0, started: manifest.clock, toolVersion: "test", pathBytesMax: pathBytesMax)
    }

    @Test func aScanAddsSoManyBytesOfPathsAndTheNextOneGoesOn() throws {
        let manifest = try TestManifest()
        let files = (0..<10).map { ImaginedFile(name($0, length: 1000), content: UInt64($0), inode: UInt64($0)) }
        for (present, missing) in [(4, 6), (8, 2), (10, 0)] {
            let writer = try manifest.store.beginScan(
                caches: [TestManifest.pip], options: options(manifest, pathBytesMax: 4000))
            _ = try writer.record(WalkImitation(known: writer.known).batch(files))
            #expect(writer.unrecorded == [missing])
            _ = try writer.finish(.incomplete, complete: [true], unseen: missing > 0 ? [0] : [], finished: 1)
            #expect(try manifest.present().count == present)
            #expect(try manifest.store.cacheStates().map(\.isWhole) == [missing == 0])
            try manifest.expectSound()
        }
    }

    @Test func withoutRoomTheOldVersionStandsAndASilentChangeIsTold() throws {
        let manifest = try TestManifest()
        let old = ImaginedFile("file", content: 1, inode: 1)
        let silent = ImaginedFile("silent", content: 1, inode: 2)
        try manifest.scan([old, silent])
        let options = ScanOptions(
            full: true, rehashEvery: 0, started: manifest.clock + 1, toolVersion: "test", pathBytesMax: 3)
        let writer = try manifest.store.beginScan(caches: [TestManifest.pip], options: options)
        var changed = old
        changed.changed += 1
        var overwritten = silent
        // The imitation makes the size of the content.
        overwritten.content = 1 + 4096
        let told = try writer.record(WalkImitation(known: writer.known).batch([changed, overwritten]))
        #expect(told.map(\.path) == ["silent"])
        #expect(writer.unrecorded == [2])
        let outcome = try writer.finish(.incomplete, complete: [true], unseen: [0], finished: 1)
        #expect(outcome.caches[0].counts.removed == 0)
        #expect(try manifest.present() == ["file", "silent"])
        try manifest.expectSound()
    }

    @Test func oneCacheDoesNotKeepAnothersChangesOut() throws {
        let manifest = try TestManifest()
        let before = [ImaginedFile("victim", content: 1, inode: 1), ImaginedFile("same", content: 2, inode: 2)]
        let fill = (0..<10).map { ImaginedFile(name($0, length: 1000), content: UInt64($0), inode: UInt64($0)) }
        try manifest.scan([(TestManifest.npm, before)])
        var after = before + [ImaginedFile("new", content: 3, inode: 3)]
        after[0].content = 4
        // Each of two caches has an eighth of all at any rate: nine bytes are needed here.
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.pip, TestManifest.npm], options: options(manifest, pathBytesMax: 4000))
        _ = try writer.record(WalkImitation(known: writer.known, cache: 0).batch(fill))
        _ = try writer.record(WalkImitation(known: writer.known, cache: 1).batch(after))
        #expect(writer.unrecorded == [6, 0])
        let outcome = try writer.finish(.incomplete, complete: [true, true], unseen: [0], finished: 1)
        #expect(outcome.caches[1].counts == ChangeCounts(added: 1, modified: 1))
        #expect(try manifest.present().filter { $0.count < 1000 } == ["new", "same", "victim"])
        try manifest.expectSound()
    }

    @Test func whatWasNotRecordedDoesNotCountAsModified() throws {
        let manifest = try TestManifest()
        let old = [ImaginedFile("replaced", content: 1, inode: 1), ImaginedFile("overwritten", content: 1, inode: 2)]
        try manifest.scan(old)
        var new = old
        new[0].content = 2
        // The imitation makes the size of the content, and of that the identity: this one keeps it.
        new[1].content = 1 + 4096
        let options = ScanOptions(
            full: true, rehashEvery: 0, started: manifest.clock + 1, toolVersion: "test", pathBytesMax: 3)
        let writer = try manifest.store.beginScan(caches: [TestManifest.pip], options: options)
        _ = try writer.record(WalkImitation(known: writer.known).batch(new))
        #expect(writer.unrecorded == [2])
        let outcome = try writer.finish(.incomplete, complete: [true], unseen: [0], finished: 1)
        #expect(outcome.caches[0].counts == ChangeCounts())
        try manifest.expectSound()
    }

    @Test func tooManyBytesOfUnseenPathsKeepTheWholeCache() throws {
        let manifest = try TestManifest()
        try manifest.scan([ImaginedFile("gone", content: 1, inode: 1)])
        let count = ScanWriter.Limit.keptBytesMax / (64 << 10) + 1
        let troubles = (0..<count).map {
            Trouble(cache: 0, path: ByteString(name($0, length: 64 << 10)), reason: .unreadable, detail: "")
        }
        try manifest.scan([ImaginedFile](), status: .incomplete, troubles: troubles)
        #expect(try manifest.present() == ["gone"])
        try manifest.scan([ImaginedFile](), status: .incomplete, troubles: Array(troubles.prefix(3)))
        #expect(try manifest.present() == [])
    }

    @Test func whatIsBelowAnUnseenFolderStaysWhateverItsLength() throws {
        let manifest = try TestManifest()
        let paths = ["a/b/c", "a/bb/c", "aa/b/c", "d"]
        try manifest.scan(paths.enumerated().map { ImaginedFile($1, content: 1, inode: UInt64($0)) })
        let troubles = ["a/b", "aa"].map {
            Trouble(cache: 0, path: ByteString($0), reason: .unreadable, detail: "", isSubtree: true)
        }
        try manifest.scan([ImaginedFile](), status: .incomplete, troubles: troubles)
        #expect(try manifest.present() == ["a/b/c", "aa/b/c"])
    }

    @Test func aDifferenceKeepsSoManyBytesAndCountsTheRest() {
        func entry(_ index: Int) -> BaselineEntry {
            BaselineEntry(
                cache: "c", path: ByteString(name(index, length: 100)), kind: .file, size: 1, mode: 0, digest: nil)
        }
        var collector = DifferenceCollector(limit: 100, bytesMax: 1000)
        for index in 0..<50 { collector.add(entry(index)) }
        for index in 50..<90 { collector.remove(entry(index)) }
        let difference = collector.finish()
        #expect(difference.counts == ChangeCounts(added: 50, removed: 40))
        #expect(difference.changes.reduce(0) { $0 + $1.path.bytes.count } == 1000)
        #expect(difference.unlisted == 80)
    }

    @Test func eachCacheHasItsOwnLastScan() throws {
        let manifest = try TestManifest()
        let file = ImaginedFile("file", content: 1, inode: 1)
        manifest.clock += 1
        _ = try manifest.store.beginScan(
            caches: [TestManifest.pip, TestManifest.npm],
            options: ScanOptions(started: manifest.clock, toolVersion: "test")
        ).finish(.incomplete, complete: [true, true], unseen: [1], finished: 1)
        #expect(try manifest.store.cacheStates().map(\.isWhole) == [true, false])
        try manifest.scan([file])
        #expect(try manifest.store.cacheStates().map(\.isWhole) == [true, false])
        try manifest.scan([(TestManifest.npm, [file])])
        #expect(try manifest.store.cacheStates().map(\.isWhole) == [true, true])
        // A scan that has not ended, and one that never will, saw nothing to the end.
        _ = try manifest.store.beginScan(
            caches: [TestManifest.pip], options: ScanOptions(started: manifest.clock, toolVersion: "test"))
        #expect(try manifest.store.cacheStates().map(\.isWhole) == [false, true])
        try manifest.reopen()
        #expect(try manifest.store.cacheStates().map(\.isWhole) == [false, true])
    }
}
