import EcosystemsSupport
import Inventory

/// A cache in which one file has another content.
struct MutatedFiles: CacheFiles {
    let files: [CacheFile]
    private let original: FolderFiles
    private let changed: Int
    private let content: [UInt8]

    init(_ original: FolderFiles, _ changed: Int, content: [UInt8]) {
        var files = original.files
        files[changed].size = Int64(content.count)
        self.files = files
        self.original = original
        self.changed = changed
        self.content = content
    }

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        guard index == changed else { return try original.read(index, at: offset, count: count) }
        return Array(content.dropFirst(Int(offset)).prefix(count))
    }

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        try original.digest(index, algorithm)
    }
}

/// A cache of which nothing can be read.
struct UnreadableFiles: CacheFiles {
    let files: [CacheFile]

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        throw CacheReadError(.vanished, "it is gone")
    }

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        throw CacheReadError(.vanished, "it is gone")
    }
}
