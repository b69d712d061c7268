internal import Hashing
package import Inventory
internal import SQLite

/// What a version had that a new one is compared with.
private struct OldVersion {
    var numbers: FileNumbers
    var path: [UInt8]
    var digest: SHA256Digest?
    var target: [UInt8]?
}

extension ScanWriter {
    /// Records a batch of the walk. Unchanged files cost a bit, the others a row.
    ///
    /// Returns the files whose content changed although their identity did not.
    package func record(_ batch: FileBatch) throws(ManifestError) -> [SilentChange] {
        try writing {
            var silent: [SilentChange] = []
            for trouble in batch.troubles { try note(trouble) }
            var others = batch.others[...]
            for (place, record) in batch.records.enumerated() {
                guard record.cache >= 0, Int(record.cache) < progress.count else {
                    throw ManifestFault.refused("a record names a cache that is not in the list")
                }
                otherDigest = nil
                if let next = others.first, next.record == place {
                    otherDigest = next.digest
                    others = others.dropFirst()
                }
                if let change = try self.record(record, in: batch) { silent.append(change) }
            }
            row.silent += Int64(silent.count)
            try commitIfDue()
            return silent
        }
    }

    private func record(_ record: FileRecord, in batch: FileBatch) throws -> SilentChange? {
        let cache = Int(record.cache)
        // What stood there when its path was seen is recorded; the next scan sees the change.
        if record.known == .again { return nil }
        progress[cache].files += 1
        let (bytes, overflow) = progress[cache].bytes.addingReportingOverflow(max(0, record.identity.size))
        progress[cache].bytes = overflow ? .max : bytes
        switch record.known {
        case .again: return nil
        case .new:
            guard record.status == .hashed || record.status == .special else { return nil }
            try add(record, in: batch)
            return nil
        case .same(let slot):
            // The usual case by far: one bit. Looking the slot's row up would touch a far place in memory per file.
            guard slot >= 0, Int(slot) < known.slotCount else {
                throw ManifestFault.refused("a record names a file that is not known")
            }
            if isSeen(slot) { return nil }
            markSeen(slot)
            guard record.status == .hashed else { return nil }
            try check(slot)
            return try compare(record, in: batch, slot: slot)
        case .changed(let slot):
            try check(slot)
            return try replace(record, in: batch, slot: slot)
        }
    }

    private func check(_ slot: Int32) throws {
        if known.row(ofSlot: slot) == nil { throw ManifestFault.refused("a record names a file that is not known") }
    }

    /// A file that was read although its identity is the known one.
    private func compare(_ record: FileRecord, in batch: FileBatch, slot: Int32) throws -> SilentChange? {
        // A query outside a transaction takes and gives back the file's locks, which costs more than the query.
        try beginIfNeeded()
        guard let id = known.row(ofSlot: slot), try !hasDigest(record.digest, row: id),
            let old = try version(id)
        else { return nil }
        if try put(record, in: batch, inPlaceOf: old) { progress[Int(record.cache)].counts.modified += 1 }
        guard let oldDigest = old.digest else { return nil }
        return SilentChange(
            cache: record.cache, path: batch.path(of: record), oldDigest: oldDigest,
            oldSeen: try started(scan: old.numbers.firstScan), newDigest: record.digest)
    }

    /// Digests of known files, as they were recorded; `nil` for no slot, and for what has no digest. In the order of
    /// the slots; rows that lie together are read together.
    package func digests(ofSlots slots: [Int32?]) throws(ManifestError) -> [SHA256Digest?] {
        try writing {
            var result = [SHA256Digest?](repeating: nil, count: slots.count)
            try beginIfNeeded()
            for (index, row) in rows(ofSlots: slots) {
                try selectDigest.bind(row, at: 1)
                if try selectDigest.step() {
                    digestBuffer.removeAll(keepingCapacity: true)
                    selectDigest.appendBlob(at: 0, to: &digestBuffer)
                    result[index] = SHA256Digest(digestBuffer)
                }
                selectDigest.reset()
            }
            return result
        }
    }

