import Inventory
import Linux

/// The host's files as this process sees them: at `/`, or mounted somewhere in a container (`--host-root /host`).
///
/// ```
///   on the host            /var/lib/docker -> /data/docker
///   in the container       /host/var/lib/docker, whose link means /host/data/docker, not /data/docker
/// ```
///
/// A state root may be a link, so links are followed here, one by one and below the host root: the kernel would start
/// absolute ones at the container's own root. The same holds for what a process in a container calls by a path: then
/// the root is that process' own, `/proc/<pid>/root`.
struct HostView: Sendable {
    /// Links followed on one path, as many as the kernel does.
    static let linkLimit = 40
    /// Bytes of a path.
    static let pathLimit = 16 * 1024

    /// Where the host's root directory is; no link leads there.
    let root: ByteString

    /// What following a path has come to.
    struct Trail {
        /// The folder that is looked into, as this process sees it.
        var folder: ByteString
        /// Links that were followed.
        var links = 0
    }

    /// Below that directory, which whoever started this process named: links on the way to it are theirs.
    init(root: ByteString) {
        if ProcessPath(root.bytes) != nil {
            self = Self.place(of: root).view.below(root)
        } else {
            let real = root == "/" ? nil : try? Descriptor.open(root.bytes, [.path, .directory]).realPath()
            self.root = real.map { ByteString($0) } ?? root
        }
    }

    private init(plain root: ByteString) {
        self.root = root
    }

    /// The view that a path of this process lies in, and the path in that view: what leads through `/proc/<pid>/root`
    /// lies among another process' mounts and links.
    static func place(of path: ByteString) -> (view: HostView, path: ByteString) {
        guard let place = ProcessPath(path.bytes) else { return (HostView(plain: "/"), path) }
        let path = place.rest == [UInt8(ascii: ".")] ? "/" : ByteString("/").appending(ByteString(place.rest))
        return (HostView(plain: ByteString(place.root)), path)
    }

    /// The same, where what lies below this view's root lies in this view: its links lead nowhere else.
    func place(ofSeen path: ByteString) -> (view: HostView, path: ByteString) {
        guard root != "/", let rest = path.below(root) else { return Self.place(of: path) }
        return (self, ByteString("/").appending(rest))
    }

    /// The view of what is below a folder of this one.
    private func below(_ seen: ByteString) -> HostView {
        HostView(plain: (try? resolve(Self.place(of: seen).path)) ?? seen)
    }

    /// A host path as this process has to write it.
    func seen(_ path: ByteString) -> ByteString {
        root.appending(ByteString(Array(path.bytes.drop { $0 == UInt8(ascii: "/") })))
    }

    /// Follows all links of a host path: the path without any, as this process sees it.
    func resolve(_ path: ByteString) throws(SystemError) -> ByteString {
        var trail = Trail(folder: root)
        return try resolve(path, &trail)
    }

    /// How far `resolve` comes where it fails: all below that folder is hidden for the same reason.
    func trail(of path: ByteString) -> Trail {
        var trail = Trail(folder: root)
        _ = try? resolve(path, &trail)
        return trail
    }

    private func resolve(_ path: ByteString, _ trail: inout Trail) throws(SystemError) -> ByteString {
        var current: [ByteString] = []
        var pending = Array(path.components.reversed())
        while let name = pending.popLast() {
            if name == ".." {
                _ = current.popLast()
                continue
            }
            trail.folder = joined(current)
            guard trail.folder.bytes.count + name.bytes.count < Self.pathLimit else {
                throw SystemError(SystemError.nameTooLong, .openat)
            }
            let parent = try Descriptor.openPath(withoutLinks: trail.folder.bytes)
            guard try parent.status(of: name.terminated.span).isSymbolicLink else {
                current.append(name)
                continue
            }
            trail.links += 1
            // A link of the kernel's own says where it leads in words that mean nothing here.
            let isKernels = current.first == "proc" && current.count > 1
            guard trail.links <= Self.linkLimit, !isKernels else {
                throw SystemError(SystemError.tooManyLinks, .readlinkat)
            }
            let target = ByteString(try parent.linkTarget(of: name.terminated.span))
            if target.isAbsolute { current = [] }
            pending += target.components.reversed()
        }
        return joined(current)
    }

    private func joined(_ names: [ByteString]) -> ByteString {
        names.reduce(root) { $0.appending($1) }
    }
}
