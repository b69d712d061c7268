private import CLinux

/// What the kernel says of a file without opening it. C counterpart: `statx`.
package struct FileStatus: Hashable, Sendable {
    /// Major number << 32 | minor number of the file system's device.
    package var device: UInt64
    /// The device that a device node stands for, in the same form.
    package var specialDevice: UInt64
    package var inode: UInt64
    /// Number of the mount (Linux 5.8), 0 where unknown.
    package var mount: UInt64
    package var size: Int64
    /// Units of 512 bytes on disk; less than the size says that the file has holes.
    package var blocks: Int64
    /// Nanoseconds since 1970, saturated where 64 bits do not hold the year an attacker chose.
    package var modified: Int64
    package var changed: Int64
    /// When it was made, which no program can set; `nil` where the file system does not keep that.
    package var born: Int64?
    package var mode: UInt32
    package var owner: UInt32
    package var group: UInt32
    package var links: UInt32

    /// Type bits of the mode.
    package var type: UInt32 { mode & 0o170000 }
    package var isDirectory: Bool { type == 0o040000 }
    package var isRegularFile: Bool { type == 0o100000 }
    package var isSymbolicLink: Bool { type == 0o120000 }

    /// Whether the file occupies less than its size: it has regions that were never written.
    package var isSparse: Bool { size > 0 && blocks < (size - 1) / 512 + 1 }

    fileprivate init(_ raw: CLinux_status) {
        device = raw.device
        specialDevice = raw.special_device
        inode = raw.inode
        mount = raw.mount
        size = raw.size
        blocks = raw.blocks
        modified = Self.nanoseconds(raw.modified_seconds, raw.modified_nanoseconds)
        changed = Self.nanoseconds(raw.changed_seconds, raw.changed_nanoseconds)
        born = raw.has_born == 0 ? nil : Self.nanoseconds(raw.born_seconds, raw.born_nanoseconds)
        mode = raw.mode
        owner = raw.owner
        group = raw.group
        links = raw.links
    }

    private static func nanoseconds(_ seconds: Int64, _ nanoseconds: UInt32) -> Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, late) = product.addingReportingOverflow(Int64(nanoseconds))
        return late ? .max : sum
    }
}

extension Descriptor {
    /// Status of what is open here.
    package func status() throws(SystemError) -> FileStatus {
        try mayFail(.statx)
        var raw = CLinux_status()
        try unsafe check(CLinux_statx(number, "", CLinux_AT_EMPTY_PATH, &raw), .statx)
        return FileStatus(raw)
    }

    /// Status of an entry of this directory; a symbolic link is not followed. `name` is one component and ends in a
    /// zero.
    package func status(of name: Span<UInt8>) throws(SystemError) -> FileStatus {
        try mayFail(.statx)
        var raw = CLinux_status()
        try unsafe withName(name, .statx) { (name) throws(SystemError) in
            try unsafe check(CLinux_statx(number, name, CLinux_AT_SYMLINK_NOFOLLOW, &raw), .statx)
        }
        return FileStatus(raw)
    }

    /// Status of what stands at a path that was found to hold no link; see `openFolder(withoutLinks:)`.
    package static func status(withoutLinks path: [UInt8]) throws(SystemError) -> FileStatus {
        try openPath(withoutLinks: path).status()
    }

    /// Status of a path of our own choosing, symbolic links followed.
    package static func status(ofPath path: [UInt8]) throws(SystemError) -> FileStatus {
        try mayFail(.statx)
        var raw = CLinux_status()
        try unsafe withTerminated(path, .statx) { (path) throws(SystemError) in
            try unsafe check(CLinux_statx(CLinux_AT_FDCWD, path, 0, &raw), .statx)
        }
        return FileStatus(raw)
    }
}
