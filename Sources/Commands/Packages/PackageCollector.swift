import Ecosystems
import Inventory

/// Keeps in mind, while a walk goes on, the files that readers of packages may ask for, and the names of all others.
struct PackageCollector {
    /// One file, and how its digest and its content are found again.
    struct Seen {
        var path: ByteString
        var identity: FileIdentity
        /// Of a file that was read in this walk.
        var digest: SHA256Digest?
        /// Another one that was made on the way.
        var other: ContentDigest?
        /// Of one that was not: its place among the known files.
        var slot: Int32?
        /// Of one that was read because it is another than the known one: that one's place.
        var earlier: Int32?
        /// Whether a file of this path was kept before that stands there no more.
        var isAgain = false
    }

    /// What is kept of one cache.
    struct Cache {
        var seen: [Seen] = []
        /// Links, and whatever else is neither a file nor a folder.
        var entries: [CacheEntry] = []
        /// Paths that no reader asks for.
        var others = PathArena()
        /// Whether there were more files than could be kept, and more paths that no reader asks for.
        var isCut = false
        var areOthersCut = false
    }

    /// Bytes of memory that files, links and others are kept in, of all caches together; 300,000 files of npm, whose
    /// paths are the longest, take less. More are left out, and said to be.
    static let keptMax = 128 << 20
    /// Bytes of paths that no reader asks for, of all caches together.
    static let othersMax = 24 << 20
    /// What an array takes beside its elements.
    private static let arrayHead = 48

    private(set) var caches: [Cache]
    private var keptBudget: ByteBudget
    private var othersBudget: ByteBudget
    private var filter = PathFilter()

    init(caches count: Int, keptMax: Int = Self.keptMax, othersMax: Int = Self.othersMax) {
        caches = Array(repeating: Cache(), count: count)
        keptBudget = ByteBudget(all: keptMax, lists: count)
        othersBudget = ByteBudget(all: othersMax, lists: count)
    }

    /// Bytes of memory that a file takes whose path, and whose other digest, are so long.
    static func cost(path: Int, other: Int?) -> Int {
        MemoryLayout<Seen>.stride + arrayHead + path + (other.map { arrayHead + $0 } ?? 0)
    }

    /// Takes from a batch what may matter.
    mutating func add(_ batch: FileBatch) {
        let bytes = batch.bytes.span
        var others = batch.others[...]
        for (number, record) in batch.records.enumerated() {
            var other: ContentDigest?
            if let next = others.first, next.record == number {
                other = next.digest
                others = others.dropFirst()
            }
            let index = Int(record.cache)
            guard caches.indices.contains(index) else { continue }
            guard record.kind == .file else {
                addEntry(record, of: batch, cache: index)
                continue
            }
            let place = Int(record.path.lowerBound)..<Int(record.path.upperBound)
            guard filter.mayMatter(bytes.extracting(place)) else {
                addOther(batch.bytes[place], cache: index)
                continue
            }
            guard keptBudget.take(Self.cost(path: place.count, other: other?.bytes.count), of: index) else {
                caches[index].isCut = true
                continue
            }
            var seen = Seen(path: batch.path(of: record), identity: record.identity)
            seen.other = other
            seen.isAgain = record.known == .again
            switch (record.status, record.known) {
            case (.hashed, .changed(let slot)):
                seen.digest = record.digest
                seen.earlier = slot
            case (.hashed, _): seen.digest = record.digest
            case (.reused, .same(let slot)): seen.slot = slot
            default: break
            }
            caches[index].seen.append(seen)
        }
    }

    private mutating func addEntry(_ record: FileRecord, of batch: FileBatch, cache index: Int) {
        let size = MemoryLayout<CacheEntry>.stride + 2 * Self.arrayHead + record.path.count + record.target.count
        guard keptBudget.take(size, of: index) else {
            caches[index].isCut = true
            return
        }
        caches[index].entries.append(
            CacheEntry(path: batch.path(of: record), kind: record.kind, target: batch.target(of: record)))
    }

    private mutating func addOther(_ path: ArraySlice<UInt8>, cache index: Int) {
        guard othersBudget.take(PathArena.cost(of: path.count), of: index) else {
            caches[index].areOthersCut = true
            return
        }
        caches[index].others.add(path)
    }

    /// In the byte order of the paths. Places are sorted, not what lies there: that is large, and holds references.
    private static func sorted(_ seen: [Seen]) -> [Seen] {
        var places = seen.indices.map { (path: seen[$0].path, index: $0) }
        places.sort { $0.path < $1.path }
        return places.map { seen[$0.index] }
    }

    /// Hands out what was kept of a cache, in the byte order of the paths, and keeps it no longer.
    mutating func take(_ index: Int) -> Cache {
        var kept = caches[index]
        caches[index] = Cache()
        let replaced = Set(kept.seen.lazy.filter(\.isAgain).map(\.path))
        if !replaced.isEmpty { kept.seen.removeAll { !$0.isAgain && replaced.contains($0.path) } }
        kept.seen = Self.sorted(kept.seen)
        kept.entries.sort { $0.path < $1.path }
        return kept
    }
}
