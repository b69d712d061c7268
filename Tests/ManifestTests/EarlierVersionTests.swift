import Inventory
import Manifest
import ManifestSupport
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

    @Test func aFileThatWasGoneBeginsAnew() throws {
        _ = try ask([file(1)])
        #expect(try ask([file(2)]).words == ["a was 1"])
        #expect(try ask([]).words == [])
        #expect(try ask([file(3)]).words == [])
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
