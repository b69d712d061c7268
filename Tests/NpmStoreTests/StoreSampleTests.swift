import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Caches that Yarn made, and stores in the forms of pnpm: each package is identified, and no file is forgotten.
struct StoreSampleTests {
    static let samples = ["yarn/1.22.19", "yarn/3.6.4", "yarn/4.18.0", "pnpm/v3", "pnpm/v10"]
    private static let packages: Set = [
        "@acme/core 2.0.0", "hooked 0.1.0", "leftish 1.0.0", "leftish 1.1.0", "moved 3.0.0", "old-sums 0.0.9",
        "tool 1.2.3",
    ]

    private static func unpacked(_ name: String) throws -> TestTree {
        let tree = try TestTree()
        try unpackFixture("ecosystems/" + name, to: tree.path)
        return tree
    }

    @Test(arguments: samples)
    func everyPackageIsIdentified(name: String) throws {
        let tree = try Self.unpacked(name)
        let mount = MountReading(try FolderFiles(tree.file("cache")))
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.readings.flatMap(\.observations) == [])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0, "\(mount.foreign) \(mount.outside)")
        let artifacts = mount.readings.flatMap(\.artifacts)
        #expect(Set(artifacts.map { "\($0.name) \($0.version)" }).isSuperset(of: Self.packages))
        #expect(artifacts.count == Self.packages.count + (name.hasPrefix("yarn/") ? 1 : 0))
        #expect(artifacts.first { $0.name == "hooked" }?.hooks == ["postinstall"])
        #expect(!artifacts.contains { $0.selfCheck == .disagrees })
        withExtendedLifetime(tree) {}
    }

    /// The lockfile that Yarn wrote names every archive of the cache, and its digest.
    @Test(arguments: ["3.6.4", "4.18.0"])
    func namesOfArchivesFollowFromTheLockfile(version: String) throws {
        let tree = try Self.unpacked("yarn/" + version)
        let text = Array(try Program.run(["cat", tree.file("yarn.lock")]).outputText.utf8)
        let lockfile = try YarnLock.read(text.span)
        let pins = lockfile.pins.filter { $0.file != nil }
        let files = try FolderFiles(tree.file("cache"))
        let archives = files.files.map(\.path).compactMap(\.utf8Text).filter { $0.hasSuffix(".zip") }
        #expect(Set(pins.compactMap(\.file).map { "cache/" + $0 }) == Set(archives))
        for pin in pins {
            let path = ByteString("cache/" + (pin.file ?? ""))
            let index = try #require(files.index(of: path))
            #expect(pin.digests == [try files.digest(index, .sha512)])
        }
        withExtendedLifetime(tree) {}
    }

    @Test(arguments: samples)
    func anyChangeIsSurvived(name: String) throws {
        let tree = try Self.unpacked(name)
        let files = try FolderFiles(tree.file("cache"))
        var clean: [ByteString: [UInt8]] = [:]
        for (index, file) in files.files.enumerated() {
            clean[file.path] = try files.read(index, at: 0, count: Int(file.size))
        }
        let mutation = Mutation(pieces: ["sha512-", "\"files\":{", "}", "\"", "PK\u{1}\u{2}", "package.json", "\u{1F}"])
        var random = SeededGenerator(seed: 4)
        let paths = clean.keys.sorted()
        for _ in 0..<100 {
            var contents = clean
            for path in paths where random.once(in: 3) {
                contents[path] = mutation.of(clean[path] ?? [], using: &random)
            }
            let changed = MemoryFiles(contents)
            let readings = MountReading(changed).readings
            let troubles = readings.flatMap(\.troubles)
            #expect(!troubles.contains { $0.detail.contains("no reader took it") })
            let spoken =
                readings.flatMap(\.observations).map(\.path) + troubles.map(\.path)
                + readings.flatMap(\.artifacts).flatMap(\.parts)
            #expect(spoken.allSatisfy { changed.index(of: $0) != nil })
        }
        withExtendedLifetime(tree) {}
    }
}
