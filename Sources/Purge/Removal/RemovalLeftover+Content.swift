package import Inventory
package import Linux

extension RemovalLeftover {
    /// Something that was renamed away for deletion, and was not deleted.
    package struct Entry: Hashable, Sendable {
        /// What it is called in the trash folder.
        package var name: ByteString
        /// Whether it is what its name says. Of an emptied directory nothing has such a name.
        package var isProven: Bool
        /// Whether that is the name it had before, in the directory itself.
        package var hasOwnName: Bool
    }

    /// What lies in the trash folder: the first `limit` entries, and how many there are.
    package func content(
        in directory: borrowing Descriptor, limit: Int
    ) throws(SystemError) -> (entries: [Entry], count: Int) {
        let folder = HeldFolder(try directory.openDirectory(beneath: (name.bytes + [0]).span))
        let status = try folder.descriptor.status()
        guard status.device == device, status.inode == inode else { throw SystemError(SystemError.stale, .statx) }
        var entries: [Entry] = []
        var count = 0
        var lister = DirectoryLister()
        var block = EntryBlock()
        while try lister.read(folder.descriptor, into: &block) {
            for entry in block.entries {
                count += 1
                if entries.count >= limit { continue }
                let terminated = block.names[block.name(of: entry)]
                let name = Array(terminated.dropLast())
                var isProven = false
                if isOfEntries, name.starts(with: TakenName.prefix) {
                    isProven = TakenName.fits(name, try folder.descriptor.status(of: terminated.span))
                }
                entries.append(
                    Entry(
                        name: ByteString(name), isProven: isProven,
                        hasOwnName: !isOfEntries && !TrashFolder.isGiven(name, in: self.name.bytes)))
            }
        }
        return (entries.sorted { $0.name < $1.name }, count)
    }

    /// The name that an entry of it had before; `nil` where nothing tells.
    package func ownName(_ name: ByteString) -> ByteString? {
        isOfEntries || TrashFolder.isGiven(name.bytes, in: self.name.bytes) ? nil : name
    }

    /// Renames something out of the trash folder of an emptied directory back to the name it had, if nothing stands
    /// there now.
    package func putBack(_ entry: Entry, in directory: borrowing Descriptor) throws(SystemError) {
        guard entry.hasOwnName else { throw SystemError(SystemError.invalid, .renameat2) }
        let source = try directory.openDirectory(beneath: (name.bytes + [0]).span)
        let terminated = entry.name.bytes + [0]
        try source.move(terminated.span, into: directory, as: terminated.span)
    }

    /// Removes the trash folder if nothing is in it.
    package func removeIfEmpty(in directory: borrowing Descriptor) throws(SystemError) {
        try directory.removeDirectory((name.bytes + [0]).span)
    }
}
