import Linux

// Removing one entry of an open folder. The listing's word for what it is may be old by now: what the kernel does not
// remove as a file is looked at as a folder, and the other way round.

extension DeletionWorker {
    /// `d_type` of a folder.
    private static var folderType: UInt8 { 4 }
    /// From so many blocks of 512 bytes on, a file is looked at once more when it is gone: a large one that has got
    /// another name in the last moment would falsify the sum.
    private static var largeBlocks: Int64 { 2048 }
    /// Levels by which a folder may be deeper than wished where it cannot be brought up.
    private static var furtherLevels: Int { 128 }
    /// How many names are tried where they are taken.
    private static var nameAttempts: Int { 100 }

    /// Removes an entry; what comes back is a folder that is to be deleted. `name` ends in a zero.
    mutating func remove(
        _ name: ArraySlice<UInt8>, type: UInt8, from folder: DoomedFolder, _ held: HeldFolder
    ) -> DoomedFolder? {
        if !folder.spared.isEmpty, folder.spared.contains(Array(name.dropLast())) { return nil }
        if type == Self.folderType { return child(name, in: folder, held) }
        let status = try? held.descriptor.status(of: name.span)
        if let status, status.isDirectory { return child(name, in: folder, held) }
        guard mayUnlink(name, status, held) else {
            stays(name, of: folder, .notKept, nil)
            return nil
        }
        do throws(SystemError) {
            try unlink(name, status, from: folder, held.descriptor)
            return nil
        } catch {
            if error.number == SystemError.notFound { return nil }
            if error.number == SystemError.isDirectory { return child(name, in: folder, held) }
            guard Obstacle.isLikely(error) else {
                stays(name, of: folder, RemovalRemainder.Reason(error), error)
                return nil
            }
            return removeProtected(name, status, from: folder, held, error)
        }
    }

    /// Whether evidence was kept of what stands under a name, if it has to be. What is not there needs none.
    func mayUnlink(_ name: ArraySlice<UInt8>, _ status: FileStatus?, _ held: HeldFolder) -> Bool {
        guard let kept = shared.options.kept else { return true }
        if let status, kept.holds(status) { return true }
        do throws(SystemError) {
            // Another worker may be removing another name of it, which changes its time.
            return try shared.withSeveralNames { () throws(SystemError) in
                kept.holds(try held.descriptor.status(of: name.span))
            }
        } catch {
            return error.number == SystemError.notFound
        }
    }

    /// Removes a file and counts it, with its blocks if this was its last name.
    private mutating func unlink(
        _ name: ArraySlice<UInt8>, _ status: FileStatus?, from folder: DoomedFolder, _ held: borrowing Descriptor
    ) throws(SystemError) {
        if folder.holdsMeant, name.starts(with: TakenName.prefix) { return try removeMeant(name, held) }
        guard let status, status.links > 1 || status.blocks >= Self.largeBlocks,
            let file = try? held.openPath(beneath: name.span)
        else {
            try held.unlink(name.span)
            done.files += 1
            if let status, status.links == 1 { done.free(blocks: status.blocks) }
            return
        }
        try removeLast(name, file, held)
    }

    /// Removes a file that is to be gone, and sees that this very one has lost a name: whoever writes to the cache
    /// could have moved it out of the trash, and put another one there.
    private mutating func removeMeant(
        _ name: ArraySlice<UInt8>, _ held: borrowing Descriptor
    ) throws(SystemError) {
        let file = try held.openPath(beneath: name.span)
        let before = try file.status()
        let bare = Array(name.dropLast())
        guard TakenName.fits(bare, before) else { throw SystemError(SystemError.stale, .unlinkat) }
        let after = try shared.withSeveralNames { () throws(SystemError) -> FileStatus? in
            try held.unlink(name.span)
            let after = try? file.status()
            shared.options.kept?.follow(before, after)
            return after
        }
        done.files += 1
        guard (after?.links ?? 0) < before.links else { return }
        if after?.links == 0 { done.free(blocks: before.blocks) }
        shared.noteGone(bare)
    }

    /// Removes a file of which it must be seen afterwards whether a name is left.
    private mutating func removeLast(
        _ name: ArraySlice<UInt8>, _ file: borrowing Descriptor, _ folder: borrowing Descriptor
    ) throws(SystemError) {
        let blocks = try shared.withSeveralNames { () throws(SystemError) -> Int64 in
            let before = try? file.status()
            try folder.unlink(name.span)
            let after = try? file.status()
            shared.options.kept?.follow(before, after)
            return after?.links == 0 ? before?.blocks ?? 0 : 0
        }
        done.files += 1
        done.free(blocks: blocks)
    }

