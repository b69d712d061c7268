import Inventory
import Manifest
import ManifestSupport
import SQLite
import Testing

/// What stood in a file's place before, for as long as nobody has accepted that it is another one now.
@Suite struct EarlierVersionTests {
    private let manifest: TestManifest

    init() throws {
        manifest = try TestManifest()
    }

    /// A scan that asks what was there before; `path old new?` of each answer, and the answers.
    private func ask(
        _ files: [ImaginedFile], full: Bool = false
    ) throws -> (words: [String], versions: [EarlierVersion]) {
        manifest.clock += 1_000_000_000
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.pip],
            options: ScanOptions(full: full, rehashEvery: 0, started: manifest.clock, toolVersion: "test"))
        _ = try writer.record(WalkImitation(known: writer.known, cache: 0, collides: false).batch(files))
        let found = try writer.earlierVersions()
        _ = try writer.finish(.complete, complete: [true], finished: manifest.clock + 1)
        let words = found.map { version in
            let content = (0..<20).first { ImaginedFile("", content: $0).digest == version.digest } ?? 99
            return "\(version.path.utf8Text ?? "?") was \(content)" + (version.silentChange == nil ? "" : " silently")
        }
        return (words, found)
    }

    private func file(_ content: UInt64, inode: UInt64? = nil) -> ImaginedFile {
        ImaginedFile("a", content: content, inode: inode ?? content)
    }

    @Test func aChangeIsToldInEveryScanUntilTheContentIsBack() throws {
        #expect(try ask([file(1)]).words == [])
        #expect(try ask([file(1)]).words == [])
        for _ in 0..<3 { #expect(try ask([file(2)]).words == ["a was 1"]) }
        // Another one does not make the first forgotten.
        for _ in 0..<2 { #expect(try ask([file(3)]).words == ["a was 1"]) }
        #expect(try ask([file(1, inode: 9)]).words == [])
        #expect(try ask([file(1, inode: 9)]).words == [])
        try manifest.expectSound()
    }

    /// However much is remembered of what is not there any more, it does not stand in the way of what is.
    @Test func whatIsGoneTakesNoPlace() throws {
        _ = try ask((0..<50).map { ImaginedFile("gone\($0)", content: 5) } + [file(1)])
        _ = try ask([file(1)])
        manifest.clock += 1_000_000_000
        for limit in [0, 1] {
            let writer = try manifest.store.beginScan(
                caches: [TestManifest.pip],
                options: ScanOptions(rehashEvery: 0, started: manifest.clock, toolVersion: "test"))
            let batch = WalkImitation(known: writer.known, cache: 0, collides: false).batch([file(2)])
            _ = try writer.record(batch)
            let found = try writer.earlierVersions(limit: limit)
            #expect(found.count == limit && writer.isEarlierCut == (limit == 0))
            if limit == 1 { _ = try writer.finish(.complete, complete: [true], finished: manifest.clock + 1) }
        }
    }

    @Test func aFileThatWasGoneBeginsAnew() throws {
        _ = try ask([file(1)])
        #expect(try ask([file(2)]).words == ["a was 1"])
        #expect(try ask([]).words == [])
        #expect(try ask([file(3)]).words == [])
    }

    /// Writes down that a purge took a path, or all where it is empty.
    private func purge(_ path: ByteString) throws {
        let cache = CacheName(TestManifest.pip)
        let record = try manifest.store.beginPurge(command: "x", plan: .zero, document: [], now: manifest.clock + 2)
        try manifest.store.finishPurge(
            record.number, status: .complete, receipt: ([], false), tombstones: [],
            removed: [RemovedPath(cache: cache, path: path, isForCause: true)], now: manifest.clock + 3)
    }

    @Test(arguments: ["a", ""])
    func whatAPurgeTookIsNothingToCompareWith(_ path: ByteString) throws {
        _ = try ask([file(1)])
        #expect(try ask([file(2)]).words == ["a was 1"])
        try purge(path)
        for _ in 0..<2 { #expect(try ask([file(3)]).words == []) }
        // What came then is the measure from then on, whatever is purged elsewhere.
        try purge("b")
        #expect(try ask([file(4)]).words == ["a was 3"])
        #expect(try ask([file(1, inode: 9)]).words == ["a was 3"])
        try purge(path)
        #expect(try ask([file(5)]).words == [])
        try manifest.expectSound()
    }

    @Test func aPurgeIsForgottenWithWhatItTook() throws {
        _ = try ask([file(1)])
        try purge("a")
        #expect(try ask([file(2)]).words == [])
        func rows() throws -> Int64? {
            try Connection(path: manifest.path.bytes, mode: .read).integer("SELECT count(*) FROM removal")
        }
        func prune(keeping time: Int64) throws {
            _ = try manifest.store.prune(keepScansFor: time, keepHistoryFor: time, now: manifest.clock + 10)
        }
        try prune(keeping: .max)
        #expect(try rows() == 1)
        #expect(try ask([file(2)]).words == [])
        try prune(keeping: 0)
        #expect(try rows() == 0)
        #expect(try ask([file(2)]).words == [])
        try manifest.expectSound()
    }

    @Test func whatIsAcceptedIsNotToldAgain() throws {
        _ = try ask([file(1)])
        #expect(try ask([file(2)]).words == ["a was 1"])
        try manifest.store.acceptBaseline(at: manifest.clock + 2)
        #expect(try ask([file(2)]).words == [])
        #expect(try ask([file(3)]).words == ["a was 2"])
        #expect(try ask([file(1, inode: 8)]).words == ["a was 2"], "what was accepted is the measure")
    }

    @Test func whoToldLastIsWhenItWasSeenLast() throws {
        _ = try ask([file(1)])
        _ = try ask([file(1)])
        let seen = manifest.clock
        #expect(try ask([file(2)]).versions.map(\.seen) == [seen])
        #expect(try ask([file(2)]).versions.map(\.seen) == [seen])
    }

    @Test func aTouchIsNoChange() throws {
        _ = try ask([file(1)])
        #expect(try ask([file(1, inode: 5)]).words == [])
        #expect(try ask([file(2)]).words == ["a was 1"])
    }

    @Test func aSilentChangeStaysOne() throws {
        // Of one size.
        let other: UInt64 = 4097
        _ = try ask([file(1, inode: 1)])
        // The scan that finds it says so itself.
        #expect(try ask([file(other, inode: 1)], full: true).words == ["a was 1"])
        for _ in 0..<2 { #expect(try ask([file(other, inode: 1)]).words == ["a was 1 silently"]) }
        #expect(try ask([file(other, inode: 3)]).words == ["a was 1 silently"])
        #expect(try ask([file(1, inode: 4)]).words == [])
    }

    @Test func whatIsDisputedIsKept() throws {
        let prune = { (rows: [Int64]) in
            _ = try manifest.store.prune(
                keepScansFor: 0, keepHistoryFor: 1 << 60, now: manifest.clock + 5, keeping: Set(rows))
        }
        _ = try ask([file(1)])
        for _ in 0..<3 {
            let found = try ask([file(2)])
            #expect(found.words == ["a was 1"])
            try prune(found.versions.flatMap(\.rows))
        }
        try manifest.expectSound()
        try prune([])
        #expect(try ask([file(2)]).words == [])
    }

    /// A cache that this audit did not look at may have findings that the next one repeats.
    @Test func otherCachesKeepTheirVersions() throws {
        _ = try ask([file(1)])
        _ = try ask([file(2)])
        try manifest.scan([(TestManifest.npm, [ImaginedFile("b")])])
        _ = try manifest.store.prune(
            keepScansFor: 1_500_000_000, keepHistoryFor: 1 << 60, now: manifest.clock + 5)
        #expect(try ask([file(2)]).words == ["a was 1"])
    }
}
