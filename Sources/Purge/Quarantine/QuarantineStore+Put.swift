import Bytes
package import Inventory
package import Linux

/// What somebody wants to put into the quarantine: where it lies and why.
package struct QuarantineRequest: Sendable {
    package var why: QuarantineEntry.Why
    /// Mount id.
    package var cache: ByteString
    /// Absolute path of the cache's directory.
    package var folder: ByteString
    /// Path below it.
    package var path: ByteString
    /// Builds that may have written it.
    package var builds: [String]
    /// Digest that an audit has found: where the quarantine has that content already, none is written.
    package var expected: SHA256Digest?
    /// Nanoseconds since 1970.
    package var now: Int64
    /// Whether the entry must outlive a power loss before `put` returns. Where many are put, say no, and call
    /// `synchronize` before anything is removed.
    package var isDurable: Bool

    package init(
        why: QuarantineEntry.Why, cache: ByteString, folder: ByteString, path: ByteString, builds: [String] = [],
        expected: SHA256Digest? = nil, now: Int64 = Clock.now, isDurable: Bool = true
    ) {
        self.why = why
        self.cache = cache
        self.folder = folder
        self.path = path
        self.builds = builds
        self.expected = expected
        self.now = now
        self.isDurable = isDurable
    }
}

extension QuarantineStore {
    /// Keeps what is open in `source`: a file opened for reading, anything else at least as a path. It is not changed
    /// and not removed.
    package mutating func put(
        _ request: QuarantineRequest, from source: borrowing Descriptor
    ) throws(QuarantineError) -> QuarantineEntry {
        try requireWritable()
        guard QuarantineEntry.isBelow(request.path), request.folder.bytes.first == UInt8(ascii: "/") else {
            throw QuarantineError(.unfit("its path leads out of the cache"), request.path)
        }
        let place = request.path
        let status = try QuarantineError.system(place) { () throws(SystemError) in try source.status() }
        var entry = QuarantineEntry(
            id: try newID(), taken: request.now, why: request.why, cache: request.cache, folder: request.folder,
            path: place)
        entry.builds = Array(request.builds.prefix(QuarantineLimits.buildsMax))
        entry.take(status)
        guard entry.kind != .unknown else { throw QuarantineError(.unfit("it is of no known kind"), place) }
        try entry.takeAttributes(of: source)
        if entry.kind == .symbolicLink {
            entry.target = ByteString(
                try QuarantineError.system(place) { () throws(SystemError) in try source.linkTarget(of: [0].span) })
        }
        if entry.kind == .file {
            try putContent(of: source, status, request, into: &entry)
        } else {
            try requireRoom(0, place)
        }
        try write(entry, isDurable: request.isDurable)
        // It may name an object that was put before and is not durable yet.
        if !request.isDurable { isBehind = true } else if isBehind { try synchronize() }
        return entry
    }

    /// Whether an entry says of what is open in `source` all that a new one would, and its content is here.
    package mutating func isKept(
        _ entry: QuarantineEntry, as source: borrowing Descriptor
    ) throws(QuarantineError) -> Bool {
        let place = entry.path
        let status = try QuarantineError.system(place) { () throws(SystemError) in try source.status() }
        var now = QuarantineEntry(
            id: entry.id, taken: entry.taken, why: entry.why, cache: entry.cache, folder: entry.folder, path: place)
        now.take(status)
        guard now.kind == entry.kind, now.specialDevice == entry.specialDevice, now.owner == entry.owner,
            now.group == entry.group, now.mode == entry.mode, now.modified == entry.modified
        else { return false }
        // It may have been renamed and put back meanwhile, which changes no more than this time.
        if now.changed != entry.changed {
            try now.takeAttributes(of: source)
            guard now.attributes == entry.attributes, now.attributesLost == entry.attributesLost else { return false }
        }
        if entry.kind == .symbolicLink {
            let target = try QuarantineError.system(place) { () throws(SystemError) in
                try source.linkTarget(of: [0].span)
            }
            return ByteString(target) == entry.target
        }
        guard entry.kind == .file else { return true }
        guard let digest = entry.digest, hasObject(digest), status.size == entry.size else { return false }
        var copier = try ContentCopy(place)
        return try copier.digest(of: source, size: status.size).digest == digest
    }

