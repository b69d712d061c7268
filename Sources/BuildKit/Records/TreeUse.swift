package import Inventory
import Linux

/// Who has a directory mounted that no record tells of: a cache somebody named by its path.
///
/// ```
///   own table      8:1 /             /                 DIR is /srv/npm: /srv/npm of 8:1
///   a container    8:1 /srv/npm      /root/.npm        DIR, or a folder in it: in use
///                  8:1 /             /                 a folder above it: tells nothing
///                  0:9 …             upperdir=/srv/npm DIR, or a folder in it: in use
/// ```
///
/// What this process, or the first of all, has mounted at the very same place is the host's own: services with mounts
/// of their own hold copies of it.
package struct TreeUse: Sendable {
    /// Where a directory lies, whatever mount leads there.
    private struct Place {
        var device: UInt64
        /// Path in its file system.
        var inside: ByteString
        var identity: Identity
        var path: ByteString
    }

    /// A mount, apart from what varies between copies of it.
    private struct Site: Hashable {
        var device: UInt64
        var root: ByteString
        var mountPoint: ByteString
    }

    /// Those who use it that are named.
    private static let toldHolders = 4
    private static let first = 1
    private static let upper = Array("upperdir=".utf8)
    /// Bytes that stand in a table as they are.
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_".utf8)
    private static let ownProgram: ByteString = "bezoar"
    private static let overlayProgram: ByteString = "fuse-overlayfs"

    private let processes: ProcessTable
    private let numbers: [Int]

    /// Looks at the processes that there are now.
    package init(processes folder: ByteString = "/proc") {
        processes = ProcessTable(folder)
        numbers = processes.numbers()
    }

    /// Who has the directory mounted, or a folder in it, for people; the path has no links.
    package func holders(of directory: ByteString) -> [ByteString] {
        let other = ProcessPath(directory.bytes)
        guard let status = try? Descriptor.status(withoutLinks: directory.bytes),
            let bytes = other.map({ processes.mounts(of: Int($0.process)) }) ?? processes.ownMounts
        else { return [] }
        // Of a path that leads through another process, its mounts tell where that is.
        let seen = other.map { $0.names.reduce("/") { $0.appending(ByteString(Array($1))) } } ?? directory
        let own = MountTable(bytes)
        guard let mount = own.mount(of: seen), let rest = seen.below(mount.mountPoint) else { return [] }
        let place = Place(
            device: mount.device, inside: rest.isEmpty ? mount.root : mount.root.appending(rest),
            identity: Identity(status), path: seen)
        var known = Set(own.entries.map(Self.site))
        if let bytes = processes.mounts(of: Self.first) { known.formUnion(MountTable(bytes).entries.map(Self.site)) }
        return look(for: place, apartFrom: known)
    }

    private static func site(_ entry: MountTable.Entry) -> Site {
        Site(device: entry.device, root: entry.root, mountPoint: entry.mountPoint)
    }

    private func look(for place: Place, apartFrom known: Set<Site>) -> [ByteString] {
        var holders: [ByteString] = []
        var spaces: Set<Identity> = []
        // Blanks and the like are escaped in a table, so of a name with such only what stands before them is sought.
        let mark = Array(place.inside.lastComponent.bytes.prefix { Self.plain.contains($0) })
        for number in numbers where holders.count < Self.toldHolders {
            let space = processes.mountSpace(of: "\(number)")
            let isSeen = space.map(spaces.contains) ?? false
            let words = processes.words(of: number)
            // A service of this program may have the right to a cache by a mount of its own.
            if words.first?.lastComponent == Self.ownProgram { continue }
            var isUser = words.first?.lastComponent == Self.overlayProgram && isDriver(words, of: place, number)
            if !isSeen, let bytes = processes.mounts(of: number) {
                // Only now: of a process that has just ended, another one may tell the same.
                if let space { spaces.insert(space) }
                let table = MountTable(bytes) { $0.holds(Self.upper) || $0.holds(mark) }
                isUser =
                    isUser
                    || table.entries.contains { !known.contains(Self.site($0)) && holds($0, place, number) }
            }
            if isUser { holders.append(InUse.name(number, words)) }
        }
        return holders
    }

    /// Whether a mount is of the directory, or of a folder in it.
    private func holds(_ entry: MountTable.Entry, _ place: Place, _ process: Int) -> Bool {
        if let upper = entry.option("upperdir") { return isSame(upper, place, process) }
        return entry.device == place.device && entry.root.below(place.inside) != nil
    }

    /// Whether a folder that somebody calls by a path of his own is the directory, or lies in it.
    private func isSame(_ path: ByteString, _ place: Place, _ process: Int) -> Bool {
        if path.below(place.path) != nil { return true }
        return [processes.root(of: process), ""].contains { root in
            let path = root.bytes + path.bytes
            let status = try? Descriptor.status(glancingAt: path, followsLinks: true)
            return status.map { Identity($0) == place.identity } ?? false
        }
    }

    private func isDriver(_ words: [ByteString], of place: Place, _ process: Int) -> Bool {
        words.contains { word in
            word.bytes.split(separator: UInt8(ascii: ",")).contains { part in
                ByteString(Array(part)).dropping(prefix: "upperdir=").map { isSame($0, place, process) } ?? false
            }
        }
    }
}
