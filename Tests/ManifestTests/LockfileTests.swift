import Inventory
import Manifest
import ManifestSupport
import SQLite
import Testing

/// Registered lockfiles come back with every pin, and an edit of theirs is noticed.
@Suite struct LockfileTests {
    /// A lockfile with something in every field.
    static func full(_ path: ByteString, content: UInt8 = 1, project: ByteString = "https://git.example/a")
        -> LockedPins
    {
        let digest = SHA256Digest(Array(repeating: content, count: 32)) ?? .zero
        let digests: [ContentDigest] = ContentDigest.Algorithm.allCases.compactMap {
            ContentDigest($0, Array(repeating: content &+ 0xA0, count: $0.size))
        }
        let pins = [
            Pin(
                ecosystem: .npm, name: "@types/node", version: "20.1.0", digests: digests, subject: .yarnArchive,
                file: "node-20.1.0.tgz", url: "https://registry.example/node\u{1b}.tgz", line: 3,
                path: "node_modules/@types/node"),
            Pin(ecosystem: .pip, name: "idna", version: nil, line: 9, unusable: .noDigest),
        ]
        return LockedPins(
            lockfile: Lockfile(
                path: path, project: project, trust: .imported, tier: "release", format: "package-lock.json",
                digest: digest), pins: pins)
    }

    @Test func aLockfileComesBackAsItWas() throws {
        let manifest = try TestManifest()
        #expect(try manifest.store.register([Self.full("/b/x"), Self.full("/a\u{7}")], now: 5) == [.added, .added])
        #expect(try manifest.store.lockedPins() == [Self.full("/a\u{7}"), Self.full("/b/x")])
        let kept = try manifest.store.lockfiles()
        #expect(kept.map(\.lockfile) == [Self.full("/a\u{7}").lockfile, Self.full("/b/x").lockfile])
        #expect(kept.map(\.pins) == [2, 2])
        #expect(kept.map(\.unusable) == [[.noDigest: 1], [.noDigest: 1]])
        #expect(try manifest.store.verifyContent().mismatches == [])
    }

    @Test func aChangedLockfileTakesThePlaceOfTheOldOne() throws {
        let manifest = try TestManifest()
        _ = try manifest.store.register([Self.full("/a"), Self.full("/b")], now: 5)
        #expect(
            try manifest.store.register([Self.full("/a"), Self.full("/b", content: 2)], now: 8) == [
                .unchanged, .changed,
            ])
        #expect(try manifest.store.register([Self.full("/a", project: "web")], now: 9) == [.changed])
        #expect(try manifest.store.lockedPins() == [Self.full("/a", project: "web"), Self.full("/b", content: 2)])
        let kept = try manifest.store.lockfiles()
        #expect(kept.map(\.registered) == [5, 5] && kept.map(\.changed) == [9, 8])
        try manifest.expectSound()
    }

    @Test func aLockfileIsTakenOut() throws {
        let manifest = try TestManifest()
        _ = try manifest.store.register([Self.full("/a"), Self.full("/b")], now: 5)
        #expect(try manifest.store.unregister(["/a", "/c"]) == ["/a"])
        #expect(try manifest.store.lockedPins() == [Self.full("/b")])
        #expect(try manifest.number("SELECT count(*) FROM pin") == 2)
        try manifest.expectSound()
    }

    @Test(arguments: [
        ("lockfile", "UPDATE lockfile SET trust = 'registered'"), ("lockfile", "UPDATE lockfile SET sha256 = X'00'"),
        ("lockfile", "DELETE FROM lockfile"), ("pin", "DELETE FROM pin WHERE position = 1"),
        ("pin", "UPDATE pin SET digests = replace(digests, 'a1', 'a2')"),
        ("pin", "UPDATE pin SET unusable = 'unheard-of' WHERE position = 1"),
        ("pin", "UPDATE pin SET ecosystem = 'unheard-of'"),
        (
            "pin",
            "INSERT INTO pin SELECT 7, position, ecosystem, name, version, digests, subject, file, url, line, "
                + "place, unusable FROM pin"
        ),
    ])
    func anEditIsNoticed(table: String, edit: String) throws {
        let manifest = try TestManifest()
        _ = try manifest.store.register([Self.full("/a")], now: 5)
        try Connection(path: manifest.path.bytes, mode: .write).execute(edit)
        #expect(try manifest.store.verifyContent().mismatches == [table])
    }

    @Test func wordsThatNobodyKnowsMakeNothingTrusted() throws {
        let manifest = try TestManifest()
        _ = try manifest.store.register([Self.full("/a")], now: 5)
        try Connection(path: manifest.path.bytes, mode: .write).execute(
            "UPDATE lockfile SET trust = 'holy'; UPDATE pin SET subject = 'soul', digests = 'sha256:zz md5:00'")
        let read = try #require(try manifest.store.lockedPins().first)
        #expect(read.lockfile.trust == .discovered)
        #expect(read.pins.allSatisfy { !$0.isUsable && $0.digests.isEmpty })
    }
}