    /// Whether content is here, and is what its name says: it is read the first time.
    private mutating func hasObject(_ digest: SHA256Digest) -> Bool {
        guard sizes[digest] != nil else { return false }
        if !intact.contains(digest), (try? verify(digest, size: nil)) != nil { intact.insert(digest) }
        return intact.contains(digest)
    }

    /// Makes all that was put survive a power loss.
    package mutating func synchronize() throws(QuarantineError) {
        let path = path
        try QuarantineError.system(path) { () throws(SystemError) in try root.synchronizeFileSystem() }
        isBehind = false
    }

    func requireWritable() throws(QuarantineError) {
        if !isWritable {
            throw QuarantineError(.system(SystemError(SystemError.readOnlyFileSystem, .openat)), path)
        }
    }

    // MARK: Room

    /// Why so many bytes of content and their entry would not fit; `nil` where they would.
    func shortage(_ content: Int64) throws(QuarantineError) -> QuarantineError.Kind? {
        let needed = content.saturatingAdd(QuarantineLimits.entryCost)
        guard used.saturatingAdd(needed) <= limits.budget else {
            return .overBudget(needed: needed, used: used, budget: limits.budget)
        }
        let free = try usableBytes()
        return needed <= free ? nil : .diskFull(needed: needed, free: free)
    }

    /// Refuses what would not fit, before a byte is written.
    private func requireRoom(_ content: Int64, _ place: ByteString) throws(QuarantineError) {
        if let shortage = try shortage(content) { throw QuarantineError(shortage, place) }
    }

    /// Bytes of the disk that may be used; none where it takes no more files.
    private func usableBytes() throws(QuarantineError) -> Int64 {
        let free = try QuarantineError.system(path) { () throws(SystemError) in try root.freeSpace() }
        guard free.files > Self.filesNeeded else { return 0 }
        return max(0, Int64(clamping: free.bytes).saturatingAdd(-limits.reserve))
    }

    /// An object and an entry.
    private static var filesNeeded: UInt64 { 2 }

    /// Says of a full disk how much was needed.
    private func failure(_ error: QuarantineError, writing size: Int64, _ place: ByteString) -> QuarantineError {
        guard case .system(let system) = error.kind,
            system.number == SystemError.noSpace || system.number == SystemError.quotaExceeded
        else { return error }
        let needed = size.saturatingAdd(QuarantineLimits.entryCost)
        return QuarantineError(.diskFull(needed: needed, free: (try? usableBytes()) ?? 0), place)
    }

    // MARK: Content

    private mutating func putContent(
        of source: borrowing Descriptor, _ status: FileStatus, _ request: QuarantineRequest,
        into entry: inout QuarantineEntry
    ) throws(QuarantineError) {
        let place = request.path
        guard status.size <= limits.fileSize else {
            throw QuarantineError(.tooLarge(size: status.size, limit: limits.fileSize), place)
        }
        var copier = try ContentCopy(place)
        var content: (digest: SHA256Digest, size: Int64)?
        if let expected = request.expected, hasObject(expected) {
            content = try copier.digest(of: source, size: status.size)
            try requireRoom(0, place)
        }
        if content == nil || content?.digest != request.expected {
            try requireRoom(status.isSparse ? status.bytesOnDisk : status.size, place)
            do throws(QuarantineError) {
                content = try writeObject(source, status, &copier, place, isDurable: request.isDurable)
            } catch {
                throw failure(error, writing: status.size, place)
            }
        }
        let after = try QuarantineError.system(place) { () throws(SystemError) in try source.status() }
        entry.digest = content?.digest
        entry.size = content?.size ?? 0
        entry.isStable =
            after.size == status.size && after.modified == status.modified && after.changed == status.changed
            && entry.size == status.size
    }

