import Hashing
import Inventory
import Manifest

/// A file as a test imagines it.
struct ImaginedFile {
    var path: String
    var content: UInt64
    var inode: UInt64
    var changed: Int64 = 1_700_000_000_000_000_000
}

/// Makes batches as the walk does, without a disk.
struct WalkImitation {
    let known: KnownTable
    var cache: Int32 = 0

    /// A batch of these files.
    func batch(_ files: some Sequence<ImaginedFile>) -> FileBatch {
        var batch = FileBatch()
        for file in files {
            let start = Int32(batch.bytes.count)
            batch.bytes.append(contentsOf: file.path.utf8)
            let range = start..<Int32(batch.bytes.count)
            let identity = FileIdentity(
                device: 1, inode: file.inode, size: Int64(file.content % 4096), modified: file.changed,
                changed: file.changed, mode: 0o100644)
            var path = SipHash(key: known.hashKey)
            path.update(known.cacheNumber(at: cache))
            path.update(Array(file.path.utf8).span)
            var identityHash = SipHash(key: known.hashKey)
            identityHash.update(identity.inode)
            identityHash.update(UInt64(bitPattern: identity.size))
            identityHash.update(UInt64(bitPattern: identity.changed))
            let pathKey = path.finish()
            let identityKey = identityHash.finish()
            var digest = [32 of UInt8](repeating: 7)
            for index in 0..<8 { digest[index] = UInt8(truncatingIfNeeded: file.content >> UInt64(8 * index)) }
            var status = FileRecord.Status.hashed
            var match = FileRecord.Known.new
            switch known.find(pathKey: pathKey, identityKey: identityKey) {
            case .none: break
            case .changed(let slot): match = .changed(slot: slot)
            case .same(let slot, let rehash):
                match = .same(slot: slot)
                if !rehash { status = .reused }
            }
            batch.records.append(
                FileRecord(
                    cache: cache, path: range, target: range.upperBound..<range.upperBound, kind: .file,
                    status: status, known: match, identity: identity, owner: 0, group: 0, links: 1, pathKey: pathKey,
                    identityKey: identityKey, digest: status == .hashed ? SHA256Digest(digest) : .zero))
        }
        return batch
    }
}
