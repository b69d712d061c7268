import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Caches as uv itself leaves them, and what becomes of them when they are poisoned.
struct UvCacheTests {
    @Test(arguments: UvSample.versions)
    func everyWheelIsIdentified(version: String) throws {
        let reading = try UvSample(version).reading()
        let words = reading.artifacts.map { "\($0.name) \($0.version) \($0.selfCheck)" }
        #expect(
            Set(words).isSuperset(of: [
                "alpha 1.0 agrees", "alpha 1.1 agrees", "beta 0.3 agrees", "gamma-tools 2.0.1 agrees",
            ]))
        #expect(reading.artifacts.allSatisfy { $0.ecosystem == .pip })
        // The file as it was downloaded is gone.
        #expect(reading.artifacts.allSatisfy { $0.kind != .wheel || $0.digests.isEmpty })
        #expect(reading.rules == [])
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
    }

    @Test func whatLeadsToAWheelClaimsItsDigest() throws {
        let reading = try UvSample("0.13.8").reading()
        let claim = try #require(reading.claims.first { $0.name == "alpha" && $0.version == "1.1" })
        #expect(claim.digests.map(\.algorithm) == [.sha256] && claim.file == "alpha-1.1-py2.py3-none-any.whl")
        let artifact = try #require(reading.artifacts.first { $0.name == "alpha" && $0.version == "1.1" })
        #expect(artifact.madeFrom == claim.digests && artifact.file == claim.file)
    }

    @Test(arguments: UvSample.versions)
    func everyFileIsAccountedFor(version: String) throws {
        let sample = try UvSample(version)
        defer { withExtendedLifetime(sample) {} }
        let mount = MountReading(try sample.files())
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.places.places.map(\.folder) == [UvSample.place])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0, "\(mount.foreign) \(mount.outside)")
    }

    static let cases: [(String, Set<String>)] = [
        ("u1-file", ["record-mismatch"]),
        ("u1-added", ["record-mismatch/unlisted"]),
        ("u1-listed", []),
        ("u1-hook", ["startup-hook"]),
        ("u1-removed", ["record-mismatch/list"]),
        ("u1-no-list", ["record-mismatch/no-record"]),
        ("u1-two-wheels", ["record-mismatch/ambiguous"]),
        ("u2-other-package", ["misplaced-entry"]),
        ("u2-other-release", ["misplaced-entry/other-release"]),
    ]

    @Test(arguments: cases)
    func isCaught(_ name: String, _ expected: Set<String>) throws {
        let sample = try UvSample("0.13.8")
        try sample.poison(name)
        let reading = try sample.reading()
        #expect(reading.rules == expected)
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
    }

    static let classes: [(String, PathClass)] = [
        ("archive-v0/ID/six.py", .immutable), ("wheels-v6/pypi/six/1.16.0-py2.py3-none-any.http", .index),
        ("wheels-v6/index/0123456789abcdef/six/1.16.0-py2.py3-none-any.msgpack", .index),
        ("wheels-v6/pypi/six/1.16.0-py2.py3-none-any.lock", .lock),
        ("sdists-v9/pypi/six/1.16.0/ID/six-1.16.0-py3-none-any.whl", .immutable),
        ("sdists-v9/pypi/six/1.16.0/ID/src/six.py", .index), ("sdists-v9/.git", .lock),
        ("simple-v20/pypi/six.rkyv", .index), ("git-v0/db/x/HEAD", .index), ("CACHEDIR.TAG", .lock),
        ("archive-v0/.tmpAbC/six.py", .temporary), (".tmpAbC/x", .temporary),
        ("archive/ID/six.py", .foreign), ("archive-v/ID/six.py", .foreign), ("archive-v0/x", .foreign),
        ("evil-v0/ID/six.py", .foreign), ("run.sh", .foreign), ("", .foreign),
    ]

    @Test(arguments: classes)
    func hasItsClass(_ path: String, _ expected: PathClass) {
        #expect(UvCacheReader.pathClass(of: ByteString(path)) == expected)
    }

    @Test(
        arguments: [
            (["root/.cache/uv/archive-v0/ID/six-1.dist-info/RECORD"], ["root/.cache/uv"]),
            (["wheels-v6/pypi/six/1-py3-none-any.http"], [""]), (["archive-v0/ID/readme"], []),
            (["a/archive-v0/ID/b/archive-v0/ID/six-1.dist-info/RECORD"], ["a"]), (["a/simple-v2/x/y.rkyv"], []),
        ] as [([String], [ByteString])])
    func placesAreFound(_ paths: [String], _ expected: [ByteString]) {
        var contents: [ByteString: [UInt8]] = [:]
        for path in paths {
            contents[ByteString(path)] = []
            let bytes = Array(path.utf8)
            #expect(UvCacheReader.mayMatter(bytes.span) == true)
        }
        #expect(UvCacheReader.places(in: MemoryFiles(contents)) == expected)
    }

    /// Links of old versions hold the path of the cache in the build, later ones lead beneath the cache.
    @Test(arguments: [
        ("wheels-v6/pypi/six/1-py3-none-any", "/root/.cache/uv/archive-v0/ID", true),
        ("wheels-v6/pypi/six/1-py3-none-any", "../../../archive-v0/ID", true),
        ("wheels-v6/pypi/six/1-py3-none-any", "../../../../.x", false),
        ("archive-v0/ID/six.py", "../../x", false), ("simple-v20/pypi/six.rkyv", "x", false),
    ])
    func linksAreKnown(_ path: String, _ target: String, _ expected: Bool) {
        #expect(UvCacheReader.mayLink(ByteString(path), to: ByteString(target)) == expected)
    }

    /// What leads by the path that the cache had in the build is the cache's own; the same by another path is not.
    @Test(arguments: [("0.4.30", 4), ("0.9.30", 4), ("0.13.8", 0)])
    func absoluteLinksAreTheCachesOwn(version: String, count: Int) throws {
        let sample = try UvSample(version)
        let clean = try sample.reading().ownLinks
        #expect(clean.flatMap(\.paths).count == count && Set(clean.map(\.prefix)).count == min(count, 1))
        #expect(clean.allSatisfy { $0.place == UvSample.place })
        try sample.poison("link-elsewhere")
        let link = try sample.files().entries.filter { $0.target.bytes.starts(with: "/root/.npm/".utf8) }.map(\.path)
        try #require(link.count == 1)
        let own = try sample.reading().ownLinks.flatMap(\.paths)
        #expect(own.count == max(0, count - 1) && !own.contains(link[0]))
    }

    @Test func linksToNoArchiveOfTheCacheAreNotItsOwn() {
        let link = ByteString("wheels-v5/pypi/six/1-py3-none-any")
        func own(_ target: String) -> [ByteString] {
            let files = MemoryFiles(
                ["archive-v0/ID/six-1.dist-info/METADATA": Array("Name: six\nVersion: 1\n".utf8)],
                links: [link: ByteString(target)])
            return UvCacheReader.read("", of: files).ownLinks.flatMap(\.paths)
        }
        #expect(own("/root/.cache/uv/archive-v0/ID") == [link])
        #expect(own("/root/.cache/uv/archive-v1/ID") == [] && own("/root/.cache/uv/archive-v0/OTHER") == [])
        #expect(own("/root/.cache/uv/../../x/archive-v0/ID") == [] && own("../../archive-v0/ID") == [])
    }

    @Test func anyChangeIsSurvived() throws {
        let sample = try UvSample("0.13.8")
        let files = try sample.files()
        var clean: [ByteString: [UInt8]] = [:]
        for (index, file) in files.files.enumerated() {
            clean[file.path] = try files.read(index, at: 0, count: Int(file.size))
        }
        let mutation = Mutation(pieces: ["RECORD,,", "sha256=", ",", "\"", "\n", "Name: ", "PK\u{1}\u{2}"])
        var random = SeededGenerator(seed: 9)
        let paths = clean.keys.sorted()
        for _ in 0..<200 {
            var contents = clean
            for path in paths where random.once(in: 3) {
                contents[path] = mutation.of(clean[path] ?? [], using: &random)
            }
            let changed = MemoryFiles(contents)
            let reading = UvCacheReader.read(UvSample.place, of: changed)
            let spoken =
                reading.observations.map(\.path) + reading.troubles.map(\.path) + reading.artifacts.flatMap(\.parts)
            #expect(spoken.allSatisfy { changed.index(of: $0) != nil })
        }
    }
}
