import Inventory
import Manifest
import ManifestSupport
import SQLite
import Testing

/// Feeds of advisories come back as they were, replace one another whole, and an edit of theirs is noticed.
@Suite struct FeedTests {
    static let digest = ContentDigest(.sha256, Array(repeating: 0xA1, count: 32))

    /// An advisory with something in every field.
    static func full(_ id: String, modified: Int64 = 50, name: String = "axios") -> Advisory {
        let package = AffectedPackage(
            name: PackageName(.npm, name), versions: ["1.14.1", "0.30.4"],
            ranges: [
                AffectedRange([.init(.introduced, "0"), .init(.fixed, "1.2.0")]),
                AffectedRange([.init(.introduced, "2.0.0"), .init(.lastAffected, "2.1.3"), .init(.limit, "*")]),
            ], digests: [digest].compactMap { $0 })
        return Advisory(
            id: id, aliases: ["GHSA-1", "CVE-2"], modified: modified, published: 7, kind: .malware,
            summary: "bad\u{1b}[31m", severity: "CVSS:3.1/AV:N", packages: [package])
    }

    /// What a question gives back of it.
    static func entry(_ advisory: Advisory, feed: String) -> [AdvisoryEntry] {
        advisory.packages.map { package in
            var head = advisory
            head.packages = []
            var package = package
            package.digests = []
            return AdvisoryEntry(advisory: head, package: package, feed: feed)
        }
    }

    @discardableResult
    static func take(
        _ advisories: [Advisory], _ name: String, _ manifest: TestManifest, replaces: Bool = false,
        others: KeptFeed.Counts = KeptFeed.Counts()
    ) throws -> FeedWriter.Outcome {
        let writer = try manifest.store.beginFeed(name: name, path: "/feeds/\u{7}", now: 99)
        for advisory in advisories { try writer.add(advisory) }
        return try writer.finish(others: others, replaces: replaces)
    }

    private static let axios: Set<PackageName> = [PackageName(.npm, "axios")]

    @Test func aFeedComesBackAsItWas() throws {
        let manifest = try TestManifest()
        var others = KeptFeed.Counts()
        (others.others, others.silent, others.gitRanges, others.unreadable) = (4, 3, 2, 1)
        let full = Self.full("MAL-1")
        let withdrawn = Advisory(id: "MAL-2", modified: 60, isWithdrawn: true, kind: .malware)
        guard case .kept(let feed) = try Self.take([full, withdrawn], "npm", manifest, others: others) else {
            Issue.record("it was refused")
            return
        }
        #expect(feed.counts.records == 2 && feed.counts.malware == 1 && feed.counts.withdrawn == 1)
        #expect(feed.counts.others == 4 && feed.counts.silent == 3 && feed.counts.gitRanges == 2)
        #expect(feed.counts.unreadable == 1 && feed.newest == 60 && feed.imported == 99)
        #expect(try manifest.store.feeds() == [feed])
        #expect(try manifest.store.hasAdvisories())
        #expect(try manifest.store.advisories(on: Self.axios) == Self.entry(full, feed: "npm"))
        #expect(try manifest.store.advisories(on: [PackageName(.pip, "axios")]).isEmpty)
        let digest = try #require(Self.digest)
        let named = try manifest.store.advisories(naming: [digest])
        #expect(named.map(\.digest) == [digest] && named.map(\.entry) == Self.entry(full, feed: "npm"))
        #expect(try manifest.store.advisoryDigests() == [digest])
        #expect(try manifest.store.advisoryCounts().map(\.count) == [1])
        try manifest.expectSound()
        #expect(try manifest.store.removeFeeds(["npm", "none"]) == [feed])
        #expect(try manifest.store.advisories(on: Self.axios).isEmpty)
        for table in ["feed", "advisory", "advisory_package", "advisory_digest"] {
            #expect(try manifest.number("SELECT count(*) FROM \(table)") == 0)
        }
        try manifest.expectSound()
    }