    /// Takes off what protects a file, and tries once more. What has another name gets its flags back.
    private mutating func removeProtected(
        _ name: ArraySlice<UInt8>, _ status: FileStatus?, from folder: DoomedFolder, _ held: HeldFolder,
        _ error: SystemError
    ) -> DoomedFolder? {
        let isOpen = folder.lifts(held, after: error)
        // Only regular files: opening a device acts on it, and a link has no flags.
        if let status, status.isRegularFile, let file = shared.openFile(name.span, in: held.descriptor) {
            let before = try? file.status()
            let taken = Obstacle.takeFlags(off: file)
            shared.options.kept?.follow(before, try? file.status())
            defer {
                if let taken {
                    let before = try? file.status()
                    Obstacle.restore(taken, on: file)
                    shared.options.kept?.follow(before, try? file.status())
                }
            }
            if isOpen || taken != nil { return retry(name, status, from: folder, held) }
        } else if isOpen {
            return retry(name, status, from: folder, held)
        }
        let isImmutable = error.number == SystemError.notPermitted && isProtected(name, status, held)
        stays(name, of: folder, isImmutable ? .immutable : .notAllowed, error)
        return nil
    }

    private mutating func retry(
        _ name: ArraySlice<UInt8>, _ status: FileStatus?, from folder: DoomedFolder, _ held: HeldFolder
    ) -> DoomedFolder? {
        do throws(SystemError) {
            try unlink(name, status, from: folder, held.descriptor)
        } catch {
            if error.number == SystemError.isDirectory { return child(name, in: folder, held) }
            if error.number != SystemError.notFound { stays(name, of: folder, RemovalRemainder.Reason(error), error) }
        }
        return nil
    }

    /// Whether a flag forbids to remove a file.
    private func isProtected(_ name: ArraySlice<UInt8>, _ status: FileStatus?, _ held: HeldFolder) -> Bool {
        if let flags = try? held.descriptor.inodeFlags(), !flags.isDisjoint(with: Obstacle.flags) { return true }
        guard let status, status.isRegularFile, let file = shared.openFile(name.span, in: held.descriptor),
            let flags = try? file.inodeFlags()
        else { return false }
        return !flags.isDisjoint(with: Obstacle.flags)
    }

    /// An entry cannot be removed, so its folder cannot either.
    private func stays(
        _ name: ArraySlice<UInt8>, of folder: DoomedFolder, _ reason: RemovalRemainder.Reason, _ error: SystemError?
    ) {
        folder.mustStay()
        shared.note(Array(name.dropLast()), of: folder, reason, error)
    }

    // MARK: Folders

    /// A folder found in another one. Where it would be too deep it is brought up to the top of the trash first.
    private func child(_ name: ArraySlice<UInt8>, in folder: DoomedFolder, _ held: HeldFolder) -> DoomedFolder? {
        guard folder.depth >= shared.options.levels, let bin = shared.bin, let target = bin.opened else {
            if folder.depth < shared.options.levels + Self.furtherLevels {
                return DoomedFolder(name: Array(name), in: folder)
            }
            stays(name, of: folder, .tooDeep, nil)
            return nil
        }
        var isFreed = false
        for _ in 0..<Self.nameAttempts {
            let newName = bin.trash?.nextName() ?? []
            do throws(SystemError) {
                try held.descriptor.move(name.span, into: target.descriptor, as: newName.span)
                bin.trash?.note(origin: folder.paths(of: Array(name.dropLast())).origin, of: Array(newName.dropLast()))
                return DoomedFolder(name: newName, in: bin)
            } catch {
                if error.number == SystemError.exists { continue }
                if error.number == SystemError.notFound { return nil }
                if !isFreed, Obstacle.isLikely(error), free(name, of: folder, held, error) {
                    isFreed = true
                    continue
                }
                break
            }
        }
        if folder.depth < shared.options.levels + Self.furtherLevels {
            return DoomedFolder(name: Array(name), in: folder)
        }
        stays(name, of: folder, .tooDeep, nil)
        return nil
    }

    /// Takes off what keeps a folder from being renamed.
    private func free(
        _ name: ArraySlice<UInt8>, of parent: DoomedFolder, _ held: HeldFolder, _ error: SystemError
    ) -> Bool {
        let isFree = parent.lifts(held, after: error)
        guard let folder = try? held.descriptor.openDirectory(beneath: name.span) else { return isFree }
        return Obstacle.takeFlags(off: folder) != nil || isFree
    }
}
