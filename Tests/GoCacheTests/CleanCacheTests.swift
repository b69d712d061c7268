import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// A cache as Go itself leaves it.
struct CleanCacheTests {
    /// Modules of which the sample has the archive.
    static let modules = [
        "example.com/BurntSushi/beta v0.3.0-rc.1", "example.com/alpha v1.0.0", "example.com/alpha v1.1.0",
        "example.com/commit v0.0.0-20260102030405-0123456789ab", "example.com/old v2.0.0+incompatible",
    ]

    @Test func everyModuleIsIdentified() throws {
        let artifacts = try GoSample().reading().artifacts
        let words = artifacts.filter { $0.kind == .module }.map { "\($0.name) \($0.version)" }
        #expect(words.sorted() == Self.modules)
        #expect(artifacts.allSatisfy { $0.ecosystem == .go && $0.selfCheck != .disagrees })
        #expect(artifacts.filter { $0.kind == .module }.allSatisfy { $0.selfCheck == .agrees })
        #expect(artifacts.contains { $0.kind == .goMod })
    }

    /// The client's own `go.sum` has the digests that are made here.
    @Test func digestsAreThoseOfGo() throws {
        let sample = try GoSample()
        let lock = try Program.run([
            PythonOracle.interpreter, fixture("packages/lock.py"), "go", sample.folder,
        ])
        let pins = try LockfileFormat.goSum.read(lock.output.span, fileName: "go.sum").pins
        let reading = try sample.reading()
        #expect(pins.count == reading.artifacts.count && pins.count >= 10)
        for pin in pins {
            let artifact = try #require(reading.artifact(pin.name, pin.file ?? "") ?? nil)
            #expect(artifact.digests.last == pin.digests.first && artifact.digests.map(\.algorithm) == [.sha256, .h1])
        }
    }

    @Test func nothingIsSaidOfIt() throws {
        let reading = try GoSample().reading()
        #expect(reading.rules == [])
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
        #expect(reading.claims.contains { $0.name == "example.com/alpha" && $0.version == "v1.1.0" })
    }

    @Test func everyFileIsAccountedFor() throws {
        let sample = try GoSample()
        defer { withExtendedLifetime(sample) {} }
        let mount = MountReading(try sample.files())
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.places.ecosystems == [.go])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0, "\(mount.foreign) \(mount.outside)")
        #expect(mount.readings.flatMap { $0.unread[.derived] ?? [] }.count > 5)
    }

    /// What people mount: all, the cache of modules, one of its folders, what was compiled.
    @Test(arguments: [
        ("", 5), ("pkg/mod", 5), ("pkg/mod/cache", 5), ("pkg/mod/cache/download", 5), ("go-build", 0),
    ])
    func aPartIsACache(folder: String, modules: Int) throws {
        let sample = try GoSample()
        let files = try FolderFiles(sample.folder + (folder.isEmpty ? "" : "/" + folder))
        try #require(!files.files.isEmpty)
        let mount = MountReading(files)
        #expect(mount.readings.flatMap(\.artifacts).filter { $0.kind == .module }.count == modules)
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.readings.flatMap(\.observations).isEmpty)
        #expect(mount.foreign.count == 0 && mount.outside.count == 0, "\(mount.foreign) \(mount.outside)")
    }

    /// Where archives were deleted to save room, the digest follows from the files of the folder.
    @Test func aFolderAloneHasItsDigest() throws {
        let sample = try GoSample()
        let before = try #require(try sample.reading().artifact("example.com/alpha", "v1.1.0.zip"))
        #expect(
            Program.succeeds(["sh", "-c", "rm \"$0\"/pkg/mod/cache/download/*/*/@v/*.zip", sample.folder]))
        let reading = try sample.reading()
        let after = try #require(reading.artifact("example.com/alpha", "v1.1.0.zip"))
        #expect(after.digests == before.digests.filter { $0.algorithm == .h1 } && after.selfCheck == .agrees)
        #expect(reading.rules == [] && reading.troubles.isEmpty)
    }
}
