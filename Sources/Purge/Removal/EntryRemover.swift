import Hashing
import Inventory
import Linux

/// Removes single entries: each is looked at, renamed into the trash, and looked at again there; only then is it
/// deleted.
///
/// ```
///  path ─ open beneath ─ identity, digest ─ rename ─ identity ─┬─ the same: deleted with the trash
///                        (held open from here on)              └─ another: renamed back, `changed`
/// ```
///
/// The file stays open between the two looks, so that its inode number cannot be given to another one.
struct EntryRemover: ~Copyable {
    private let root: HeldFolder
    private let options: RemovalOptions
    private let opener: RegularFileOpener?
    private var trash: TrashFolder?
    /// Entries that lie in the trash, proven: index and name.
    private var taken: [(index: Int, name: [UInt8])] = []
    /// Names in the trash whose entries are gone for sure.
    private var gone: Set<[UInt8]> = []
    /// Names in the trash that could not be put back.
    private var spared: Set<[UInt8]> = []
    private var outcome = RemovalOutcome()
    private var isStopped = false

    init(_ root: HeldFolder, _ options: RemovalOptions) {
        self.root = root
        self.options = options
        opener = try? RegularFileOpener(for: root.descriptor)
    }

    /// Removes the entries, in their order.
    mutating func run(_ entries: [RemovalEntry], _ review: TrashReview) -> EntriesOutcome {
        var results = [EntryOutcome](repeating: .notTried, count: entries.count)
        for (index, entry) in entries.enumerated() {
            if isStopped || options.isCancelled() {
                isStopped = true
                break
            }
            do throws(SystemError) {
                results[index] = try remove(entry, number: index)
            } catch {
                results[index] = Self.outcome(of: error)
            }
        }
        delete(review)
        for (index, name) in taken { results[index] = fate(of: name, entries[index].path) }
        outcome.wasStopped = outcome.wasStopped || isStopped
        if options.synchronizes { outcome.isSynchronized = (try? root.descriptor.synchronize()) != nil }
        return EntriesOutcome(entries: results, removal: outcome)
    }

    private static func outcome(of error: SystemError) -> EntryOutcome {
        switch error.number {
        case SystemError.notFound: .missing
        // A folder of its path is none any more.
        case SystemError.notDirectory, SystemError.tooManyLinks: .changed(.identity)
        default: .left(RemovalRemainder.Reason(error), error)
        }
    }

    // MARK: One entry

    private mutating func remove(_ entry: RemovalEntry, number: Int) throws(SystemError) -> EntryOutcome {
        let components = try RelativePath.components(of: entry.path)
        let parent = try open(components.dropLast())
        let name = (components.last ?? []) + [0]
        let held = try parent.descriptor.openPath(beneath: name.span)
        let status = try held.status()
        if status.isDirectory, !entry.isWholeFolder { return try removeEmpty(entry, name, status, parent) }
        guard status.identity == entry.identity else { return .changed(.identity) }
        if let digest = entry.digest {
            guard try digestFits(digest, name, entry, parent) else { return .changed(.content) }
        }
        return try take(entry, name, status, parent, number)
    }

    /// Opens the folder that an entry lies in, in steps that are shorter than the kernel's longest path.
    private func open(_ components: ArraySlice<[UInt8]>) throws(SystemError) -> HeldFolder {
        var folder = root
        var path: [UInt8] = []
        for (index, name) in components.enumerated() {
            path += (path.isEmpty ? [] : [UInt8(ascii: "/")]) + name
            let isLast = index == components.count - 1
            guard isLast || path.count > Self.stepMax else { continue }
            folder = HeldFolder(try folder.descriptor.openDirectory(beneath: (path + [0]).span))
            path = []
        }
        return folder
    }

    /// With one more name of 255 bytes a path of this length is still shorter than the kernel's limit of 4096.
    private static let stepMax = 3500

