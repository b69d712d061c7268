import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Whatever lies in a cache, the reader comes to its end and speaks only of what is there.
struct HostileTests {
    private static func check(_ reading: CacheReading, _ files: any CacheFiles) {
        let paths =
            reading.observations.map(\.path) + reading.troubles.map(\.path) + reading.claims.map(\.path)
            + reading.artifacts.flatMap(\.parts)
        #expect(paths.allSatisfy { files.index(of: $0) != nil })
    }

    @Test func anyChangeIsNoticed() throws {
        let clean = try CargoSample().contents()
        let mutation = Mutation(pieces: ["\0", "{", "}", "\"", "null", "[", "vers", "[package]", "../", "\u{1F}\u{8B}"])
        var random = SeededGenerator(seed: 20_261_121)
        let paths = clean.keys.filter {
            let path = $0.utf8Text ?? ""
            return path.hasSuffix(".crate") || path.contains("/src/crates") && !path.hasSuffix(".cargo-ok")
        }.sorted()
        var noticed = 0
        for _ in 0..<300 {
            var contents = clean
            let path = random.pick(paths)
            contents[path] = mutation.of(clean[path] ?? [], using: &random)
            if contents[path] == clean[path] {
                noticed += 1
                continue
            }
            let files = MemoryFiles(contents)
            let reading = CargoCacheReader.read(CargoSample.place, of: files)
            Self.check(reading, files)
            let isOdd = reading.artifacts.contains { $0.selfCheck == .disagrees }
            if !reading.observations.isEmpty || !reading.troubles.isEmpty || isOdd { noticed += 1 }
        }
        #expect(noticed == 300)
    }

    @Test func anyIndexIsSurvived() throws {
        let clean = try CargoSample().contents()
        let mutation = Mutation(pieces: ["\0", "{", "}", "\"", "null", "[", "1e99", "\\ud800", "vers", "cksum", "deps"])
        var random = SeededGenerator(seed: 3)
        let paths = clean.keys.filter { $0.utf8Text?.contains("/index/") ?? false }.sorted()
        for _ in 0..<300 {
            var contents = clean
            for path in paths { contents[path] = mutation.of(clean[path] ?? [], using: &random) }
            let files = MemoryFiles(contents)
            Self.check(CargoCacheReader.read(CargoSample.place, of: files), files)
        }
    }

    /// All forms of the index that were ever written, and what no known Cargo reads.
    @Test(
        arguments: [
            (
                [1],
                "m\0"
                    + "1.0.0\0{\"name\":\"itoa\",\"vers\":\"1.0.0\",\"cksum\":\"\(String(repeating: "ab", count: 32))\"}\0",
                1, 0
            ),
            ([2, 2, 0, 0, 0], "m\0" + "1.0.0\0{\"name\":\"itoa\",\"vers\":\"1.0.0\"}\0", 1, 0),
            ([3, 1, 0, 0, 0], "m\0" + "1.0.0\0{\"name\":\"itoa\",\"vers\":\"1.0.0\",\"vers\":\"2.0.0\"}\0", 0, 1),
            ([3, 2, 0, 0, 0], "m\0" + "1.0.0\0{\"name\":\"itoa\"", 0, 1),
            ([3, 2, 0, 0, 0], "m", 0, 1), ([3], "", 0, 1), ([9], "m\0", 0, 0), ([], "", 0, 0),
        ] as [([UInt8], String, Int, Int)])
    func formsOfTheIndex(head: [UInt8], rest: String, claims: Int, troubles: Int) {
        let path: ByteString = "registry/index/x-0123456789abcdef/.cache/it/oa/itoa"
        let mount = MountReading(MemoryFiles([path: head + Array(rest.utf8)]))
        #expect(mount.readings.flatMap(\.claims).count == claims)
        #expect(mount.readings.flatMap(\.troubles).count == troubles)
    }

    /// Who is told to stop, stops.
    @Test func stopsWhenTold() throws {
        let sample = try CargoSample()
        let files = CountingFiles(try sample.files(), limit: 3)
        let reading = CargoCacheReader.read(CargoSample.place, of: files)
        #expect(files.reads < 20 && reading.artifacts.count < 6)
    }
}