    /// Whether a present version has this digest.
    private func hasDigest(_ digest: SHA256Digest, row id: Int64) throws -> Bool {
        try selectDigest.bind(id, at: 1)
        guard try selectDigest.step() else { return false }
        digestBuffer.removeAll(keepingCapacity: true)
        selectDigest.appendBlob(at: 0, to: &digestBuffer)
        selectDigest.reset()
        return SHA256Digest(digestBuffer) == digest
    }

    /// A file with another identity than the known one, or another path of the same key.
    private func replace(_ record: FileRecord, in batch: FileBatch, slot: Int32) throws -> SilentChange? {
        guard let old = try oldVersion(of: record, in: batch, slot: slot) else {
            // Two paths share a key, and this one was not known.
            guard record.status == .hashed || record.status == .special else { return nil }
            try add(record, in: batch)
            return nil
        }
        if isSeen(old.slot) { return nil }
        markSeen(old.slot)
        // What could not be read is not known to have changed: the old version stands until it can.
        guard record.status != .failed, record.status != .reused else { return nil }
        if try rekey(old.version, as: record) { return nil }
        let isWritten = try put(record, in: batch, inPlaceOf: old.version)
        if isWritten, differs(old.version, from: record, in: batch) {
            progress[Int(record.cache)].counts.modified += 1
        }
        return nil
    }

    /// Gives a version the identity by which the next scan knows it, where nothing else is new: the walk remembers
    /// another one of a file that may still have been written to, so that this scan read it again.
    private func rekey(_ old: OldVersion, as record: FileRecord) throws -> Bool {
        let numbers = FileNumbers(
            id: old.numbers.id, cache: old.numbers.cache, firstScan: old.numbers.firstScan, record: record)
        guard record.status == .hashed, record.kind == .file, record.digest == old.digest,
            numbers.isSameButForIdentityKey(as: old.numbers)
        else { return false }
        try beginIfNeeded()
        let path = old.path.span
        store.state.sums[.file] -= try store.digester.term(
            of: old.numbers, digest: old.digest, path: path, target: Span(), hasTarget: false)
        store.state.sums[.file] += try store.digester.term(
            of: numbers, digest: old.digest, path: path, target: Span(), hasTarget: false)
        try rekeyFile.bind(numbers.id, at: 1)
        try rekeyFile.bind(numbers.identityKey, at: 2)
        try rekeyFile.run()
        countRow()
        return true
    }

    /// Whether the difference is more than times, inode or links: a file that was only touched is not modified.
    private func differs(_ old: OldVersion, from record: FileRecord, in batch: FileBatch) -> Bool {
        let digest = record.status == .hashed ? record.digest : nil
        return old.digest != digest || old.numbers.kind != Int64(record.kind.rawValue)
            || old.numbers.mode != Int64(record.identity.mode) || old.numbers.owner != Int64(record.owner)
            || old.numbers.group != Int64(record.group)
    }

    private func oldVersion(
        of record: FileRecord, in batch: FileBatch, slot: Int32
    ) throws -> (slot: Int32, version: OldVersion)? {
        let path = batch.bytes[Int(record.path.lowerBound)..<Int(record.path.upperBound)]
        if let id = known.row(ofSlot: slot), let old = try version(id), old.path[...] == path { return (slot, old) }
        for other in known.slots(withPathKey: record.pathKey) where other != slot {
            if let id = known.row(ofSlot: other), let old = try version(id), old.path[...] == path {
                return (other, old)
            }
        }
        return nil
    }

    private func version(_ id: Int64) throws -> OldVersion? {
        try beginIfNeeded()
        try selectFile.bind(id, at: 1)
        guard try selectFile.step() else { return nil }
        let old = OldVersion(
            numbers: FileNumbers(from: selectFile), path: selectFile.blob(at: FileNumbers.columnCount + 1) ?? [],
            digest: selectFile.blob(at: FileNumbers.columnCount).flatMap { SHA256Digest($0) },
            target: selectFile.blob(at: FileNumbers.columnCount + 2))
        selectFile.reset()
        return old
    }

