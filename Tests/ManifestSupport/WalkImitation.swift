internal import Hashing
package import Inventory
package import Manifest

/// A file as a test imagines it.
package struct ImaginedFile: Hashable, Sendable {
    package var path: String
    /// Stands for the bytes: two files of equal content have equal digests.
    package var content: UInt64
    package var inode: UInt64
    package var changed: Int64
    package var mode: UInt32
    package var kind: EntryKind
    package var target: String
    /// Whether reading it fails.
    package var fails: Bool
    /// Whether it was found by a later look, where another file was seen before.
    package var comesAgain = false
    /// Another number than zero: it may still be written to, so it is remembered by another key than it has.
    package var salt: UInt64 = 0

    package init(
        _ path: String, content: UInt64 = 1, inode: UInt64 = 1, changed: Int64 = 1_700_000_000_000_000_000,
        mode: UInt32 = 0o100644, kind: EntryKind = .file, target: String = "", fails: Bool = false
    ) {
        self.path = path
        self.content = content
        self.inode = inode
        self.changed = changed
        self.mode = mode
        self.kind = kind
        self.target = target
        self.fails = fails
    }

    /// The digest that stands for the content.
    package var digest: SHA256Digest {
        var bytes = [32 of UInt8](repeating: 7)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: content >> UInt64(8 * index)) }
        return SHA256Digest(bytes)
    }
}

/// Makes batches as the walk does, without a disk.
package struct WalkImitation {
    private let known: KnownTable
    private let cache: Int32
    /// Makes all path keys equal, as no attacker without the key can.
    private let collides: Bool

    package init(known: KnownTable, cache: Int32 = 0, collides: Bool = false) {
        self.known = known
        self.cache = cache
        self.collides = collides
    }

    /// A batch of these files.
    package func batch(_ files: some Sequence<ImaginedFile>) -> FileBatch {
        var batch = FileBatch()
        for file in files {
            let path = append(file.path, to: &batch)
            let target = append(file.target, to: &batch)
            let identity = FileIdentity(
                device: 1, inode: file.inode, size: Int64(file.content % 4096), modified: file.changed,
                changed: file.changed, mode: file.mode)
            let pathKey = collides ? 42 : self.pathKey(file)
            let identityKey = self.identityKey(identity)
            var status: FileRecord.Status = file.kind == .file || file.kind == .symbolicLink ? .hashed : .special
            var match = FileRecord.Known.new
            switch known.find(pathKey: pathKey, identityKey: identityKey) {
            case .none: break
            case .changed(let slot): match = .changed(slot: slot)
            case .same(let slot, let rehash):
                match = .same(slot: slot)
                if !rehash && status == .hashed { status = .reused }
            }
            if file.comesAgain { (match, status) = (.again, .hashed) }
            if file.fails && status == .hashed { status = .failed }
            batch.records.append(
                FileRecord(
                    cache: cache, path: path, target: target, kind: file.kind, status: status, known: match,
                    identity: identity, owner: 0, group: 0, links: 1, pathKey: pathKey,
                    identityKey: identityKey ^ file.salt,
                    digest: status == .hashed ? file.digest : .zero))
        }
        return batch
    }

    private func append(_ text: String, to batch: inout FileBatch) -> Range<Int32> {
        let start = Int32(batch.bytes.count)
        batch.bytes.append(contentsOf: text.utf8)
        return start..<Int32(batch.bytes.count)
    }

    private func pathKey(_ file: ImaginedFile) -> UInt64 {
        var hash = SipHash(key: known.hashKey)
        hash.update(known.cacheNumber(at: cache))
        let bytes = Array(file.path.utf8)
        hash.update(bytes.span)
        return hash.finish()
    }

    private func identityKey(_ identity: FileIdentity) -> UInt64 {
        var hash = SipHash(key: known.hashKey)
        hash.update(identity.inode)
        hash.update(UInt64(bitPattern: identity.size))
        hash.update(UInt64(bitPattern: identity.changed))
        hash.update(UInt64(identity.mode))
        return hash.finish()
    }
}