    @Test func aFeedTakesThePlaceOfTheOldOne() throws {
        let manifest = try TestManifest()
        try Self.take([Self.full("MAL-1"), Self.full("MAL-2")], "npm", manifest)
        try Self.take([Self.full("MAL-1", name: "other")], "pypi", manifest)
        try Self.take([Self.full("MAL-3", modified: 51), Self.full("MAL-4")], "npm", manifest)
        #expect(try manifest.store.feeds().map(\.name) == ["npm", "pypi"])
        let ids = try manifest.store.advisories(on: Self.axios).map(\.advisory.id)
        #expect(ids.sorted() == ["MAL-3", "MAL-4"])
        try manifest.expectSound()
    }

    @Test func whatLooksLikeAnAccidentIsRefused() throws {
        let manifest = try TestManifest()
        #expect(try Self.take([], "npm", manifest, replaces: true) == .empty)
        #expect(try manifest.store.feeds().isEmpty)
        let many = (0..<10).map { Self.full("MAL-\($0)") }
        try Self.take(many, "npm", manifest)
        #expect(try Self.take([], "npm", manifest) == .empty)
        let old = many.map { Self.full($0.id, modified: 49) }
        #expect(try Self.take(old, "npm", manifest) == .older(newest: 49, known: 50))
        #expect(try Self.take(Array(many.prefix(4)), "npm", manifest) == .smaller(records: 4, known: 10))
        #expect(try manifest.number("SELECT count(*) FROM advisory") == 10)
        try manifest.expectSound()
        guard case .kept = try Self.take(Array(many.prefix(5)), "npm", manifest) else {
            Issue.record("half of it was refused")
            return
        }
        guard case .kept = try Self.take([Self.full("MAL-1", modified: 1)], "npm", manifest, replaces: true) else {
            Issue.record("what was forced was refused")
            return
        }
        try manifest.expectSound()
    }

    @Test func whatWasWithdrawnDropsOlderCopiesOfOtherFeeds() throws {
        let manifest = try TestManifest()
        try Self.take([Self.full("MAL-1", modified: 10), Self.full("MAL-2", modified: 10)], "a", manifest)
        try Self.take([Self.full("MAL-2", modified: 20)], "c", manifest)
        let withdrawn = Advisory(id: "MAL-1", modified: 30, isWithdrawn: true, kind: .malware)
        try Self.take([withdrawn], "b", manifest)
        let found = try manifest.store.advisories(on: Self.axios)
        #expect(found.map(\.advisory.id) == ["MAL-2"] && found.map(\.feed) == ["c"])
        // A later copy counts again.
        try Self.take([Self.full("MAL-1", modified: 40), Self.full("MAL-2", modified: 10)], "a", manifest)
        #expect(try Set(manifest.store.advisories(on: Self.axios).map(\.feed)) == ["a", "c"])
        try manifest.expectSound()
    }

    @Test func anImportThatDoesNotComeToItsEndLeavesTheOldFeed() throws {
        let manifest = try TestManifest()
        try Self.take([Self.full("MAL-1")], "npm", manifest)
        do {
            let writer = try manifest.store.beginFeed(name: "npm", path: "/x", now: 5)
            for index in 0..<2_000 { try writer.add(Self.full("MAL-\(index)", modified: 90)) }
            // Another reader sees nothing of it.
            #expect(try ManifestStore(path: manifest.path, mode: .read).feeds().map(\.newest) == [50])
            #expect(throws: ManifestError.self) { try manifest.store.beginFeed(name: "b", path: "/x", now: 5) }
        }
        #expect(try manifest.store.feeds().map(\.newest) == [50])
        try manifest.expectSound()
        try manifest.reopen()
        #expect(try manifest.store.advisories(on: Self.axios).map(\.advisory.id) == ["MAL-1"])
        try manifest.expectSound()
    }

