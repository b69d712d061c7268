// The input is a cache: parts that begin with a line `=== path`, the content behind it. Whatever they hold, the reader
// must not trap, and what it gives must lie in the cache.

import CFuzz
import Ecosystems
import Glibc
import Inventory

/// The parts of an input as files.
struct MemoryFiles: CacheFiles {
    let files: [CacheFile]
    private let contents: [[UInt8]]

    init(_ input: [UInt8]) {
        var parts: [ByteString: [UInt8]] = [:]
        let mark = Array("=== ".utf8)
        var path = ByteString("pom.xml")
        var content: [UInt8] = []
        for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.starts(with: mark) {
                parts[path] = content
                path = ByteString(Array(line.dropFirst(mark.count)))
                content = []
            } else {
                content += line + [0x0A]
            }
        }
        parts[path] = content
        let sorted = parts.sorted { $0.key < $1.key }
        contents = sorted.map(\.value)
        files = sorted.map { part in
            CacheFile(path: part.key, size: Int64(part.value.count), digest: SHA256Digest(Self.sum(part.value, 32)))
        }
    }

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        Array(contents[index].dropFirst(Int(offset)).prefix(count))
    }

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        guard let digest = ContentDigest(algorithm, Self.sum(contents[index], algorithm.size)) else {
            throw CacheReadError(.unusable, "no such digest")
        }
        return digest
    }

    /// Stands for a digest: of the right length, and the same for the same bytes.
    private static func sum(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
        var sum = [UInt8](repeating: 0, count: count)
        for (index, byte) in bytes.enumerated() { sum[index % count] = sum[index % count] &* 31 &+ byte }
        return sum
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let files = MemoryFiles(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    let paths = Set(files.files.map(\.path))
    for file in files.files {
        _ = MavenReader.pathClass(of: file.path)
        _ = MavenReader.wish(for: file.path.bytes.span)
    }
    for place in MavenReader.places(in: files) + [""] {
        let reading = MavenReader.read(place, of: files)
        for artifact in reading.artifacts {
            precondition(artifact.parts.allSatisfy { paths.contains($0) }, "a part that is no file: \(artifact)")
            precondition(artifact.parts.contains(artifact.path), "without its own file: \(artifact)")
        }
        precondition(reading.observations.allSatisfy { paths.contains($0.path) }, "an observation of no file")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
