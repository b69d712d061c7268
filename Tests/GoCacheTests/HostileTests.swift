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
        let clean = try GoSample().contents()
        let mutation = Mutation(pieces: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "package", "\n", "../"])
        var random = SeededGenerator(seed: 20_261_121)
        // Archives may differ where Go does not look; what is compiled may not.
        let paths = clean.keys.filter { $0.utf8Text?.contains("@v") ?? false && $0.utf8Text?.hasSuffix(".go") ?? false }
            .sorted()
        try #require(paths.count == 5)
        for _ in 0..<200 {
            var contents = clean
            let path = random.pick(paths)
            contents[path] = mutation.of(clean[path] ?? [], using: &random)
            if contents[path] == clean[path] { continue }
            let files = MemoryFiles(contents)
            let reading = GoCacheReader.read(GoSample.place, of: files)
            Self.check(reading, files)
            #expect(reading.rules == ["unpacked-mismatch"])
        }
    }

    @Test func anyDownloadIsSurvived() throws {
        let clean = try GoSample().contents()
        let mutation = Mutation(pieces: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "h1:", "{", "\"", "\n", " "])
        var random = SeededGenerator(seed: 3)
        let paths = clean.keys.filter { $0.utf8Text?.contains("/@v/") ?? false }.sorted()
        for _ in 0..<300 {
            var contents = clean
            for path in paths where random.once(in: 2) {
                contents[path] = mutation.of(clean[path] ?? [], using: &random)
            }
            let files = MemoryFiles(contents)
            let reading = GoCacheReader.read(GoSample.place, of: files)
            Self.check(reading, files)
            // What Go would compile agrees only where the digest beside it does.
            for artifact in reading.artifacts where artifact.kind == .module && artifact.selfCheck == .agrees {
                #expect(artifact.digests.contains { $0.algorithm == .h1 })
            }
        }
    }

    /// Who is told to stop, stops.
    @Test func stopsWhenTold() throws {
        let files = CountingFiles(try GoSample().files(), limit: 3)
        let reading = GoCacheReader.read(GoSample.place, of: files)
        #expect(files.reads < 40 && reading.artifacts.count < 10)
    }
}