    private mutating func removeEmpty(
        _ entry: RemovalEntry, _ name: [UInt8], _ status: FileStatus, _ parent: HeldFolder
    ) throws(SystemError) -> EntryOutcome {
        guard status.device == entry.identity.device, status.inode == entry.identity.inode else {
            return .changed(.identity)
        }
        guard mayDo(.removeFolder(entry.path)) else { return .notTried }
        do throws(SystemError) {
            try parent.descriptor.removeDirectory(name.span)
        } catch {
            if error.number == SystemError.notEmpty || error.number == SystemError.exists { return .changed(.notEmpty) }
            throw error
        }
        outcome.folders += 1
        outcome.free(blocks: status.blocks)
        return .removed
    }

    /// Whether the content has the digest, and the file was the expected one before and after it was read.
    private func digestFits(
        _ digest: SHA256Digest, _ name: [UInt8], _ entry: RemovalEntry, _ parent: HeldFolder
    ) throws(SystemError) -> Bool {
        guard let file = try openFile(name, parent) else { return false }
        guard try file.status().identity == entry.identity else { return false }
        guard let found = try Self.digest(of: file, size: entry.identity.size), found == digest else { return false }
        return try file.status().identity == entry.identity
    }

    private func openFile(_ name: [UInt8], _ parent: HeldFolder) throws(SystemError) -> Descriptor? {
        switch opener {
        case .none: nil
        case .some(let opener): try opener.open(name.span, in: parent.descriptor)
        }
    }

    private static let readSize = 256 * 1024

    /// `nil` where the file ends before its size, or libcrypto refuses.
    private static func digest(of file: borrowing Descriptor, size: Int64) throws(SystemError) -> SHA256Digest? {
        guard let hasher = try? SHA256Hasher() else { return nil }
        return try read(file, size, with: hasher)
    }

    private static func read(
        _ file: borrowing Descriptor, _ size: Int64, with hasher: consuming SHA256Hasher
    ) throws(SystemError) -> SHA256Digest? {
        var buffer = ReadBuffer(capacity: readSize)
        var offset: Int64 = 0
        while offset < size {
            let length = Int(min(Int64(readSize), size - offset))
            let count = try buffer.fill(from: file, at: offset, length: length)
            guard count > 0, (try? hasher.update(buffer.bytes)) != nil else { return nil }
            offset += Int64(count)
        }
        return (try? hasher.finish()).map { SHA256Digest($0) }
    }

    /// Asks for a step; `false` ends the removal.
    private mutating func mayDo(_ step: RemovalStep) -> Bool {
        if !isStopped, !options.mayDo(step) { isStopped = true }
        return !isStopped
    }

    // MARK: Into the trash and back

    private mutating func take(
        _ entry: RemovalEntry, _ name: [UInt8], _ status: FileStatus, _ parent: HeldFolder, _ number: Int
    ) throws(SystemError) -> EntryOutcome {
        guard let trash = try openTrash() else { return .notTried }
        let newName = TakenName.make(number: number, status)
        let step = RemovalStep.takeAway(
            path: entry.path, trash: ByteString(trash.name), name: ByteString(newName))
        guard mayDo(step) else { return .notTried }
        do throws(SystemError) {
            try move(name, parent, status, to: newName, trash)
        } catch {
            let isThere = error.number == SystemError.notFound && (try? parent.descriptor.status(of: name.span)) != nil
            // Then it is the trash that is gone: somebody removed it while it was empty.
            throw isThere ? SystemError(SystemError.stale, .renameat2) : error
        }
        trash.note(origin: entry.path.bytes, of: newName)
        var failure: SystemError?
        do throws(SystemError) {
            if TakenName.fits(newName, try trash.folder.descriptor.status(of: (newName + [0]).span)) {
                taken.append((number, newName))
                return .removed
            }
        } catch {
            failure = error
        }
        putBack(entry, name, parent, newName, trash)
        if let failure { throw failure }
        return .changed(.swapped)
    }

