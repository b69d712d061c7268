import Inventory
import Manifest
import ManifestSupport
import Testing

@Suite struct BaselineTests {
    private let one = ImaginedFile("a/one", content: 1, inode: 11)
    private let two = ImaginedFile("a/two", content: 2, inode: 12)
    private let three = ImaginedFile("b/three", content: 3, inode: 13)

    private func changed(_ file: ImaginedFile) -> ImaginedFile {
        var result = file
        result.content += 100
        result.changed += 1
        return result
    }

    @Test func theAcceptedBaselineStandsWhateverFollows() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        try manifest.store.acceptBaseline(at: 77)
        #expect(try manifest.store.diff(baseline: "accepted").changes.isEmpty)
        #expect(try manifest.store.baselines().map(\.name) == ["accepted"])
        #expect(try manifest.store.baselines().map(\.created) == [77])
        try manifest.scan([changed(one), two])
        try manifest.scan([changed(changed(one)), three])
        _ = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 0, now: manifest.clock + 1)
        let difference = try manifest.store.diff(baseline: "accepted")
        #expect(difference.counts == ChangeCounts(added: 1, removed: 1, modified: 1))
        #expect(difference.changes.map(\.path) == ["a/one", "a/two", "b/three"])
        #expect(difference.changes.map(\.kind) == [.modified, .removed, .added])
        #expect(difference.changes[0].oldDigest == one.digest)
        #expect(difference.changes[0].newDigest == changed(changed(one)).digest)
        // Back as it was: no difference, though the version is another.
        try manifest.scan([one, two])
        #expect(try manifest.store.diff(baseline: "accepted").changes.isEmpty)
        try manifest.expectSound()
    }

    @Test func oneCacheCanBeAcceptedAlone() throws {
        let manifest = try TestManifest()
        try manifest.scan([(TestManifest.pip, [one]), (TestManifest.npm, [one])])
        try manifest.store.acceptBaseline(at: 1)
        try manifest.scan([(TestManifest.pip, [one, two]), (TestManifest.npm, [one, two])])
        try manifest.store.acceptBaseline(at: 2, caches: [TestManifest.npm.id])
        let difference = try manifest.store.diff(baseline: "accepted")
        #expect(difference.changes.map(\.cache) == [TestManifest.pip.id])
        try manifest.expectSound()
    }

    @Test func theLastScanCanBeAskedFor() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let result = try manifest.scan([changed(one), three])
        let difference = try manifest.store.diff()
        #expect(difference.counts == result.counts)
        #expect(Set(difference.changes) == Set(result.outcome.changes))
        #expect(try manifest.store.diff(limit: 1).unlisted == 2)
    }

    @Test func anExportImportedAgainDiffersInNothing() throws {
        let manifest = try TestManifest()
        let link = ImaginedFile("l", content: 1, inode: 1, mode: 0o120777, kind: .symbolicLink, target: "../x")
        let fifo = ImaginedFile("p", content: 0, inode: 2, mode: 0o010644, kind: .fifo)
        try manifest.scan([(TestManifest.pip, [two, one, link, fifo]), (TestManifest.npm, [three, one])])
        var rows: [BaselineEntry] = []
        try manifest.store.exportRows { row in
            rows.append(row)
            return true
        }
        #expect(rows.map(\.path) == ["a/one", "a/two", "l", "p", "a/one", "b/three"])
        #expect(rows.last?.digest == three.digest)
        var left = rows.shuffled()[...]
        let count = try manifest.store.importBaseline(name: "fleet", host: "other", created: 5, fingerprint: "key") {
            left.popFirst()
        }
        #expect(count == 6)
        #expect(try manifest.store.diff(baseline: "fleet").changes.isEmpty)
        try manifest.scan([(TestManifest.pip, [changed(two), link, fifo]), (TestManifest.npm, [three, one, two])])
        let difference = try manifest.store.diff(baseline: "fleet")
        #expect(difference.counts == ChangeCounts(added: 1, removed: 1, modified: 1))
        try manifest.expectSound()
    }

    @Test func oneRowStandsForAllCachesOfItsMountID() throws {
        let manifest = try TestManifest()
        var elsewhere = TestManifest.pip
        elsewhere.root = "/other"
        try manifest.scan([(TestManifest.pip, [one, two]), (elsewhere, [one, changed(two)])])
        var rows = [one, two].map {
            BaselineEntry(
                cache: TestManifest.pip.id, path: ByteString($0.path), kind: .file, size: 1, mode: 0o100644,
                digest: $0.digest)
        }
        _ = try manifest.store.importBaseline(name: "x", host: "h", created: 1, fingerprint: "") { rows.popLast() }
        let difference = try manifest.store.diff(baseline: "x")
        #expect(difference.counts == ChangeCounts(modified: 1))
        #expect(difference.changes.map(\.newDigest) == [changed(two).digest])
    }

    @Test func anImportIsAllOrNothing() throws {
        struct Stop: Error {}
        let manifest = try TestManifest()
        let row = BaselineEntry(cache: "c", path: "p", kind: .file, size: 1, mode: 0, digest: nil)
        var first: [BaselineEntry] = [row]
        _ = try manifest.store.importBaseline(name: "x", host: "h", created: 1, fingerprint: "") { first.popLast() }
        var twice = [row, row]
        #expect(throws: ManifestError.self) {
            try manifest.store.importBaseline(name: "x", host: "h", created: 2, fingerprint: "", replaces: true) {
                twice.popLast()
            }
        }
        #expect(throws: ManifestError.self) {
            try manifest.store.importBaseline(name: "x", host: "h", created: 2, fingerprint: "") { nil }
        }
        #expect(throws: ManifestError.self) {
            try manifest.store.importBaseline(name: "y", host: "h", created: 2, fingerprint: "") { throw Stop() }
        }
        #expect(throws: ManifestError.self) {
            try manifest.store.importBaseline(name: "accepted", host: "", created: 2, fingerprint: "") { nil }
        }
        #expect(try manifest.store.baselines().map(\.created) == [1])
        _ = try manifest.store.importBaseline(name: "x", host: "h", created: 3, fingerprint: "", replaces: true) { nil }
        #expect(try manifest.store.baselines().map(\.created) == [3])
        #expect(try manifest.number("SELECT count(*) FROM baseline_file") == 0)
        try manifest.expectSound()
    }

    @Test func anUnknownBaselineIsRefused() throws {
        #expect(throws: ManifestError.self) { try TestManifest().store.diff(baseline: "no") }
    }

    @Test func theHistoryOfADigestSurvivesPruning() throws {
        let manifest = try TestManifest()
        try manifest.scan([one, two])
        let first = manifest.clock
        try manifest.scan([one, two])
        let last = manifest.clock
        try manifest.scan([two])
        let gone = Sighting(
            cache: TestManifest.pip.id, path: "a/one", firstSeen: first, lastSeen: last, isPresent: false)
        #expect(try manifest.store.history(of: one.digest) == [gone])
        #expect(try manifest.store.history(ofPath: "a/one") == [gone])
        #expect(try manifest.store.history(ofPath: "a/two").map(\.lastSeen) == [manifest.clock])
        let early = try manifest.store.prune(
            keepScansFor: 1_000_000_000, keepHistoryFor: 1 << 60, now: manifest.clock + 1)
        #expect(early == PruneOutcome(versions: 0, sightings: 0, hasMore: false))
        let late = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 1 << 60, now: manifest.clock + 1)
        #expect(late == PruneOutcome(versions: 1, sightings: 0, hasMore: false))
        var left = gone
        left.path = "one"
        #expect(try manifest.store.history(of: one.digest) == [left])
        try manifest.scan([one, two])
        try manifest.scan([two])
        let again = manifest.clock - 1_000_000_000
        _ = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 1 << 60, now: manifest.clock + 1)
        left.lastSeen = again
        #expect(try manifest.store.history(of: one.digest) == [left])
        #expect(try manifest.number("SELECT count FROM sighting") == 2)
        try manifest.expectSound()
        let dropped = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 0, now: manifest.clock + 1)
        #expect(dropped.sightings == 1)
        #expect(try manifest.store.history(of: one.digest).isEmpty)
        #expect(try manifest.store.history(of: two.digest).map(\.isPresent) == [true])
        try manifest.expectSound()
    }

    @Test func extremeTimesDoNotTrap() throws {
        let manifest = try TestManifest()
        try manifest.scan([one])
        for (keep, now) in [(Int64.min, Int64.max), (.max, .min), (.max, 0), (0, .max)] {
            _ = try manifest.store.prune(keepScansFor: keep, keepHistoryFor: keep, now: now)
        }
        try manifest.expectSound()
    }
}
