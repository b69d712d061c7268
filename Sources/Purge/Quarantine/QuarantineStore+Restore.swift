package import Inventory
package import Linux

/// How an entry is put back.
package struct RestoreOptions: Sendable, Hashable {
    /// Whether setuid and setgid bits of files, and file capabilities, come back too.
    package var restoresPrivileges: Bool
    /// Whether missing folders above it are made.
    package var makesFolders: Bool

    package init(restoresPrivileges: Bool = false, makesFolders: Bool = true) {
        self.restoresPrivileges = restoresPrivileges
        self.makesFolders = makesFolders
    }
}

/// What became of an entry that was put back.
package struct RestoreOutcome: Sendable, Hashable {
    /// Folders that were made, from the cache's directory on.
    package var madeFolders: [ByteString] = []
    /// Privileges that the entry has and the file did not get back: `setuid`, `setgid`, `capabilities`.
    package var withheld: [String] = []
    /// Attributes that the file system did not take.
    package var refused: [ByteString] = []

    package init(madeFolders: [ByteString] = []) {
        self.madeFolders = madeFolders
    }
}

extension QuarantineStore {
    /// Puts an entry back to its place below the directory of its cache. Whatever is there already stays. The entry
    /// stays too; `drop` removes it.
    ///
    /// It is made under another name, gets its content, owner, mode, attributes and times, and only then its own name.
    /// All of that is done to what was opened when it was made: a build that works in the cache at the same time can
    /// be in the way, and cannot turn it on anything else.
    package borrowing func restore(
        _ id: String, beneath directory: borrowing Descriptor, options: RestoreOptions = RestoreOptions()
    ) throws(QuarantineError) -> RestoreOutcome {
        let entry = try entry(id)
        var outcome = RestoreOutcome()
        let parent = try openParent(of: entry, beneath: directory, options, &outcome)
        let parts = entry.path.bytes.split(separator: UInt8(ascii: "/"))
        let name = Array(parts.last ?? []) + [0]
        let temporary = Array(".bezoar-restore-\(entry.id)\u{0}".utf8)
        do throws(SystemError) {
            _ = try parent.status(of: name.span)
            throw SystemError(SystemError.exists, .renameat2)
        } catch {
            if error.number == SystemError.exists { throw QuarantineError(.occupied, entry.path) }
            if error.number != SystemError.notFound { throw QuarantineError(.system(error), entry.path) }
        }
        // Of a restoration that was killed.
        Self.discard(temporary, in: parent)
        do throws(QuarantineError) {
            let made = try fill(temporary, in: parent, entry, options, &outcome)
            try publish(made, temporary, as: name, in: parent, entry)
        } catch {
            Self.discard(temporary, in: parent)
            throw error
        }
        return outcome
    }

    // MARK: Folders

    private borrowing func openParent(
        of entry: QuarantineEntry, beneath directory: borrowing Descriptor, _ options: RestoreOptions,
        _ outcome: inout RestoreOutcome
    ) throws(QuarantineError) -> Descriptor {
        var walked: [UInt8] = []
        do throws(SystemError) {
            var folder = try directory.openDirectory(beneath: [UInt8(ascii: "."), 0].span)
            for part in entry.path.bytes.split(separator: UInt8(ascii: "/")).dropLast() {
                let name = Array(part) + [0]
                walked += (walked.isEmpty ? [] : [UInt8(ascii: "/")]) + part
                if options.makesFolders, try Self.makeMissing(name, in: folder, entry) {
                    outcome.madeFolders.append(ByteString(walked))
                }
                folder = try folder.openDirectory(beneath: name.span)
            }
            return folder
        } catch {
            throw QuarantineError(.system(error), walked.isEmpty ? entry.path : ByteString(walked))
        }
    }

