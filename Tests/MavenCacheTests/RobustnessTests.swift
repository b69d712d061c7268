import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

@Suite("Hostile caches of Maven and Gradle")
struct RobustnessTests {
    private static let pieces = [
        "<project>", "<groupId>", "</groupId>", "&oslash;", "<![CDATA[", "..", ">central=", ">=", "\\u00", "\\\n",
        "PK\u{1}\u{2}", "PK\u{5}\u{6}", "META-INF/maven/", "=", "://a:b@", "<version>",
    ]

    @Test("Whatever a file of the cache holds, the others are read")
    func mutations() throws {
        let cache = try PoisonedCache(.maven)
        let mutation = Mutation(pieces: Self.pieces)
        var random = SeededGenerator(seed: 11)
        var troubles = 0
        for index in cache.files.files.indices {
            let content = try cache.files.read(index, at: 0, count: 1 << 20)
            for _ in 0..<4 {
                let changed = MutatedFiles(cache.files, index, content: mutation.of(content, using: &random))
                let reading = MavenReader.read("repository", of: changed)
                #expect(reading.artifacts.count == 19)
                #expect(reading.troubles.allSatisfy { $0.path == cache.files.files[index].path })
                troubles += reading.troubles.count
            }
        }
        #expect(troubles > 0)
    }

    @Test("Of a cache that cannot be read each file is named")
    func unreadable() throws {
        let cache = try PoisonedCache(.maven)
        let reading = MavenReader.read("repository", of: UnreadableFiles(files: cache.files.files))
        let named = Set(reading.troubles.map(\.path))
        #expect(reading.troubles.allSatisfy { $0.reason == .vanished })
        for file in cache.files.files where !file.path.bytes.isEmpty {
            let name = String(decoding: file.path.bytes, as: UTF8.self)
            #expect(
                named.contains(file.path) || name.contains("-SNAPSHOT.") || name.hasSuffix(".properties"), "\(name)")
        }
    }

    @Test("One folder with many files is read once, not once per file")
    func crowded() throws {
        let tree = try TestTree()
        let folder = "g/a/1.0-SNAPSHOT/"
        try tree.write(folder + "_remote.repositories", "x>central=\n")
        try tree.write("g/a/1.0-SNAPSHOT/a-1.0-SNAPSHOT.pom", "<project/>")
        for number in 0..<3000 {
            try tree.write(folder + "a-1.0-SNAPSHOT-c\(number).txt", "x")
        }
        let reading = MavenReader.read("", of: try FolderFiles(tree.path))
        #expect(reading.artifacts.count == 3001)
        #expect(reading.observations.count < 5)
    }

    @Test("More repositories than are read are a trouble")
    func manyPlaces() throws {
        let tree = try TestTree()
        for number in 0..<40 {
            try tree.write(
                "r\(number)/g/a/1/a-1.pom",
                "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version></project>")
        }
        let files = try FolderFiles(tree.path)
        let places = MavenReader.places(in: files)
        #expect(places.count == 32)
        let reading = MavenReader.read(try #require(places.first), of: files)
        #expect(reading.artifacts.count == 1)
        #expect(reading.troubles.map(\.reason) == [.tooLarge])
    }

    @Test("Observations of one rule are listed up to a limit, and the rest is not passed over in silence")
    func manyObservations() throws {
        let tree = try TestTree()
        for number in 0..<1100 {
            try tree.write("g/a/\(number)/a-\(number).txt", "x")
            try tree.write("g/a/\(number)/a-\(number).txt.md5", "no digest")
        }
        try tree.write("g/a/1/a-1.pom", "<project/>")
        let reading = MavenReader.read("", of: try FolderFiles(tree.path))
        #expect(reading.observations.count(where: { $0.grade == "no-digest" }) == 1000)
        #expect(reading.troubles.contains { $0.reason == .tooLarge && $0.path == "" })
    }
}
