import Inventory
import Manifest
import ManifestSupport
import SQLite
import Testing

/// What the manifest remembers of packages: artifacts, tags of indexes, digests other than SHA-256.
@Suite struct PackageTests {
    static func artifact(
        _ name: String, content: UInt8 = 1, path: ByteString? = nil, verdict: Verdict = .unknown
    ) -> JudgedArtifact {
        let digests = [ContentDigest.Algorithm.sha256, .sha512].compactMap {
            ContentDigest($0, Array(repeating: content, count: $0.size))
        }
        let artifact = Artifact(
            ecosystem: .npm, kind: .tarball, name: name, version: "1.0\u{0}\u{1b}", file: "\(name).tgz",
            path: path ?? ByteString(name), digests: digests)
        return JudgedArtifact(artifact: artifact, cache: 0, purl: "pkg:npm/\(name)", verdict: verdict)
    }

    static func tag(_ version: String, _ tag: String = "latest") -> IndexTag {
        IndexTag(ecosystem: .npm, name: "left", tag: tag, version: version, path: "index")
    }

    /// One scan of one cache with these packages.
    @discardableResult
    private func scan(
        _ manifest: TestManifest, _ artifacts: [JudgedArtifact] = [], tags: [IndexTag] = [],
        unread: Set<ByteString> = [], isWhole: Bool = true, troubles: [Trouble] = [],
        cache: MountCache = TestManifest.pip
    ) throws -> Int {
        manifest.clock += 1_000_000_000
        let writer = try manifest.store.beginScan(
            caches: [cache], options: ScanOptions(started: manifest.clock, toolVersion: "test"))
        var batch = FileBatch()
        batch.troubles = troubles
        _ = try writer.record(batch)
        var record = PackageRecord(cache: 0, artifacts: artifacts, tags: tags)
        record.unread = unread
        record.isWhole = isWhole
        let tooLong = try writer.record([record]).tooLong
        _ = try writer.finish(.complete, complete: [true], finished: manifest.clock + 1)
        return tooLong
    }

