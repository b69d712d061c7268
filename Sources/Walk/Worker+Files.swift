import Hashing
import Inventory
import Linux

// Looking at one entry that is no folder: status, comparison with what is known, content.

extension Worker {
    /// What the walk has found out about an entry before it reads it.
    struct Sight {
        var status: FileStatus
        var record: FileRecord
        var mayReuse: Bool
    }

    /// Bytes from which on a file takes so long that others should not wait for it.
    private static var largeSize: Int64 { 1 << 20 }

    /// Looks at one entry and sends its record or its trouble; of a large file that is to be read only says so.
    mutating func examine(
        _ entry: EntryBlock.Entry, of part: EntryBlock, in folder: Folder, _ opened: Folder.Opened
    ) -> Sight? {
        let terminated = part.names.span.extracting(part.name(of: entry))
        let name = terminated.extracting(0..<(terminated.count - 1))
        var pathHash = self.pathHash
        pathHash.update(name)
        let pathKey = pathHash.finish()
        // What is known of it comes from far memory; the kernel's answer takes long enough to fetch it meanwhile.
        shared.known.prepare(pathKey: pathKey)
        if entry.type == 8, shared.opensFirst, look.isFirst, folder.root.opener.isOneStep,
            readAtOnce(terminated, name, pathKey, folder, opened)
        {
            return nil
        }
        do throws(SystemError) {
            let status = try opened.descriptor.status(of: terminated)
            if status.isDirectory {
                // The file system named no type, or a folder has taken the entry's place.
                shared.frontier.push([.open(Folder(name: terminated, in: folder))])
                return nil
            }
            guard !onlyFolders, isDue(status, pathKey, name, in: folder) else { return nil }
            let sight = look(at: status, pathKey, cache: folder.root.cache)
            if sight.record.kind == .file, !sight.mayReuse, status.size >= Self.largeSize { return sight }
            try record(sight, terminated, name, in: folder, opened)
        } catch {
            noteFile(name, folder, error)
        }
        return nil
    }

    /// Reads a file that was looked at, and sends its record or its trouble.
    mutating func read(
        _ sight: Sight, _ entry: EntryBlock.Entry, of part: EntryBlock, in folder: Folder, _ opened: Folder.Opened
    ) {
        let terminated = part.names.span.extracting(part.name(of: entry))
        let name = terminated.extracting(0..<(terminated.count - 1))
        read(sight.record, sight.status, terminated, name, in: folder, opened)
    }

    /// The short way for the usual file where nothing is known and so each file is read: it is opened by its name
    /// once, read by one call, and its status is asked once. False, and nothing sent, where anything is unusual;
    /// the entry is then looked at in the usual order.
    ///
    /// One status is enough: what was read is the whole file as it now is, if its size is what was read and its last
    /// change, which no program can set, lies before the moment this folder was listed. Only where the mount forbids
    /// devices, since the entry may be anything by now.
    private mutating func readAtOnce(
        _ terminated: Span<UInt8>, _ name: Span<UInt8>, _ pathKey: UInt64, _ folder: Folder, _ opened: Folder.Opened
    ) -> Bool {
        guard let file = try? opened.descriptor.openFile(beneath: terminated) else { return false }
        let wasAsked = asksForWriters
        mayChangeUnseen = wasAsked && file.mayChangeUnseen()
        guard
            let size = try? reader.readWhole(file, root: folder.root), let status = try? file.status(),
            status.isRegularFile, status.size == size, status.size <= shared.options.maximumFileSize,
            status.links == 1, status.changed < quietSince, isAsked(of: status, wasAsked),
            (try? wish(for: name)) != nil,
            let digest = try? reader.digestOfRead()
        else { return false }
        noteIfChanged(status, folder)
        var record = look(at: status, pathKey, cache: folder.root.cache).record
        record.digest = digest
        record.status = .hashed
        if mayChangeUnseen { record.identityKey = unsettled(record.identityKey) }
        batch.bytesRead += status.size
        // Without it, whoever wants it reads the file once more.
        other = try? reader.takeOther()
        append(record, name: name)
        return true
    }

    /// Whether a file that was read at once was asked for writers before, if it had to be. Where one of a
    /// folder had to be, its neighbours will, so from now on all are asked.
    private mutating func isAsked(of status: FileStatus, _ wasAsked: Bool) -> Bool {
        if wasAsked || !isLate(status) { return true }
        asksForWriters = true
        return false
    }

    /// Nanoseconds for which memory of a file may stay unwritten: the kernel's own are 30 seconds, and hosts that save
    /// their disks have up to ten minutes.
    private static var unwrittenMax: Int64 { 600_000_000_000 }

    /// Whether a file was changed so lately that it may still change without a trace. A store into mapped memory stamps
    /// the file when it makes a page unwritten, and not again before that page is written out; a write stamps it when
    /// it begins, and may take long. So what may change unseen was stamped not long ago.
    private func isLate(_ status: FileStatus) -> Bool {
        status.changed >= quietSince - Self.unwrittenMax
    }

