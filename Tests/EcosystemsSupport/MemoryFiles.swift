internal import Hashing
package import Inventory

/// A cache in memory, for tests that change it a thousand times. Its digests are those of its contents.
package struct MemoryFiles: CacheFiles {
    package let files: [CacheFile]
    package let entries: [CacheEntry]
    private let contents: [[UInt8]]

    /// Takes contents by their paths, targets of links by theirs, and other entries.
    package init(
        _ contents: [ByteString: [UInt8]], links: [ByteString: ByteString] = [:],
        others: [ByteString: EntryKind] = [:]
    ) {
        let entries =
            links.map { CacheEntry(path: $0.key, kind: .symbolicLink, target: $0.value) }
            + others.map { CacheEntry(path: $0.key, kind: $0.value) }
        self.entries = entries.sorted { $0.path < $1.path }
        let sorted = contents.sorted { $0.key < $1.key }
        self.contents = sorted.map(\.value)
        files = sorted.map { path, content in
            let digest = (try? SHA256Hasher.digest(of: content)).map { SHA256Digest($0) }
            return CacheFile(path: path, size: Int64(content.count), digest: digest)
        }
    }

    package func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        guard contents.indices.contains(index) else { throw CacheReadError(.unusable, "no such file") }
        return Array(contents[index].dropFirst(max(0, Int(clamping: offset))).prefix(max(0, count)))
    }

    package func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        guard contents.indices.contains(index), let digest = Self.digest(contents[index], algorithm) else {
            throw CacheReadError(.unusable, "no digest of that kind")
        }
        return digest
    }

    /// The digest of bytes.
    package static func digest(_ bytes: [UInt8], _ algorithm: ContentDigest.Algorithm) -> ContentDigest? {
        guard let kind = DigestAlgorithm(rawValue: algorithm.rawValue), var digest = try? RunningDigest(kind) else {
            return nil
        }
        return (try? digest.update(bytes.span)).flatMap {
            (try? digest.finish()).flatMap { ContentDigest(algorithm, $0) }
        }
    }
}
