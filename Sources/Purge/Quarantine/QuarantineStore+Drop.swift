import Inventory
import Linux

extension QuarantineStore {
    /// Removes an entry, and its object where no other entry names it. Gives the bytes that became free.
    @discardableResult
    package mutating func drop(_ id: String) throws(QuarantineError) -> Int64 {
        try requireWritable()
        guard let digest = index[id] else { throw QuarantineError(.noEntry, ByteString(id)) }
        let name = Self.fileName(id, digest) + [0]
        let place = path.appending("entries").appending(ByteString(Self.fileName(id, digest)))
        var freed = try QuarantineError.system(place) { () throws(SystemError) -> Int64 in
            let bytes = try entries.status(of: name.span).bytesOnDisk
            try entries.unlink(name.span)
            // The entry goes for good before its object: the other way round an entry would name nothing.
            try entries.synchronize()
            return bytes
        }
        index[id] = nil
        used -= freed
        guard let digest else { return freed }
        let left = (references[digest] ?? 1) - 1
        references[digest] = left > 0 ? left : nil
        if left <= 0 { freed += try remove(digest) }
        return freed
    }

    /// Removes the oldest entries until so many bytes may be put. Gives those that went; none where even an empty
    /// quarantine would not do.
    package mutating func makeRoom(for bytes: Int64) throws(QuarantineError) -> [QuarantineEntry] {
        try requireWritable()
        var gone: [QuarantineEntry] = []
        switch try shortage(bytes) {
        case .overBudget(let needed, _, let budget) where needed > budget: return gone
        case .diskFull(let needed, let free) where needed > free.saturatingAdd(used): return gone
        case .none: return gone
        default: break
        }
        for entry in try list().entries {
            try drop(entry.id)
            gone.append(entry)
            if try shortage(bytes) == nil { break }
        }
        return gone
    }

    /// Removes objects that no entry names. Gives the bytes that became free.
    @discardableResult
    package mutating func collectOrphans() throws(QuarantineError) -> Int64 {
        try requireWritable()
        var freed: Int64 = 0
        for digest in sizes.keys where references[digest] == nil { freed += try remove(digest) }
        recovery.orphans = []
        recovery.orphanBytes = 0
        return freed
    }

    private mutating func remove(_ digest: SHA256Digest) throws(QuarantineError) -> Int64 {
        let name = Array(digest.hex.utf8) + [0]
        let place = objectPath(digest)
        do throws(SystemError) {
            try objects.unlink(name.span)
        } catch {
            if error.number != SystemError.notFound { throw QuarantineError(.system(error), place) }
        }
        let bytes = sizes.removeValue(forKey: digest) ?? 0
        used -= bytes
        return bytes
    }
}