    /// Another identity than the file has, to be remembered in its place: the next audit reads it again.
    private func unsettled(_ identityKey: UInt64) -> UInt64 {
        var hash = identityHash
        hash.update(identityKey)
        hash.update(shared.salt)
        return hash.finish()
    }

    /// Asks which other digest is wanted of a file in the folder in hand.
    private mutating func wish(for name: Span<UInt8>) throws(HashError) {
        guard let wish = shared.options.wish else { return }
        wholePath.removeAll(keepingCapacity: true)
        wholePath.append(contentsOf: path)
        wholePath.append(copying: name)
        try reader.wish(for: wish(wholePath.span))
    }

    private mutating func record(
        _ sight: Sight, _ terminated: Span<UInt8>, _ name: Span<UInt8>, in folder: Folder, _ opened: Folder.Opened
    ) throws(SystemError) {
        var record = sight.record
        switch record.kind {
        case .file:
            if sight.mayReuse {
                record.status = .reused
                return append(record, name: name)
            }
            read(record, sight.status, terminated, name, in: folder, opened)
        case .symbolicLink where !shared.options.readsLinks:
            record.status = .reused
            append(record, name: name)
        case .symbolicLink:
            let target = try opened.descriptor.linkTarget(of: terminated)
            record.digest = try digest(of: target.span)
            record.status = .hashed
            append(record, name: name, target: target)
        default:
            record.status = .special
            append(record, name: name)
        }
    }

    /// Fills a record from a status and asks what is known of the path.
    private func look(at status: FileStatus, _ pathKey: UInt64, cache: Int32) -> Sight {
        let identity = FileIdentity(status)
        var identityHash = self.identityHash
        identityHash.update(identity.device)
        identityHash.update(identity.inode)
        identityHash.update(UInt64(bitPattern: identity.size))
        identityHash.update(UInt64(bitPattern: identity.modified))
        identityHash.update(UInt64(bitPattern: identity.changed))
        identityHash.update(UInt64(identity.mode))
        let identityKey = identityHash.finish()
        // A file that was changed in this very step of the clock may be changed again in it, after it was read, and
        // keep its times.
        let rememberedKey = identity.changed >= quietSince ? unsettled(identityKey) : identityKey
        var known = FileRecord.Known.new
        var mayReuse = false
        switch shared.known.find(pathKey: pathKey, identityKey: identityKey) {
        case .none: break
        case .changed(let slot): known = .changed(slot: slot)
        case .same(let slot, let rehash):
            known = .same(slot: slot)
            mayReuse = !rehash
        }
        if isAgain, !mayReuse { known = .again }
        let record = FileRecord(
            cache: cache, path: 0..<0, target: 0..<0,
            kind: EntryKind(mode: status.mode, specialDevice: status.specialDevice), status: .failed, known: known,
            identity: identity, owner: status.owner, group: status.group, links: status.links, pathKey: pathKey,
            identityKey: rememberedKey, digest: .zero)
        return Sight(status: status, record: record, mayReuse: mayReuse)
    }

    // MARK: Content

    /// Hashes a regular file, through the table of hard links where it has several names.
    private mutating func read(
        _ first: FileRecord, _ status: FileStatus, _ terminated: Span<UInt8>, _ name: Span<UInt8>, in folder: Folder,
        _ opened: Folder.Opened
    ) {
        var record = first
        guard record.links > 1 else {
            if readAlone(&record, status, terminated, name, in: folder, opened) {
                append(record, name: name)
            }
            return
        }
        var whole = path
        whole.append(copying: name)
        var answer = shared.hardLinks.ask(record, path: whole)
        while case .later = answer {
            if shared.isCancelled() { return note(.cancelled, "the audit was stopped before this file", name, folder) }
            shared.pause()
            answer = shared.hardLinks.ask(record, path: whole)
        }
        switch answer {
        case .waiting, .later:
            return
        case .known(let digest, let isSettled):
            record.digest = digest
            record.status = .hashed
            if !isSettled { record.identityKey = unsettled(record.identityKey) }
            append(record, name: name)
        case .unshared:
            if readAlone(&record, status, terminated, name, in: folder, opened) {
                append(record, name: name)
            }
        case .claimed:
            let isRead = readAlone(&record, status, terminated, name, in: folder, opened)
            let isSame = isRead && record.identity == first.identity
            if isRead { append(record, name: name) }
            let digest = isSame && record.status == .hashed ? record.digest : nil
            let isSettled = !mayChangeUnseen && first.identity.changed < quietSince
            let waiting = shared.hardLinks.finish(
                first.identity, links: first.links, digest: digest, isSettled: isSettled)
            for other in waiting { send(other, digest: digest, isSettled: isSettled) }
        }
    }

