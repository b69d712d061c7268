private import CLinux

// Taking entries out of a folder that is open. Each name is one component and is looked up in that folder alone: no
// path is resolved, so there is nothing that could lead elsewhere, and a symbolic link is an entry like any other.

extension Descriptor {
    /// Removes an entry that is no folder: file, link, FIFO, socket, device. `name` ends in a zero.
    package func unlink(_ name: Span<UInt8>) throws(SystemError) {
        try unlink(name, flags: 0)
    }

    /// Removes a folder that is empty. `name` ends in a zero.
    package func removeDirectory(_ name: Span<UInt8>) throws(SystemError) {
        try unlink(name, flags: CLinux_AT_REMOVEDIR)
    }

    private func unlink(_ name: Span<UInt8>, flags: Int32) throws(SystemError) {
        try mayFail(.unlinkat)
        try unsafe withEntryName(name, .unlinkat) { (name) throws(SystemError) in
            try unsafe check(CLinux_unlinkat(number, name, flags), .unlinkat)
        }
    }

    /// Makes a folder; the name must be free. `name` ends in a zero.
    package func makeDirectory(_ name: Span<UInt8>, mode: UInt32) throws(SystemError) {
        try mayFail(.mkdirat)
        try unsafe withEntryName(name, .mkdirat) { (name) throws(SystemError) in
            try unsafe check(CLinux_mkdirat(number, name, mode), .mkdirat)
        }
    }

    /// Moves an entry into another open folder (or this one) under a name that must be free there: nothing is ever
    /// replaced, `EEXIST` says that something was in the way. Both names end in a zero.
    package func move(
        _ name: Span<UInt8>, into folder: borrowing Descriptor, as newName: Span<UInt8>
    ) throws(SystemError) {
        try mayFail(.renameat2)
        let target = folder.number
        try unsafe withEntryName(name, .renameat2) { (name) throws(SystemError) in
            try unsafe withEntryName(newName, .renameat2) { (newName) throws(SystemError) in
                try unsafe check(CLinux_rename_into_free(number, name, target, newName), .renameat2)
            }
        }
    }

    /// Sets the permission bits of what is open.
    package func setPermissions(_ mode: UInt32) throws(SystemError) {
        try mayFail(.fchmodat)
        try check(CLinux_fchmod(number, mode), .fchmodat)
    }

    /// Flags that `chattr` sets. `ENOTTY` or `EOPNOTSUPP` where the file system has none.
    package func inodeFlags() throws(SystemError) -> InodeFlags {
        try mayFail(.ioctl)
        var flags: UInt32 = 0
        try unsafe check(CLinux_inode_flags(number, &flags), .ioctl)
        return InodeFlags(rawValue: flags)
    }

    /// Replaces the flags by others, which must have been got from this inode: the kernel checks all of them.
    package func setInodeFlags(_ flags: InodeFlags) throws(SystemError) {
        try mayFail(.ioctl)
        try check(CLinux_set_inode_flags(number, flags.rawValue), .ioctl)
    }
}

/// Flags of an inode as `FS_IOC_GETFLAGS` tells them.
package struct InodeFlags: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Nobody may change, rename, link or remove it, root neither.
    package static let immutable = InodeFlags(rawValue: CLinux_FLAG_IMMUTABLE)
    /// A file only grows; entries of a folder are neither renamed nor removed.
    package static let appendOnly = InodeFlags(rawValue: CLinux_FLAG_APPEND)
}

/// Lends a name of one component as a C string; anything that would make the kernel walk a path is `EINVAL`.
@inline(__always)
private func withEntryName<Result>(
    _ name: Span<UInt8>, _ call: SystemCall, _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
) throws(SystemError) -> Result {
    let dot = UInt8(ascii: ".")
    let isDots = name.count > 1 && name.count <= 3 && name[0] == dot && (name.count == 2 || name[1] == dot)
    var isPath = name.count < 2 || isDots
    for index in 0..<max(name.count - 1, 0) where name[index] == UInt8(ascii: "/") || name[index] == 0 { isPath = true }
    if isPath { throw SystemError(SystemError.invalid, call) }
    return try unsafe withName(name, call, body)
}
