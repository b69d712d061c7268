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
/// absolute ones at the container's own root.
struct HostView: Sendable {
    /// Links followed on one path, as many as the kernel does.
    static let linkLimit = 40
    /// Bytes of a path.
    static let pathLimit = 16 * 1024

    /// Where the host's root directory is; no link leads there.
    let root: ByteString

    /// Below that directory, which whoever started this process named: links on the way to it are theirs.
    init(root: ByteString) {
        let isPlain = root == "/"
        let real = isPlain ? nil : try? Descriptor.open(root.bytes, [.path, .directory]).realPath()
        self.root = real.map { ByteString($0) } ?? root
    }

    /// A host path as this process has to write it.
    func seen(_ path: ByteString) -> ByteString {
        root.appending(ByteString(Array(path.bytes.drop { $0 == UInt8(ascii: "/") })))
    }

    /// Follows all links of a host path: the path without any, as this process sees it.
    func resolve(_ path: ByteString) throws(SystemError) -> ByteString {
        var folder = root
        return try resolve(path, &folder)
    }

    /// The folder at which `resolve` fails, as this process sees it: all below it is hidden for the same reason.
    func end(of path: ByteString) -> ByteString {
        var folder = root
        _ = try? resolve(path, &folder)
        return folder
    }

    /// `folder` is the one that is looked into.
    private func resolve(_ path: ByteString, _ folder: inout ByteString) throws(SystemError) -> ByteString {
        var current: [ByteString] = []
        var pending = Array(path.components.reversed())
        var links = 0
        while let name = pending.popLast() {
            if name == ".." {
                _ = current.popLast()
                continue
            }
            folder = joined(current)
            guard folder.bytes.count + name.bytes.count < Self.pathLimit else {
                throw SystemError(SystemError.nameTooLong, .openat)
            }
            let parent = try Descriptor.open(folder.bytes, [.path, .directory, .noFollow])
            guard try parent.status(of: name.terminated.span).isSymbolicLink else {
                current.append(name)
                continue
            }
            links += 1
            guard links <= Self.linkLimit else { throw SystemError(SystemError.tooManyLinks, .readlinkat) }
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