    private mutating func writeObject(
        _ source: borrowing Descriptor, _ status: FileStatus, _ copier: inout ContentCopy, _ place: ByteString,
        isDurable: Bool
    ) throws(QuarantineError) -> (digest: SHA256Digest, size: Int64) {
        let name = try newDraftName()
        do throws(QuarantineError) {
            let draft = try QuarantineError.system(path) { () throws(SystemError) in
                try drafts.makeFile(name.span, mode: 0o400)
            }
            let content = try copier.copy(source, to: draft, size: status.size)
            let object = Array(content.digest.hex.utf8) + [0]
            let bytes = try QuarantineError.system(path) { () throws(SystemError) -> Int64 in
                if isDurable { try draft.synchronize() }
                // Over an object that is there already: this one was just seen to be right.
                try drafts.moveEntry(name.span, to: objects, as: object.span)
                if isDurable { try objects.synchronize() }
                return try draft.status().bytesOnDisk
            }
            used += bytes - (sizes[content.digest] ?? 0)
            sizes[content.digest] = bytes
            intact.insert(content.digest)
            return content
        } catch {
            try? drafts.unlink(name.span)
            throw error
        }
    }

    // MARK: Entries

    private mutating func write(_ entry: QuarantineEntry, isDurable: Bool) throws(QuarantineError) {
        let name = try newDraftName()
        let document = entry.document
        let limit = QuarantineLimits.document.size
        guard document.count <= limit else {
            throw QuarantineError(.unfit("its description is larger than \(limit) bytes"), entry.path)
        }
        do throws(SystemError) {
            let draft = try drafts.makeFile(name.span, mode: 0o600)
            try draft.write(document)
            if isDurable { try draft.synchronize() }
            try drafts.moveEntry(name.span, to: entries, as: (entry.fileName + [0]).span)
            if isDurable { try entries.synchronize() }
        } catch {
            try? drafts.unlink(name.span)
            throw failure(QuarantineError(.system(error), entry.path), writing: Int64(document.count), entry.path)
        }
        index[entry.id] = .some(entry.digest)
        used += (Int64(document.count) + 4095) & ~4095
        if let digest = entry.digest {
            references[digest, default: 0] += 1
            recovery.orphans.removeAll { $0 == digest }
        }
    }

    private func newDraftName() throws(QuarantineError) -> [UInt8] {
        Array(try randomDigits().utf8) + [0]
    }

    private func newID() throws(QuarantineError) -> String {
        while true {
            let id = try randomDigits()
            if index[id] == nil { return id }
        }
    }

    private func randomDigits() throws(QuarantineError) -> String {
        let bytes = try QuarantineError.system(path) { () throws(SystemError) in try Host.randomBytes(8) }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension QuarantineEntry {
    /// Takes over what the kernel says of it.
    fileprivate mutating func take(_ status: FileStatus) {
        kind = EntryKind(mode: status.mode, specialDevice: status.specialDevice)
        if kind == .characterDevice || kind == .blockDevice { specialDevice = status.specialDevice }
        owner = status.owner
        group = status.group
        mode = status.mode & 0o7777
        modified = status.modified
        changed = status.changed
        links = status.links
    }

    /// Attributes that the kernel itself acts upon.
    private static let decisiveAttributes = [
        "security.capability", "system.posix_acl_access", "system.posix_acl_default", "security.selinux",
        "trusted.overlay.opaque", "trusted.overlay.redirect",
    ].map { Array($0.utf8) }

    /// Takes over the extended attributes, as many as the limits allow; the others are counted.
    fileprivate mutating func takeAttributes(of source: borrowing Descriptor) throws(QuarantineError) {
        let names: [[UInt8]]
        do throws(SystemError) {
            names = try source.attributeNames()
        } catch {
            // A list that is longer than the kernel hands out: some file systems let it grow without end. What gives
            // rights is asked for by name, so that nobody hides it in a crowd.
            attributesLost = 1
            names = Self.decisiveAttributes.filter { (try? source.attribute($0)) != nil }
        }
        var bytes = 0
        for name in names {
            guard attributes.count < QuarantineLimits.attributesMax, let value = try? source.attribute(name),
                bytes + name.count + value.count <= QuarantineLimits.attributeBytesMax
            else {
                attributesLost += 1
                continue
            }
            bytes += name.count + value.count
            attributes.append(Attribute(name: ByteString(name), value: value))
        }
    }
}
