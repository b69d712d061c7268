import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Whatever lies in a cache, the reader comes to its end and speaks only of what is there.
struct HostileTests {
    private static func check(_ reading: CacheReading, _ files: MemoryFiles) {
        let paths =
            reading.observations.map(\.path) + reading.troubles.map(\.path) + reading.claims.map(\.path)
            + reading.artifacts.flatMap(\.parts)
        #expect(paths.allSatisfy { files.index(of: $0) != nil })
    }

    @Test func anyChangeIsSurvived() throws {
        let clean = try SampleCache().contents()
        let mutation = Mutation(pieces: [
            "\n", "\t", "{", "}", "\"", "null", "[", "sha512-", "://", "@", "%2f", "999999999999999999999",
        ])
        var random = SeededGenerator(seed: 20_261_121)
        let paths = clean.keys.sorted()
        var noticed = 0
        for _ in 0..<400 {
            var contents = clean
            let path = random.pick(paths)
            contents[path] = mutation.of(clean[path] ?? [], using: &random)
            let files = MemoryFiles(contents)
            let reading = NpmCacheReader.read(SampleCache.place, of: files)
            Self.check(reading, files)
            if reading.observations.count > 1 || !reading.troubles.isEmpty { noticed += 1 }
        }
        #expect(noticed > 300)
    }

    /// Records whose checksum is right, and whose text is anything.
    @Test func anyRecordIsSurvived() throws {
        let clean = try SampleCache().contents()
        let mutation = Mutation(pieces: [
            "{", "}", "\"", "null", "[1]", "1e99", "-1", "sha512-", "://", "@", "\\ud800", "time", "size",
        ])
        var random = SeededGenerator(seed: 512)
        let buckets = clean.keys.filter {
            NpmCacheReader.pathClass(of: ByteString(Array($0.bytes.dropFirst(10)))) == .index
        }
        .filter { $0.utf8Text?.contains("index-v5") ?? false }.sorted()
        try #require(buckets.count == 15)
        for _ in 0..<400 {
            var contents = clean
            let path = random.pick(buckets)
            contents[path] = (clean[path] ?? []).split(separator: 0x0A).flatMap { line in
                let record = mutation.of(Array(line.dropFirst(41)), using: &random)
                let digest = MemoryFiles.digest(record, .sha1)?.hex ?? ""
                return [0x0A] + Array(digest.utf8) + [0x09] + record
            }
            let files = MemoryFiles(contents)
            Self.check(NpmCacheReader.read(SampleCache.place, of: files), files)
        }
    }

    /// Numbers at the ends of their range, and a record that is all wrong types.
    @Test func extremeNumbersAreSurvived() throws {
        let records = [
            #"{"key":"make-fetch-happen:request-cache:http://h/a","integrity":null,"time":-9223372036854775808,"size":-1,"metadata":{"time":9223372036854775807,"status":301}}"#,
            #"{"key":"make-fetch-happen:request-cache:http://h/b","integrity":1,"time":"x","size":{},"metadata":[]}"#,
            #"{"key":"","integrity":"","metadata":{"reqHeaders":[],"resHeaders":{"cache-control":["max-age=99999999999999999999"],"location":"://"},"manifest":{}}}"#,
            #"{"key":"make-fetch-happen:request-cache:http://h/c","integrity":null,"time":9,"metadata":{"time":-9223372036854775808,"status":308}}"#,
            #"{"key":7}"#, "[]", "7", "null", "",
        ]
        let text = records.map { "\n\(MemoryFiles.digest(Array($0.utf8), .sha1)?.hex ?? "")\t\($0)" }.joined()
        let path = ByteString("_cacache/index-v5/" + PathTests.split(64))
        let files = MemoryFiles([path: Array(text.utf8)])
        let reading = NpmCacheReader.read("", of: files)
        Self.check(reading, files)
        #expect(reading.rules.isSuperset(of: ["cached-redirect", "misplaced-entry", "sidecar-mismatch/line"]))
    }

    @Test func aBombIsATrouble() throws {
        let sample = try SampleCache()
        try sample.poison("bomb")
        let reading = try sample.reading()
        #expect(reading.troubles.map(\.reason) == [.tooLarge])
        #expect(reading.artifacts.count == 9)
    }

    /// An honest lockfile of `npx` lists a few hundred packages.
    @Test func aHugeLockfileIsATrouble() throws {
        var contents = try SampleCache().contents()
        let path = try #require(contents.keys.first { $0.utf8Text?.hasSuffix("/.package-lock.json") ?? false })
        contents[path]? += [UInt8](repeating: 0x20, count: 16 << 20)
        let reading = NpmCacheReader.read(SampleCache.place, of: MemoryFiles(contents))
        #expect(reading.troubles.map(\.reason) == [.tooLarge] && reading.troubles.first?.path == path)
    }

    @Test func whatCannotBeReadIsATrouble() throws {
        let reading = NpmCacheReader.read(
            SampleCache.place, of: UnreadableFiles(files: try SampleCache().files().files))
        #expect(reading.troubles.count > 30 && reading.troubles.allSatisfy { $0.reason == .vanished })
        #expect(reading.artifacts.isEmpty && reading.observations.isEmpty)
    }
}

/// A cache of which nothing can be read.
private struct UnreadableFiles: CacheFiles {
    let files: [CacheFile]

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        throw CacheReadError(.vanished, "it is gone")
    }

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        throw CacheReadError(.vanished, "it is gone")
    }
}
