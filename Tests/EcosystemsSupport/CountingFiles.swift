package import Inventory
internal import Synchronization

/// Files of which only so many may be read: then whoever reads is told to stop.
package final class CountingFiles: CacheFiles {
    private let base: any CacheFiles
    private let limit: Int
    private let count = Atomic(0)

    /// Hands out what another one has.
    package init(_ base: any CacheFiles, limit: Int) {
        self.base = base
        self.limit = limit
    }

    /// How often something was read.
    package var reads: Int { count.load(ordering: .relaxed) }
    package var files: [CacheFile] { base.files }
    package var entries: [CacheEntry] { base.entries }
    package var isStopped: Bool { reads >= limit }

    package func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        self.count.add(1, ordering: .relaxed)
        if reads > limit { throw CacheReadError(.cancelled, "told to stop") }
        return try base.read(index, at: offset, count: count)
    }

    package func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        self.count.add(1, ordering: .relaxed)
        if reads > limit { throw CacheReadError(.cancelled, "told to stop") }
        return try base.digest(index, algorithm)
    }
}
