import Inventory
import Linux

/// Keeps a directory that somebody named from being purged where it cannot be a cache: the host's own folders.
enum PurgeGuard {
    /// Folders that hold a host or its users, and not a cache. What lies below them may be one.
    private static let folders = [
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32", "/media", "/mnt", "/opt",
        "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/include", "/usr/lib",
        "/usr/lib64", "/usr/libexec", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/local/share", "/usr/sbin",
        "/usr/share", "/usr/src", "/var", "/var/cache", "/var/lib", "/var/log", "/var/run", "/var/spool", "/var/tmp",
    ]

    /// Device and inode: a folder has many paths, and only one of these.
    private struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64

        /// `nil` where there is no such folder. A link is followed: what counts is where it leads.
        init?(_ path: [UInt8]) {
            guard let status = try? Descriptor.status(ofPath: path + Array("/.".utf8)) else { return nil }
            device = status.device
            inode = status.inode
        }
    }

    /// Why one of these directories must not be purged; `nil` where all may be.
    static func complaint(_ directories: [ByteString], hostRoot: ByteString?) -> String? {
        var guarded: Set<Identity> = []
        for folder in folders {
            for root in [[], hostRoot?.bytes ?? []] {
                if let identity = Identity(root + Array(folder.utf8)) { guarded.insert(identity) }
            }
        }
        let home = Identity(Array("/home".utf8))
        for directory in directories {
            guard let identity = Identity(directory.bytes) else { continue }
            let above = Identity(directory.bytes + Array("/..".utf8))
            guard guarded.contains(identity) || (home != nil && above == home) else { continue }
            return "\(Quotation.text(directory.bytes)): no cache, but a folder of the host itself; "
                + "name the cache's own folder"
        }
        return nil
    }
}
