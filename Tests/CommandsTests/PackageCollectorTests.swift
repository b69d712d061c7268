import Inventory
import Testing

@testable import Commands

/// What is kept for the readers of packages.
struct PackageCollectorTests {
    /// A batch of one wheel.
    static func batch(_ known: FileRecord.Known, inode: UInt64) -> FileBatch {
        var batch = FileBatch()
        batch.bytes = Array("wheels/idna-3.6-py3-none-any.whl".utf8)
        batch.records.append(
            FileRecord(
                cache: 0, path: 0..<Int32(batch.bytes.count), target: 0..<0, kind: .file, status: .hashed, known: known,
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
}