    @Test(arguments: [
        ("feed", "UPDATE feed SET unreadable = 9"), ("feed", "UPDATE feed SET newest = 1"),
        ("advisory", "UPDATE advisory SET withdrawn = 1"), ("advisory", "UPDATE advisory SET kind = 'harmless'"),
        ("advisory", "UPDATE advisory SET modified = 1"), ("advisory_package", "DELETE FROM advisory_package"),
        ("advisory_package", "UPDATE advisory_package SET versions = '9'"),
        ("advisory_package", "UPDATE advisory_package SET ranges = ''"),
        ("advisory_package", "UPDATE advisory_package SET ecosystem = 'unheard-of'"),
        ("advisory_digest", "UPDATE advisory_digest SET algorithm = 'md5'"),
        ("advisory_digest", "DELETE FROM advisory_digest"),
    ])
    func anEditIsNoticed(table: String, edit: String) throws {
        let manifest = try TestManifest()
        try Self.take([Self.full("MAL-1")], "npm", manifest)
        try Connection(path: manifest.path.bytes, mode: .write).execute(edit)
        #expect(try manifest.store.verifyContent().mismatches == [table])
        // Whatever stands there, nothing traps, and malware does not become harmless.
        for entry in try manifest.store.advisories(on: Self.axios) { #expect(entry.advisory.kind == .malware) }
    }

    @Test func filesAreFoundNowAndInHistory() throws {
        let manifest = try TestManifest()
        try manifest.scan([ImaginedFile("a/evil.pth", content: 1), ImaginedFile("b", content: 2)])
        try manifest.scan([ImaginedFile("a/evil.pth", content: 3), ImaginedFile("b", content: 2)])
        try manifest.scan([ImaginedFile("b", content: 2)])
        let found = try manifest.store.files { path, _ in path == "a/evil.pth" }
        #expect(found.map(\.isPresent) == [false, false])
        #expect(found.map(\.first) == [1_001_000_000_000, 1_002_000_000_000])
        #expect(found.map(\.last) == [1_001_000_000_000, 1_002_000_000_000])
        let digest = try #require(found.first?.digest)
        #expect(try manifest.store.files { $1 == digest }.map(\.path) == ["a/evil.pth"])
        let present = try manifest.store.files { path, _ in path == "b" }
        #expect(present.map(\.isPresent) == [true] && present.map(\.last) == [1_003_000_000_000])
        #expect(present.map(\.root) == ["/state"] && present.map(\.cache) == ["/root/.cache/pip"])
    }

    /// What was only read again, or touched, is there since it was seen first; what went and came back is not.
    @Test func theSameContentIsSeenSinceItCame() throws {
        let manifest = try TestManifest()
        var file = ImaginedFile("wheel")
        for salt: UInt64 in [5, 9, 0] {
            file.salt = salt
            let result = try manifest.scan([file])
            #expect(result.counts.modified == 0)
        }
        #expect(try manifest.number("SELECT count(*) FROM file") == 1)
        // It is known now, and read no more.
        let slots = try manifest.scan([file])
        #expect(slots.counts.modified == 0 && slots.counts.added == 0)
        try manifest.expectSound()
        file.changed += 1
        try manifest.scan([file])
        #expect(try manifest.number("SELECT count(*) FROM file") == 2)
        var found = try manifest.store.files { path, _ in path == "wheel" }
        #expect(found.map(\.isPresent) == [true] && found.map(\.first) == [1_001_000_000_000])
        #expect(found.map(\.last) == [1_005_000_000_000])
        try manifest.scan([ImaginedFile]())
        try manifest.scan([file])
        found = try manifest.store.files { path, _ in path == "wheel" }
        #expect(found.map(\.isPresent) == [false, true])
        #expect(found.map(\.first) == [1_001_000_000_000, 1_007_000_000_000])
        // Another content in between is no touch.
        for content: UInt64 in [4, 1] {
            file.content = content
            try manifest.scan([file])
        }
        found = try manifest.store.files { _, digest in digest == file.digest }
        #expect(found.map(\.isPresent) == [false, false, true])
        try manifest.expectSound()
    }
}
