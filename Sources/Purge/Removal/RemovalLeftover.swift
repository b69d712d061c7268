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

    /// Those of the given names that are there.
    static func find(_ names: [ByteString], in root: HeldFolder) throws(SystemError) -> [RemovalLeftover] {
        var found: [RemovalLeftover] = []
        for name in Set(names).sorted() {
            guard let purpose = TrashFolder.purpose(ofName: name.bytes[...]) else { continue }
            do throws(SystemError) {
                let status = try root.descriptor.status(of: (name.bytes + [0]).span)
                guard status.isDirectory else { continue }
                found.append(
                    RemovalLeftover(
                        name: name, device: status.device, inode: status.inode, isOfEntries: purpose == .entries))
            } catch {
                if error.number != SystemError.notFound { throw error }
            }
        }
        return found
    }

    static func delete(
        _ leftovers: [RemovalLeftover], in root: HeldFolder, _ options: RemovalOptions,
        _ review: (RemovalLeftover, borrowing Descriptor) -> Void
    ) -> RemovalOutcome {
        var outcome = RemovalOutcome()
        let flags = Obstacle.takeFlags(off: root.descriptor)
        for leftover in leftovers {
            options.madeTrash(leftover.name, leftover.device, leftover.inode)
            if options.isCancelled() || !options.mayDo(.delete(trash: leftover.name)) {
                outcome.wasStopped = true
                outcome.note(RemovalRemainder(path: leftover.name, reason: .cancelled))
                break
            }
            do throws(SystemError) {
                outcome.add(try leftover.delete(in: root, options, review))
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

    private func delete(
        in root: HeldFolder, _ options: RemovalOptions, _ review: (RemovalLeftover, borrowing Descriptor) -> Void
    ) throws(SystemError) -> RemovalOutcome {
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
        review(self, folder.descriptor)
        let trash = TrashFolder(name: name, purpose: purpose, folder: folder)
        guard purpose == .entries else { return trash.delete(in: root, sparing: [], options).outcome }
        let taken = try Self.taken(in: trash)
        var (deletion, gone) = trash.delete(in: root, sparing: Set(taken.filter { !$0.value }.keys), options)
        for (name, isProven) in taken.sorted(by: { ByteString($0.key) < ByteString($1.key) })
        where isProven && !gone.contains(name) && !trash.holds(name) {
            deletion.note(
                RemovalRemainder(path: self.name.appending(ByteString(name)), reason: .moved))
        }
        return deletion
    }

    /// What was taken away, by name, and whether it is what its name says.
    private static func taken(in trash: TrashFolder) throws(SystemError) -> [[UInt8]: Bool] {
        var names: [[UInt8]: Bool] = [:]
        var lister = DirectoryLister()
        var block = EntryBlock()
        while try lister.read(trash.folder.descriptor, into: &block) {
            for entry in block.entries {
                let name = block.names[block.name(of: entry)]
                guard name.starts(with: TakenName.prefix) else { continue }
                let bare = Array(name.dropLast())
                let status = try trash.folder.descriptor.status(of: name.span)
                names[bare] = TakenName.fits(bare, status)
            }
        }
        return names
    }
}
