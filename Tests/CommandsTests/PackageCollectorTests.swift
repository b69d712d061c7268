import Inventory
import Testing

@testable import Commands

/// What is kept for the readers of packages.
struct PackageCollectorTests {
    /// A batch of one wheel.
    static func batch(_ known: FileRecord.Known, inode: UInt64) -> FileBatch {
        batch("wheels/idna-3.6-py3-none-any.whl", cache: 0, known, inode: inode)
    }

    /// A batch of one file.
    private static func batch(
        _ path: String, cache: Int32, _ known: FileRecord.Known = .new, inode: UInt64 = 1
    ) -> FileBatch {
        var batch = FileBatch()
        batch.bytes = Array(path.utf8)
        batch.records.append(
            FileRecord(
                cache: cache, path: 0..<Int32(batch.bytes.count), target: 0..<0, kind: .file, status: .hashed,
                known: known,
                identity: FileIdentity(device: 1, inode: inode, size: 10, modified: 0, changed: 0, mode: 0o100644),
                owner: 0, group: 0, links: 1, pathKey: 7, identityKey: inode, digest: .zero))
        return batch
    }

    /// The file that was seen first is there no more: who asks for it would be told that it is another one now.
    @Test func theFileFoundByALaterLookTakesThePlaceOfTheFirst() {
        for inodes in [[1, 2], [2, 1]] as [[UInt64]] {
            var collector = PackageCollector(caches: 1)
            for inode in inodes { collector.add(Self.batch(inode == 1 ? .new : .again, inode: inode)) }
            #expect(collector.take(0).seen.map(\.identity.inode) == [2])
        }
    }

    /// Whoever fills one cache is cut; the others still have their part, and all of them together have an end.
    @Test func noCacheTakesAllMemory() {
        let caches = 4
        let keptMax = 64 << 10
        var collector = PackageCollector(caches: caches, keptMax: keptMax, othersMax: keptMax)
        let long = String(repeating: "n", count: 200)
        for cache in 0..<Int32(caches) {
            for index in 0..<1000 {
                collector.add(Self.batch("wheels/\(long)\(index).jar", cache: cache))
                collector.add(Self.batch("\(long)\(index)", cache: cache))
            }
        }
        let kept = (0..<caches).map { collector.take($0) }
        let cost = PackageCollector.cost(path: 200, other: nil)
        let part = keptMax / 4 / caches
        #expect(kept[0].seen.count > keptMax * 9 / 10 / (cost + 20))
        for cache in kept {
            #expect(cache.isCut && cache.areOthersCut)
            #expect(cache.seen.count >= part / (cost + 20))
        }
        let all = kept.reduce(0) { $0 + $1.seen.count }
        #expect(all * cost <= keptMax * 5 / 4, "\(all) files of \(cost) bytes")
        var others: [Int] = []
        for cache in kept {
            var count = 0
            cache.others.forEach { _ in count += 1 }
            others.append(count)
        }
        #expect(others.allSatisfy { $0 >= part / 210 })
        #expect(others.reduce(0, +) * 200 <= keptMax * 5 / 4)
    }

    /// Links and whatever else is no file are kept in the same memory.
    @Test func linksAreBoundedWithTheFiles() {
        var collector = PackageCollector(caches: 1, keptMax: 64 << 10)
        for index in 0..<1000 {
            var batch = Self.batch("wheels/\(index).whl", cache: 0)
            batch.records[0].kind = .symbolicLink
            collector.add(batch)
        }
        let kept = collector.take(0)
        #expect(kept.isCut)
        #expect(kept.entries.count > 100 && kept.entries.count < 600)
    }

    /// Paths as npm has them, of contents, which are the longest; half of its files are entries of the index.
    @Test func aLargeHonestCacheIsNotCut() {
        let content = "root/.npm/_cacache/content-v2/sha512/ab/cd/".utf8.count + 124
        let entry = "root/.npm/_cacache/index-v5/ab/cd/".utf8.count + 60
        let size = PackageCollector.cost(path: content, other: 64) + PackageCollector.cost(path: entry, other: 64)
        #expect(150_000 * size <= PackageCollector.keptMax, "\(size) bytes for two files")
    }
}
