import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// What is mounted may be any folder of a client's: its cache, a part of that, or what lies around. Each is known by
/// what it holds, and read as if all of it were there.
@Suite struct MountTests {
    /// Archive of a clean cache, folder in it that is mounted, kind, and what is found there at least.
    @Test(arguments: [
        ("pip/25.3", "cache", Ecosystem.pip, ["wheel", "sdist", "built-wheel"]),
        ("pip/25.3", "cache/http-v2", .pip, ["wheel", "sdist"]), ("pip/25.3", "cache/wheels", .pip, ["built-wheel"]),
        ("pip/25.3", "", .pip, ["wheel", "sdist", "built-wheel"]), ("pip/23.2.1", "cache/http", .pip, ["wheel"]),
        ("npm/public", "", .npm, ["tarball"]), ("npm/public", "_cacache", .npm, ["tarball"]),
        ("maven/maven-3.8", "", .maven, ["jar", "pom"]), ("maven/maven-3.8", "repository", .maven, ["jar", "pom"]),
        ("maven/gradle", "", .maven, ["jar"]), ("maven/gradle", "caches", .maven, ["jar"]),
        ("maven/gradle", "caches/modules-2", .maven, ["jar"]),
    ])
    func aPartOfACache(sample: String, folder: String, ecosystem: Ecosystem, kinds: [String]) throws {
        let tree = try TestTree()
        try unpackFixture("ecosystems/\(sample)", to: tree.path)
        let mount = MountReading(try FolderFiles(folder.isEmpty ? tree.path : tree.file(folder)))
        #expect(mount.places.ecosystems == [ecosystem])
        #expect(Set(mount.readings.flatMap(\.artifacts).map(\.kind.rawValue)).isSuperset(of: kinds))
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.outside.count == 0 && mount.foreign.count == 0, "\(mount.outside) \(mount.foreign)")
    }

    /// Readers work in any order, and what they found stands in the one of the list.
    @Test func theOrderOfReadersIsThatOfTheList() throws {
        let tree = try TestTree()
        for (sample, folder) in [("pip/25.3", "a"), ("npm/public", "b"), ("maven/maven-3.8", "c")] {
            try tree.makeFolder(folder)
            try unpackFixture("ecosystems/\(sample)", to: tree.file(folder))
        }
        let files = try FolderFiles(tree.path)
        var pieces = 0
        let backwards = MountReading(
            files,
            together: { given in
                pieces = given.count
                return given.reversed().map { $0() }.reversed()
            })
        // A piece for each, and one for the classes of paths.
        #expect(pieces == 4)
        let (one, other) = (MountReading(files).readings, backwards.readings)
        #expect(one.map(\.artifacts) == other.map(\.artifacts))
        #expect(one.map(\.observations) == other.map(\.observations))
        #expect(Set(one.flatMap(\.artifacts).map(\.ecosystem)) == [.pip, .npm, .maven])
    }
}
