import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// The files of a cache with the content of some changed.
private struct ChangedFiles: CacheFiles {
    var files: [CacheFile]
    var content: [[UInt8]]

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        Array(content[index].dropFirst(Int(max(0, offset))).prefix(max(0, count)))
    }

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        guard let digest = ContentDigest(algorithm, [UInt8](repeating: 1, count: algorithm.size)) else {
            throw CacheReadError(.unusable, "no digest")
        }
        return digest
    }
}

@Suite("Broken caches")
struct MutationTests {
    @Test("Whatever stands in the files, the rest is read", arguments: ["9.0.3", "23.2.1", "25.3"])
    func mutated(version: String) throws {
        let sample = try PipSample(version)
        let folder = try sample.files()
        var files = ChangedFiles(files: folder.files, content: [])
        for (index, file) in folder.files.enumerated() {
            files.content.append(try folder.read(index, at: 0, count: Int(file.size)))
        }
        let mutation = Mutation(pieces: [
            "cc=4,", "cc=2,", "PK\u{1}\u{2}", "PK\u{3}\u{4}", "\"", "body", "{", "RECORD,,",
        ])
        var random = SeededGenerator(seed: 7)
        for _ in 0..<150 {
            var changed = files
            for index in files.files.indices where random.once(in: 2) {
                changed.content[index] = mutation.of(files.content[index], using: &random)
                changed.files[index].size = Int64(changed.content[index].count)
            }
            let reading = PipCacheReader.read(sample.place, of: changed)
            #expect(reading.artifacts.count <= 10)
        }
    }
}
