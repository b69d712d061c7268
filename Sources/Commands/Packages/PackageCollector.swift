import Ecosystems
import Inventory

/// Keeps in mind, while a walk goes on, the files that readers of packages may ask for.
struct PackageCollector {
    /// One file, and how its digest and its content are found again.
    struct Seen {
        var path: ByteString
        var identity: FileIdentity
        /// Of a file that was read in this walk.
        var digest: SHA256Digest?
        /// Of one that was not: its place among the known files.
        var slot: Int32?
    }

    /// Files of one cache. More are left out, and said to be.
    static let filesMax = 1_000_000

    private(set) var caches: [[Seen]]
    /// Whether a cache had more than could be kept.
    private(set) var isCut: [Bool]
    private var filter = PathFilter()

    init(caches count: Int) {
        caches = Array(repeating: [], count: count)
        isCut = Array(repeating: false, count: count)
    }

    /// Takes from a batch what may matter.
    mutating func add(_ batch: FileBatch) {
        let bytes = batch.bytes.span
        for record in batch.records where record.kind == .file {
            let index = Int(record.cache)
            let path = bytes.extracting(Int(record.path.lowerBound)..<Int(record.path.upperBound))
            guard caches.indices.contains(index), filter.mayMatter(path) else { continue }
            guard caches[index].count < Self.filesMax else {
                isCut[index] = true
                continue
            }
            var seen = Seen(path: batch.path(of: record), identity: record.identity)
            switch (record.status, record.known) {
            case (.hashed, _): seen.digest = record.digest
            case (.reused, .same(let slot)): seen.slot = slot
            default: break
            }
            caches[index].append(seen)
        }
    }
}