    /// Sends a record that waited for another name of its file.
    private mutating func send(_ waiting: HardLinks.Waiting, digest: SHA256Digest?, isSettled: Bool) {
        var record = waiting.record
        if !isSettled { record.identityKey = unsettled(record.identityKey) }
        if let digest {
            record.digest = digest
            record.status = .hashed
        } else {
            note(
                Trouble(
                    cache: record.cache, path: ByteString(waiting.path), reason: .unstable,
                    detail: "another name of this file was being read, and that did not succeed"))
        }
        append(record, wholePath: waiting.path)
    }

    /// Hashes a regular file; a file that changes meanwhile is looked at and read again, a few times. False where no
    /// record is to be sent, because the entry is gone or is no file any more.
    private mutating func readAlone(
        _ record: inout FileRecord, _ first: FileStatus, _ terminated: Span<UInt8>, _ name: Span<UInt8>,
        in folder: Folder, _ opened: Folder.Opened
    ) -> Bool {
        var status = first
        for attempt in 1...shared.options.attempts {
            if status.size > shared.options.maximumFileSize {
                let limit = shared.options.maximumFileSize
                note(.tooLarge, "\(status.size) bytes, the limit is \(limit)", name, folder)
                return true
            }
            do throws(SystemError) {
                let outcome = try readOnce(status, terminated, folder, opened)
                switch outcome {
                case .digest(let digest):
                    record.digest = digest
                    record.status = .hashed
                    if mayChangeUnseen { record.identityKey = unsettled(record.identityKey) }
                    batch.bytesRead += status.size
                    return true
                case .manyHoles:
                    let limit = shared.options.maximumHoleBytes
                    note(
                        .tooLarge,
                        "it has holes, and the holes of this cache's files are over the limit of \(limit) bytes",
                        name, folder)
                    return true
                case .cancelled:
                    note(.cancelled, "the audit was stopped while it read this file", name, folder)
                    return true
                case .failed(let error):
                    throw error
                case .changed:
                    if attempt == shared.options.attempts { break }
                    status = try opened.descriptor.status(of: terminated)
                    guard status.isRegularFile else {
                        note(.vanished, "it was a file and is none any more", name, folder)
                        return false
                    }
                    record = look(at: status, record.pathKey, cache: folder.root.cache).record
                }
            } catch {
                noteFile(name, folder, error)
                return error.number != SystemError.notFound
            }
        }
        let attempts = shared.options.attempts
        note(.unstable, "it changed each of the \(attempts) times it was read", name, folder)
        return true
    }

    private mutating func readOnce(
        _ status: FileStatus, _ terminated: Span<UInt8>, _ folder: Folder, _ opened: Folder.Opened
    ) throws(SystemError) -> ContentReader.Outcome {
        mayChangeUnseen = false
        // An empty file has one digest; nothing needs to be opened for it.
        if status.size == 0 { return .digest(SHA256Digest.empty) }
        let name = terminated.extracting(0..<(terminated.count - 1))
        guard let file = try folder.root.opener.open(terminated, in: opened.descriptor) else { return .changed }
        return try read(file, status, name, folder.root)
    }

    private mutating func read(
        _ file: borrowing Descriptor, _ status: FileStatus, _ name: Span<UInt8>, _ root: WalkRoot
    ) throws(SystemError) -> ContentReader.Outcome {
        mayChangeUnseen = isLate(status) && file.mayChangeUnseen()
        do throws(HashError) {
            try wish(for: name)
            let outcome = try reader.read(file, expected: status, root: root, shared: shared)
            if case .digest = outcome { other = try reader.takeOther() }
            return outcome
        } catch {
            throw SystemError(SystemError.inputOutput, .preadv2)
        }
    }

    private mutating func digest(of bytes: Span<UInt8>) throws(SystemError) -> SHA256Digest {
        do throws(HashError) {
            return try reader.digest(of: bytes)
        } catch {
            throw SystemError(SystemError.inputOutput, .readlinkat)
        }
    }

    // MARK: Troubles

    mutating func note(_ reason: Trouble.Reason, _ detail: String, _ name: Span<UInt8>, _ folder: Folder) {
        var whole = path
        whole.append(copying: name)
        note(Trouble(cache: folder.root.cache, path: ByteString(whole), reason: reason, detail: detail))
    }

    private mutating func noteFile(_ name: Span<UInt8>, _ folder: Folder, _ error: SystemError) {
        switch error.number {
        case SystemError.notFound, SystemError.stale:
            noteVanished()
            note(.vanished, "it was listed and is gone", name, folder)
        case SystemError.crossesDevice:
            note(.mountPoint, "another file system is mounted here; the audit does not cross it", name, folder)
        case SystemError.tooManyLinks:
            note(.vanished, "a symbolic link stands in its place now", name, folder)
        case SystemError.accessDenied, SystemError.notPermitted:
            note(.unreadable, "it may not be read: \(error); run as root or with CAP_DAC_READ_SEARCH", name, folder)
        default:
            note(.unreadable, "it could not be read: \(error)", name, folder)
        }
    }
}

extension SHA256Digest {
    /// The digest of no bytes.
    fileprivate static let empty =
        SHA256Digest(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") ?? .zero
}
