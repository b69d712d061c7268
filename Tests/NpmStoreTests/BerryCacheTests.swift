import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Caches in the form of Yarn 2 and later: archives under their names.
struct BerryCacheTests {
    private static func archive(_ members: String) -> [UInt8] {
        let place: ByteString = "x.zip"
        return DescribedCache(Array("x.zip\n\(members)".utf8)).contents[place] ?? []
    }

    private static let members = #"""
        node_modules/@s/n/package.json
        {"name":"@s/n","version":"1.0.0"}
        ---
        node_modules/@s/n/index.js
        module.exports = 1
        """#

    private static func reading(_ name: String, _ content: [UInt8]) -> MountReading {
        MountReading(MemoryFiles([ByteString(name): content]))
    }

    private static func rules(_ mount: MountReading) -> Set<String> {
        Set(mount.readings.flatMap(\.observations).map { $0.rule + ($0.grade.map { "/" + $0 } ?? "") })
    }

    @Test(arguments: ["cache/", ""])
    func anArchiveIsIdentified(folder: String) throws {
        let content = Self.archive(Self.members)
        let mount = Self.reading(folder + "@s-n-npm-1.0.0-0a1b2c3d4e-10c0.zip", content)
        #expect(mount.places.ecosystems == [.npm] && mount.foreign.count == 0 && mount.outside.count == 0)
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        let artifact = try #require(mount.readings.flatMap(\.artifacts).first)
        #expect(artifact.name == "@s/n" && artifact.version == "1.0.0" && artifact.kind == .yarnArchive)
        #expect(artifact.digests.map(\.algorithm) == [.sha256, .sha512] && artifact.selfCheck == .none)
        #expect(artifact.file == "@s-n-npm-1.0.0-0a1b2c3d4e-10c0.zip" && Self.rules(mount) == [])
    }

    @Test func aProjectsArchiveHasItsDigestInItsName() throws {
        let content = Self.archive(Self.members)
        let digits = try #require(MemoryFiles.digest(content, .sha512)).hex.prefix(10)
        let sound = Self.reading(".yarn/cache/@s-n-npm-1.0.0-0a1b2c3d4e-\(digits).zip", content)
        #expect(sound.readings.flatMap(\.artifacts).map(\.selfCheck) == [.agrees] && Self.rules(sound) == [])
        let changed = Self.reading(".yarn/cache/@s-n-npm-1.0.0-0a1b2c3d4e-0123456789.zip", content)
        #expect(changed.readings.flatMap(\.artifacts).map(\.selfCheck) == [.disagrees])
        #expect(Self.rules(changed) == ["content-address-mismatch"])
    }

    @Test func anotherPackageIsCaught() {
        let mount = Self.reading("cache/left-pad-npm-1.0.0-0a1b2c3d4e-8.zip", Self.archive(Self.members))
        #expect(Self.rules(mount) == ["misplaced-entry"])
        let straying = Self.archive(Self.members + "\n---\n../x\nx")
        #expect(Self.rules(Self.reading("cache/@s-n-npm-1.0.0-0a1b2c3d4e-8.zip", straying)) == ["archive-traversal"])
    }

    @Test(arguments: [
        ("cache/a-npm-1.0.0-0a1b2c3d4e-10c0.zip", PathClass.immutable), ("a-npm-1.0.0-0a1b2c3d4e-8.zip", .immutable),
        ("cache/a-patch-0a1b2c3d4e-0123456789.zip", .immutable), ("metadata/npm/x/y.json", .index),
        ("store/v1/6a/d25e581acf59567d974af7d8793bb90695109f.dat", .immutable),
        ("index/6a/6ad25e581acf59567d974af7d8793bb90695109f1ed.dat", .immutable),
        ("index/6a/7bd25e581acf59567d974af7d8793bb90695109f.dat", .index), ("store/v1/0123.tmp", .temporary),
        ("cache/a-npm-1.0.0-0a1b2c3d4-10c0.zip", .foreign), ("cache/a-npm-1.0.0-0a1b2c3d4e-.zip", .foreign),
        ("cache/a.zip", .foreign), ("other/a-npm-1.0.0-0a1b2c3d4e-8.zip", .foreign), ("", .foreign),
    ])
    func hasItsClass(path: String, expected: PathClass) {
        #expect(BerryCacheReader.pathClass(of: ByteString(path)) == expected)
    }
}