    /// Makes a folder where there is none, with the owner of what comes into it and for nobody else: nobody knows what
    /// it was like.
    private static func makeMissing(
        _ name: [UInt8], in folder: borrowing Descriptor, _ entry: QuarantineEntry
    ) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try folder.makeDirectory(name.span, mode: 0o700)
        } catch {
            if error.number == SystemError.exists { return false }
            throw error
        }
        let made = try folder.openPath(beneath: name.span)
        let status = try made.status()
        // A build may have put something else there by now: that is not given away.
        if status.isDirectory, status.owner == Host.effectiveUser {
            try made.setOwner(entry.owner, group: entry.group)
        }
        return true
    }

    // MARK: The entry itself

    private borrowing func fill(
        _ name: [UInt8], in parent: borrowing Descriptor, _ entry: QuarantineEntry, _ options: RestoreOptions,
        _ outcome: inout RestoreOutcome
    ) throws(QuarantineError) -> FileStatus {
        guard entry.kind == .file else {
            do throws(SystemError) {
                try Self.make(name, in: parent, entry)
                let made = try parent.openPath(beneath: name.span)
                let status = try made.status()
                guard try Self.isWhatWasMade(made, status, entry) else {
                    throw SystemError(SystemError.stale, .openat2)
                }
                try Self.apply(entry, to: made, options, &outcome)
                return status
            } catch {
                throw QuarantineError(error.number == SystemError.stale ? .swapped : .system(error), entry.path)
            }
        }
        let object = try content(of: entry)
        let file = try QuarantineError.system(entry.path) { () throws(SystemError) in
            try parent.makeFile(name.span, mode: 0o600)
        }
        var copier = try ContentCopy(entry.path)
        let copied = try copier.copy(object, to: file, size: entry.size)
        guard copied.size == entry.size, copied.digest == entry.digest else {
            throw QuarantineError(
                .damaged("its object has another digest than the entry; nothing was restored"), entry.path)
        }
        do throws(SystemError) {
            try Self.apply(entry, to: file, options, &outcome)
            try file.synchronize()
            return try file.status()
        } catch {
            throw QuarantineError(.system(error), entry.path)
        }
    }

    private static func make(
        _ name: [UInt8], in parent: borrowing Descriptor, _ entry: QuarantineEntry
    ) throws(SystemError) {
        switch entry.kind {
        case .symbolicLink: try parent.makeLink(name.span, to: entry.target?.bytes ?? [])
        case .fifo: try parent.makeNode(name.span, .fifo)
        case .socket: try parent.makeNode(name.span, .socket)
        case .characterDevice, .whiteout:
            try parent.makeNode(name.span, .characterDevice, device: entry.specialDevice)
        case .blockDevice: try parent.makeNode(name.span, .blockDevice, device: entry.specialDevice)
        case .directory: try parent.makeDirectory(name.span, mode: 0o700)
        case .file, .unknown: throw SystemError(SystemError.invalid, .mknodat)
        }
    }

    /// Whether this is what was made a moment ago: it belongs to this process until it is given away, and says what the
    /// entry says. Anything else was put there since.
    private static func isWhatWasMade(
        _ made: borrowing Descriptor, _ status: FileStatus, _ entry: QuarantineEntry
    ) throws(SystemError) -> Bool {
        guard EntryKind(mode: status.mode, specialDevice: status.specialDevice) == entry.kind,
            status.owner == Host.effectiveUser
        else { return false }
        switch entry.kind {
        case .symbolicLink: return try made.linkTarget(of: [0].span) == entry.target?.bytes
        case .characterDevice, .blockDevice: return status.specialDevice == entry.specialDevice
        default: return true
        }
    }

    /// Owner first: giving a file away takes its privileges. Times last: all else touches them.
    private static func apply(
        _ entry: QuarantineEntry, to made: borrowing Descriptor, _ options: RestoreOptions,
        _ outcome: inout RestoreOutcome
    ) throws(SystemError) {
        try made.setOwner(entry.owner, group: entry.group)
        if entry.kind != .symbolicLink {
            var mode = entry.mode
            // On a folder the bits are about who owns what is made in it, and give nobody a right.
            if entry.kind != .directory, !options.restoresPrivileges {
                if mode & 0o4000 != 0 { outcome.withheld.append("setuid") }
                if mode & 0o2000 != 0 { outcome.withheld.append("setgid") }
                mode &= 0o1777
            }
            try made.setMode(mode)
        }
        for attribute in entry.attributes {
            if attribute.name == "security.capability", !options.restoresPrivileges {
                outcome.withheld.append("capabilities")
                continue
            }
            do throws(SystemError) {
                try made.setAttribute(attribute.name.bytes, to: attribute.value)
            } catch {
                outcome.refused.append(attribute.name)
            }
        }
        try made.setModified(entry.modified)
    }

    /// Gives it its name, and looks whether that is what has it now.
    private borrowing func publish(
        _ made: FileStatus, _ temporary: [UInt8], as name: [UInt8], in parent: borrowing Descriptor,
        _ entry: QuarantineEntry
    ) throws(QuarantineError) {
        let there: FileStatus
        do throws(SystemError) {
            try parent.move(temporary.span, into: parent, as: name.span)
            try parent.synchronize()
            there = try parent.status(of: name.span)
        } catch {
            throw QuarantineError(error.number == SystemError.exists ? .occupied : .system(error), entry.path)
        }
        guard there.device == made.device, there.inode == made.inode else {
            throw QuarantineError(.swapped, entry.path)
        }
    }

    /// Removes what was begun. What is no longer there, or is a folder of somebody else with something in it, stays.
    private static func discard(_ name: [UInt8], in parent: borrowing Descriptor) {
        do throws(SystemError) {
            try parent.unlink(name.span)
        } catch {
            if error.number == SystemError.isDirectory { try? parent.removeDirectory(name.span) }
        }
    }
}