    private func started(scan: Int64) throws -> Int64 {
        var query = try store.connection.prepare("SELECT started FROM scan WHERE id = ?1")
        try query.bind(scan, at: 1)
        return try query.step() ? query.integer(at: 0) : 0
    }

    /// A file that was not known.
    private func add(_ record: FileRecord, in batch: FileBatch) throws {
        guard takeRoom(for: record) else { return }
        try insert(record, in: batch)
        progress[Int(record.cache)].counts.added += 1
    }

    /// Whether the row of a record can be written; counts it where not.
    private func takeRoom(for record: FileRecord) -> Bool {
        let cache = Int(record.cache)
        if pathBytes.take(record.path.count + record.target.count, of: cache) { return true }
        progress[cache].unrecorded += 1
        return false
    }

    /// Returns whether the record was written. Where there is no room the old version stands, like that of a file that
    /// could not be read.
    private func put(_ record: FileRecord, in batch: FileBatch, inPlaceOf old: OldVersion) throws -> Bool {
        guard takeRoom(for: record) else { return false }
        try beginIfNeeded()
        try close(old.numbers.id)
        replacements.append(Replacement(new: nextRow, old: old.numbers.id))
        try insert(record, in: batch)
        return true
    }

    /// Ends a version: this scan no longer found it.
    func close(_ id: Int64) throws {
        try closeFile.bind(id, at: 1)
        try closeFile.bind(row.id, at: 2)
        try closeFile.run()
        store.state.sums[.file] += try store.digester.goneTerm(file: id, scan: row.id)
        countRow()
    }

    private func insert(_ record: FileRecord, in batch: FileBatch) throws {
        try beginIfNeeded()
        let numbers = FileNumbers(
            id: nextRow, cache: cacheNumbers[Int(record.cache)], firstScan: row.id, record: record)
        let digest: SHA256Digest? = record.status == .hashed ? record.digest : nil
        let hasTarget = record.kind == .symbolicLink
        let bytes = batch.bytes.span
        let path = bytes.extracting(Int(record.path.lowerBound)..<Int(record.path.upperBound))
        let target = bytes.extracting(Int(record.target.lowerBound)..<Int(record.target.upperBound))
        store.state.sums[.file] += try store.digester.term(
            of: numbers, digest: digest, path: path, target: target, hasTarget: hasTarget)
        try numbers.bind(to: &insertFile)
        if let digest {
            try insertFile.bind(digest.bytes.span, at: 17)
        } else {
            try insertFile.bindNull(at: 17)
        }
        try insertFile.bind(path, at: 18)
        if hasTarget {
            try insertFile.bind(target, at: 19)
        } else {
            try insertFile.bindNull(at: 19)
        }
        try insertFile.run()
        if let otherDigest { try insert(otherDigest, file: nextRow) }
        let (next, overflow) = nextRow.addingReportingOverflow(1)
        if overflow { throw ManifestFault.damaged("the row numbers of the table file are used up") }
        nextRow = next
        countRow()
    }

    /// Remembers what the walk could not look at, so that it does not count as removed.
    private func note(_ trouble: Trouble) throws {
        guard trouble.cache >= 0, Int(trouble.cache) < progress.count, trouble.reason != .vanished else { return }
        let cache = Int(trouble.cache)
        let size = progress[cache].keptBytes + trouble.path.bytes.count
        if progress[cache].kept.count >= Limit.keptPathsMax || size > Limit.keptBytesMax {
            progress[cache].hasTooManyKept = true
            return
        }
        progress[cache].keptBytes = size
        if trouble.isSubtree { progress[cache].keptLengths.insert(trouble.path.bytes.count) }
        progress[cache].kept[trouble.path, default: false] =
            progress[cache].kept[trouble.path] == true || trouble.isSubtree
    }
}