    @Test func anArtifactComesBackAsItWas() throws {
        let manifest = try TestManifest()
        try scan(manifest, [Self.artifact("a", verdict: .verified), Self.artifact("a", verdict: .verified)])
        let first = manifest.clock
        try scan(manifest, [Self.artifact("a", verdict: .mismatch)])
        let known = try manifest.store.packageHistory().artifacts
        #expect(known.count == 1)
        let artifact = Self.artifact("a").artifact
        #expect(known[0].name == artifact.name && known[0].version == artifact.version)
        #expect(known[0].file == artifact.file && known[0].path == artifact.path)
        #expect(
            known[0].digests == artifact.digests && known[0].kind == .tarball && known[0].cache == TestManifest.pip.id)
        #expect(known[0].verdict == .mismatch && known[0].isPresent)
        #expect(known[0].first == first && known[0].seen == manifest.clock)
        try manifest.expectSound()
    }

    @Test func whatIsGoneIsClosedAndWhatIsUnreadIsNot() throws {
        let manifest = try TestManifest()
        let all = ["a", "b", "c/x", "d"].map { Self.artifact($0) }
        try scan(manifest, all)
        let first = manifest.clock
        let trouble = Trouble(cache: 0, path: "c", reason: .unreadable, detail: "", isSubtree: true)
        try scan(manifest, [all[3]], unread: ["b"], troubles: [trouble])
        var known = try manifest.store.packageHistory().artifacts
        #expect(known.map(\.isPresent) == [false, true, true, true])
        #expect(known[0].seen == first)
        try scan(manifest, [], isWhole: false)
        try scan(manifest, [], cache: TestManifest.npm)
        known = try manifest.store.packageHistory().artifacts
        #expect(known.map(\.isPresent) == [false, true, true, true])
        try scan(manifest, [all[0]])
        known = try manifest.store.packageHistory().artifacts
        #expect(known.map(\.name) == ["a", "b", "c/x", "d", "a"])
        #expect(known.map(\.isPresent) == [false, false, false, false, true])
        try manifest.expectSound()
    }

    @Test func tagsAreRememberedWithTheirPlace() throws {
        let manifest = try TestManifest()
        try scan(manifest, tags: [Self.tag("1.0"), Self.tag("2.0-rc", "next"), Self.tag("1.0")])
        try scan(manifest, tags: [Self.tag("1.1"), Self.tag("2.0-rc", "next")])
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.npm, TestManifest.pip],
            options: ScanOptions(started: manifest.clock + 5, toolVersion: "test"))
        let tags = try writer.packageHistory().tags
        #expect(tags.map(\.tag) == [Self.tag("1.0"), Self.tag("2.0-rc", "next"), Self.tag("1.1")])
        #expect(tags.map(\.isPresent) == [false, true, true])
        #expect(tags.map(\.place) == [1, 1, 1])
        #expect(tags[2].seen == manifest.clock)
        _ = try writer.finish(.complete, complete: [true, true], finished: manifest.clock + 6)
        try manifest.expectSound()
    }

    @Test func whatWasGoneAtAnAcceptanceNeedsNoExplanation() throws {
        let manifest = try TestManifest()
        try scan(manifest, [Self.artifact("a", content: 1)], tags: [Self.tag("1.0")])
        try scan(manifest, [Self.artifact("a", content: 2)], tags: [Self.tag("1.1")])
        #expect(try manifest.store.packageHistory(sinceAcceptance: true).artifacts.count == 2)
        try manifest.store.acceptBaseline(at: manifest.clock)
        #expect(try manifest.store.packageHistory(sinceAcceptance: true).artifacts.map(\.isPresent) == [true])
        #expect(try manifest.store.packageHistory(sinceAcceptance: true).tags.map(\.tag.version) == ["1.1"])
        #expect(try manifest.store.packageHistory().artifacts.count == 2)
    }

    @Test func oldPackagesArePruned() throws {
        let manifest = try TestManifest()
        try scan(manifest, [Self.artifact("a"), Self.artifact("b")], tags: [Self.tag("1.0")])
        try scan(manifest, [Self.artifact("b")])
        try scan(manifest, [Self.artifact("b")])
        let second: Int64 = 1_000_000_000
        let prune = { try manifest.store.prune(keepScansFor: 0, keepHistoryFor: $0, now: manifest.clock) }
        #expect(try prune(3 * second).packages == 0)
        #expect(try prune(second).packages == 2)
        #expect(try manifest.store.packageHistory().artifacts.map(\.name) == ["b"])
        #expect(try manifest.store.packageHistory().tags == [])
        try manifest.expectSound()
    }

    /// Who has the wrong time for one audit must not lose what others remembered.
    @Test func aClockThatWasWrongForgetsNothing() throws {
        let manifest = try TestManifest()
        let second: Int64 = 1_000_000_000
        let right = 2_000_000 * second
        manifest.clock = right
        try scan(manifest, [Self.artifact("a"), Self.artifact("b")])
        try scan(manifest, [Self.artifact("b")])
        // As a machine begins whose clock has no battery.
        manifest.clock = 0
        try scan(manifest, [Self.artifact("b")])
        #expect(try manifest.store.agreedTime() == second)
        manifest.clock = right + 10 * second
        try scan(manifest, [Self.artifact("b")])
        let pruned = try manifest.store.prune(
            keepScansFor: 0, keepHistoryFor: 1_000 * second, now: manifest.clock)
        #expect(pruned.packages == 0)
        #expect(try manifest.store.packageHistory().artifacts.map(\.name).sorted() == ["a", "b"])
        // And one that is years ahead is not believed before it has said so ten times.
        for _ in 1...9 {
            manifest.clock = 9 * right
            try scan(manifest, [Self.artifact("b")])
        }
        #expect(try manifest.store.agreedTime() == right + 11 * second)
        try scan(manifest, [Self.artifact("b")])
        #expect(try manifest.store.agreedTime() == 9 * right + second)
    }

    /// Since when something is there: without a break, and with the same content.
    @Test func theManifestSaysSinceWhen() throws {
        let manifest = try TestManifest()
        func first(_ artifacts: [JudgedArtifact]) throws -> [Int64?] {
            manifest.clock += 1_000_000_000
            let writer = try manifest.store.beginScan(
                caches: [TestManifest.pip], options: ScanOptions(started: manifest.clock, toolVersion: "test"))
            _ = try writer.record(FileBatch())
            let memory = try writer.record([PackageRecord(cache: 0, artifacts: artifacts)])
            _ = try writer.finish(.complete, complete: [true], finished: manifest.clock + 1)
            return memory.first.flatMap { $0 }
        }
        let long = String(repeating: "x", count: 1 << 20)
        let one = manifest.clock + 1_000_000_000
        #expect(try first([Self.artifact("a"), Self.artifact("a"), Self.artifact(long)]) == [one, one, nil])
        #expect(try first([Self.artifact("b"), Self.artifact("a", verdict: .mismatch)]) == [manifest.clock, one])
        #expect(try first([]) == [])
        #expect(try first([Self.artifact("a")]) == [manifest.clock])
    }

    @Test func namesOfAnyLengthDoNotHarm() throws {
        let manifest = try TestManifest()
        let long = String(repeating: "x", count: 1 << 20)
        #expect(try scan(manifest, [Self.artifact(long), Self.artifact("a")], tags: [Self.tag(long)]) == 2)
        #expect(try manifest.store.packageHistory().artifacts.map(\.name) == ["a"])
        try manifest.expectSound()
    }

    @Test(arguments: [
        "UPDATE artifact SET version = 'x'", "UPDATE artifact SET verdict = 'verified'", "DELETE FROM artifact",
        "UPDATE artifact SET digests = digests || ' x'", "UPDATE artifact SET last_scan = 1 WHERE last_scan IS NULL",
        "UPDATE index_tag SET version = '9'", "DELETE FROM index_tag", "UPDATE file_digest SET digest = x'00'",
        "DELETE FROM file_digest",
    ])
    func anEditIsNoticed(_ edit: String) throws {
        let manifest = try TestManifest()
        try scan(manifest, [Self.artifact("a")], tags: [Self.tag("1.0")])
        try Self.scanWithDigest(manifest)
        try manifest.expectSound()
        try manifest.edit(edit)
        #expect(try manifest.store.verifyContent().mismatches.count == 1)
    }

    // MARK: Other digests

    private static let other = ContentDigest(.sha1, Array(repeating: 5, count: 20))

    /// A scan of one file of which the walk made SHA-1, too.
    @discardableResult
    private static func scanWithDigest(_ manifest: TestManifest, content: UInt64 = 1) throws -> [ContentDigest?] {
        manifest.clock += 1_000_000_000
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.npm],
            options: ScanOptions(rehashEvery: 0, started: manifest.clock, toolVersion: "test"))
        var batch = WalkImitation(known: writer.known).batch([
            ImaginedFile("plain", inode: 1), ImaginedFile("jar", content: content, inode: 2),
        ])
        var slots: [Int32?] = []
        for (place, record) in batch.records.enumerated() {
            if case .same(let slot) = record.known { slots.append(slot) }
            if place == 1, record.status == .hashed, let other {
                batch.others = [OtherDigest(record: 1, digest: other)]
            }
        }
        _ = try writer.record(batch)
        let known = try writer.otherDigests(ofSlots: slots)
        _ = try writer.finish(.complete, complete: [true], finished: manifest.clock + 1)
        return known
    }

    @Test func aDigestOfTheWalkIsKept() throws {
        let manifest = try TestManifest()
        #expect(try Self.scanWithDigest(manifest) == [])
        #expect(try Self.scanWithDigest(manifest) == [nil, Self.other])
        // Another version has none of the old one's.
        try Self.scanWithDigest(manifest, content: 3)
        #expect(try manifest.number("SELECT count(*) FROM file_digest") == 2)
        _ = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 0, now: manifest.clock + 1)
        #expect(try manifest.number("SELECT count(*) FROM file_digest") == 1)
        try manifest.expectSound()
    }

    @Test func aDigestThatWasMadeLaterIsKept() throws {
        let manifest = try TestManifest()
        try Self.scanWithDigest(manifest)
        let writer = try manifest.store.beginScan(
            caches: [TestManifest.npm],
            options: ScanOptions(rehashEvery: 0, started: manifest.clock + 1, toolVersion: "test"))
        let batch = WalkImitation(known: writer.known).batch([
            ImaginedFile("plain", inode: 1), ImaginedFile("jar", inode: 2),
        ])
        _ = try writer.record(batch)
        let slots = batch.records.compactMap { record -> Int32? in
            if case .same(let slot) = record.known { slot } else { nil }
        }
        let digest = try #require(ContentDigest(.md5, Array(repeating: 4, count: 16)))
        try writer.keep(slots.map { (slot: $0, digest: digest) })
        #expect(try writer.otherDigests(ofSlots: slots) == [digest, digest])
        _ = try writer.finish(.complete, complete: [true], finished: manifest.clock + 2)
        try manifest.expectSound()
    }
}
