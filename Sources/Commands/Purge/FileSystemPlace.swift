import BuildKit
import Inventory
import Linux

/// Where something lies in its file system, whichever mounts lead there.
///
/// ```
///  /srv/cache/q   and   /mnt/q, which is a bind mount of it    ─► device 8:1, /srv/cache/q
/// ```
struct FileSystemPlace: Hashable {
    var device: UInt64
    var path: ByteString

    /// Whether it is another one, or lies below it.
    func lies(in other: FileSystemPlace?) -> Bool {
        guard let other, device == other.device else { return false }
        return path.below(other.path) != nil
    }
}

/// The mount tables of processes, each read once.
final class MountTables {
    private var tables: [Int32?: MountTable] = [:]

    /// The place of a path without links, of this process or below `/proc/<pid>/root`; `nil` where that is unknown.
    func place(of path: ByteString) -> FileSystemPlace? {
        let other = ProcessPath(path.bytes)
        let inner = other.map { $0.names.reduce(ByteString("/")) { $0.appending(ByteString(Array($1))) } } ?? path
        guard let table = table(of: other?.process), let mount = table.mount(of: inner),
            let rest = inner.below(mount.mountPoint)
        else { return nil }
        return FileSystemPlace(device: mount.device, path: rest.isEmpty ? mount.root : mount.root.appending(rest))
    }

    private func table(of process: Int32?) -> MountTable? {
        if let known = tables[process] { return known }
        let file = "/proc/\(process.map { String($0) } ?? "self")/mountinfo"
        guard let bytes = try? OwnFile.read(Array(file.utf8), limit: MountTable.sizeLimit) else { return nil }
        let table = MountTable(bytes)
        tables[process] = table
        return table
    }
}
