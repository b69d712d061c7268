package import Inventory
import Linux

/// A trash folder that a removal has left in a directory.
package struct RemovalLeftover: Hashable, Sendable {
    /// Its name in the directory.
    package var name: ByteString
    package var device: UInt64
    package var inode: UInt64
    /// Whether single entries were taken out; else the directory was being emptied.
    package var isOfEntries: Bool

    package init(name: ByteString, device: UInt64, inode: UInt64, isOfEntries: Bool) {
        self.name = name
        self.device = device
        self.inode = inode
        self.isOfEntries = isOfEntries
    }

    /// More than this are not looked for: whoever makes thousands of such folders hinders only the search for them.
    private static let countMax = 1000

    static func find(in root: HeldFolder) throws(SystemError) -> [RemovalLeftover] {
        var found: [RemovalLeftover] = []
        var lister = DirectoryLister()
        var block = EntryBlock()
        while try lister.read(root.descriptor, into: &block) {
            for entry in block.entries where found.count < countMax {
                let name = block.names[block.name(of: entry)]
                guard let purpose = TrashFolder.purpose(ofName: name.dropLast()),
                    let status = try? root.descriptor.status(of: name.span), status.isDirectory
                else { continue }
                found.append(
                    RemovalLeftover(
                        name: ByteString(Array(name.dropLast())), device: status.device, inode: status.inode,
                        isOfEntries: purpose == .entries))
            }
        }
        return found.sorted { $0.name < $1.name }
    }

    static func delete(
        _ leftovers: [RemovalLeftover], in root: HeldFolder, _ options: RemovalOptions
    ) -> RemovalOutcome {
        var outcome = RemovalOutcome()
        let flags = Obstacle.takeFlags(off: root.descriptor)
        for leftover in leftovers {
            if options.isCancelled() || !options.mayDo(.delete(trash: leftover.name)) {
                outcome.wasStopped = true
                outcome.note(RemovalRemainder(path: leftover.name, reason: .cancelled))
                break
            }
            do throws(SystemError) {
                outcome.add(try leftover.delete(in: root, options))
            } catch {
                // Gone is what it was to be.
                if error.number == SystemError.notFound { continue }
                let reason = RemovalRemainder.Reason(error)
                outcome.note(RemovalRemainder(path: leftover.name, reason: reason, error: error))
            }
            if outcome.wasStopped { break }
        }
        if let flags { Obstacle.restore(flags, on: root.descriptor) }
        if options.synchronizes { outcome.isSynchronized = (try? root.descriptor.synchronize()) != nil }
        return outcome
    }

    private func delete(in root: HeldFolder, _ options: RemovalOptions) throws(SystemError) -> RemovalOutcome {
        let name = name.bytes
        guard let purpose = TrashFolder.purpose(ofName: name[...]) else {
            throw SystemError(SystemError.invalid, .openat2)
        }
        let folder = HeldFolder(try root.descriptor.openDirectory(beneath: (name + [0]).span))
        let status = try folder.descriptor.status()
        var outcome = RemovalOutcome()
        guard status.device == device, status.inode == inode else {
            outcome.note(RemovalRemainder(path: self.name, reason: .changed))
            return outcome
        }
        let trash = TrashFolder(name: name, purpose: purpose, folder: folder)
        let spared = purpose == .entries ? try Self.unproven(in: trash) : []
        return trash.delete(in: root, sparing: spared, options)
    }

    /// Names in the trash of single entries that are not what they say.
    private static func unproven(in trash: TrashFolder) throws(SystemError) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        var lister = DirectoryLister()
        var block = EntryBlock()
        while try lister.read(trash.folder.descriptor, into: &block) {
            for entry in block.entries {
                let name = block.names[block.name(of: entry)]
                guard name.starts(with: TakenName.prefix) else { continue }
                let bare = Array(name.dropLast())
                let status = try trash.folder.descriptor.status(of: name.span)
                if !TakenName.fits(bare, status) { names.insert(bare) }
            }
        }
        return names
    }
}

extension TrashFolder {
    /// Deletes what is in the trash, but for the given names, and the trash. The names that are spared are noted as
    /// changed.
    func delete(in root: HeldFolder, sparing spared: Set<[UInt8]>, _ options: RemovalOptions) -> RemovalOutcome {
        let bin = DoomedFolder(self, in: DoomedFolder(top: root), spared: spared)
        if !spared.isEmpty { bin.mustStay() }
        let deletion = Deletion(options, near: root, bin: bin)
        for name in spared { deletion.note(name, of: bin, .changed, nil) }
        try? folder.descriptor.resumeListing(at: 0)
        deletion.stack.push([bin])
        var outcome = deletion.run()
        if outcome.wasStopped { outcome.note(RemovalRemainder(path: "", reason: .cancelled)) }
        if let status = try? folder.descriptor.status(), status.links == 0 { return outcome }
        outcome.trash = ByteString(name)
        return outcome
    }
}
