/// What the kernel says a file is, without reading it. Two equal identities at one path mean "unchanged".
package struct FileIdentity: Hashable, Sendable {
    /// Device number (major << 32 | minor).
    package var device: UInt64
    /// Inode number.
    package var inode: UInt64
    /// Size in bytes.
    package var size: Int64
    /// Last modification, nanoseconds since 1970; saturates for years a 64-bit count cannot hold.
    package var modified: Int64
    /// Last change of content or metadata, nanoseconds since 1970; user programs cannot set it.
    package var changed: Int64
    /// Type and permission bits, as `st_mode`.
    package var mode: UInt32

    package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64, mode: UInt32) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
        self.mode = mode
    }
}