    private mutating func openTrash() throws(SystemError) -> TrashFolder? {
        if let trash { return trash }
        let name = try TrashFolder.newName(for: .entries)
        guard mayDo(.makeTrash(ByteString(name))) else { return nil }
        let made = try TrashFolder(making: name, for: .entries, in: root)
        trash = made
        options.tell(of: made)
        return made
    }

    /// Renames an entry into the trash. Flags that forbid it are taken off for the moment: the deletion finds them
    /// again, and knows what to do about other names of the file.
    private func move(
        _ name: [UInt8], _ parent: HeldFolder, _ status: FileStatus, to newName: [UInt8], _ trash: TrashFolder
    ) throws(SystemError) {
        let target = trash.folder
        do throws(SystemError) {
            return try parent.descriptor.move(name.span, into: target.descriptor, as: (newName + [0]).span)
        } catch {
            guard error.number == SystemError.notPermitted else { throw error }
            let parentFlags = Obstacle.takeFlags(off: parent.descriptor)
            defer { if let parentFlags { Obstacle.restore(parentFlags, on: parent.descriptor) } }
            if status.isDirectory {
                let folder = try parent.descriptor.openDirectory(beneath: name.span)
                _ = Obstacle.takeFlags(off: folder)
            } else if status.isRegularFile, let file = try openFile(name, parent) {
                let flags = Obstacle.takeFlags(off: file)
                defer { if let flags { Obstacle.restore(flags, on: file) } }
                return try parent.descriptor.move(name.span, into: target.descriptor, as: (newName + [0]).span)
            }
            try parent.descriptor.move(name.span, into: target.descriptor, as: (newName + [0]).span)
        }
    }

    /// Renames back what was not what it should be; where that is not possible it stays in the trash and is named.
    private mutating func putBack(
        _ entry: RemovalEntry, _ name: [UInt8], _ parent: HeldFolder, _ newName: [UInt8], _ trash: TrashFolder
    ) {
        let step = RemovalStep.putBack(path: entry.path, trash: ByteString(trash.name), name: ByteString(newName))
        if mayDo(step) {
            let source = trash.folder
            let isBack =
                (try? source.descriptor.move((newName + [0]).span, into: parent.descriptor, as: name.span)) != nil
            if isBack { return trash.forget(newName) }
        }
        spared.insert(newName)
    }

    // MARK: The end

    /// Deletes what lies in the trash. Where the removal was stopped it stays there, to be finished or put back.
    private mutating func delete(_ review: TrashReview) {
        guard let trash else { return }
        trash.isReviewed(by: review)
        if isStopped || !mayDo(.delete(trash: ByteString(trash.name))) {
            outcome.trash = ByteString(trash.name)
            outcome.note(RemovalRemainder(path: "", place: outcome.trash, reason: .cancelled))
            return
        }
        let deletion = trash.delete(in: root, sparing: spared, options)
        outcome.add(deletion.outcome)
        outcome.trash = deletion.outcome.trash
        gone = deletion.gone
    }

    /// What became of an entry that was taken away.
    private mutating func fate(of name: [UInt8], _ path: ByteString) -> EntryOutcome {
        guard let trash, !gone.contains(name) else { return .removed }
        if isStopped { return .left(.cancelled, nil) }
        do throws(SystemError) {
            _ = try trash.folder.descriptor.status(of: (name + [0]).span)
        } catch {
            guard error.number == SystemError.notFound else { return .left(RemovalRemainder.Reason(error), error) }
            outcome.note(RemovalRemainder(path: path, reason: .moved))
            return .left(.moved, nil)
        }
        let place = ByteString(trash.name + [UInt8(ascii: "/")] + name)
        let remainder = outcome.left.first { ($0.place ?? $0.path) == place }
        return .left(remainder?.reason ?? (outcome.wasStopped ? .cancelled : .failed), remainder?.error)
    }
}
