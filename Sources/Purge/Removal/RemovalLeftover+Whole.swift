import Inventory
package import Linux

extension RemovalLeftover {
    /// Nanoseconds by which the clock that stamps files may be behind.
    private static let stampLag: Int64 = 50_000_000
    private static let pathMax = 4096
    private static let folderType: UInt8 = 4
    private static let unknownType: UInt8 = 0

    /// Whether nothing was deleted out of an entry since a moment, nanoseconds since 1970: it is no folder, or the
    /// times of all folders in it are older. At most `budget` entries are looked at, which is lowered by as many; what
    /// cannot be looked at counts as touched.
    package func isWhole(
        _ entry: Entry, since moment: Int64?, in directory: borrowing Descriptor, budget: inout Int
    ) -> Bool {
        do throws(SystemError) {
            let trash = HeldFolder(try directory.openDirectory(beneath: (name.bytes + [0]).span))
            guard try trash.descriptor.status(of: (entry.name.bytes + [0]).span).isDirectory else { return true }
            guard let moment else { return false }
            let (limit, overflow) = moment.subtractingReportingOverflow(Self.stampLag)
            if overflow { return false }
            var folders = [entry.name.bytes]
            var isTop = true
            while let path = folders.popLast() {
                let folder = HeldFolder(try trash.descriptor.openDirectory(beneath: (path + [0]).span))
                let status = try folder.descriptor.status()
                // Renaming it away changed the one time of the top, and no deletion leaves the other as it was.
                if status.modified >= limit || (!isTop && status.changed >= limit) { return false }
                isTop = false
                guard try Self.list(folder, path, into: &folders, &budget) else { return false }
            }
            return true
        } catch {
            return false
        }
    }

    /// Adds the folders in a folder; false where there is more than may be looked at.
    private static func list(
        _ folder: HeldFolder, _ path: [UInt8], into folders: inout [[UInt8]], _ budget: inout Int
    ) throws(SystemError) -> Bool {
        var lister = DirectoryLister()
        var block = EntryBlock()
        while try lister.read(folder.descriptor, into: &block) {
            budget -= block.entries.count
            if budget < 0 { return false }
            for entry in block.entries {
                let name = block.names[block.name(of: entry)]
                var isFolder = entry.type == folderType
                if entry.type == unknownType { isFolder = try folder.descriptor.status(of: name.span).isDirectory }
                guard isFolder else { continue }
                let inner = path + [UInt8(ascii: "/")] + name.dropLast()
                guard inner.count < pathMax else { return false }
                folders.append(inner)
            }
        }
        return true
    }
}
