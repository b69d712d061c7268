private import CLinux

/// Gives up, for good, all of the file system but one directory, and all privileges but those to read and write files.
///
/// Both hold for the calling thread and those made from it afterwards (the root directory for all threads), so they
/// must come before the first other thread. What is already open stays usable.
package enum Jail {
    /// Makes `directory` the root of this process: from then on an absolute path begins there, and no path leads out.
    /// C counterpart: `chroot`. False where that is not allowed (`CAP_SYS_CHROOT`). A process that could call it again
    /// could also leave: `dropPrivileges` must follow.
    package static func enter(_ directory: borrowing Descriptor) throws(SystemError) -> Bool {
        try mayFail(.chroot)
        let result = CLinux_enter_root(directory.number)
        if result == -SystemError.notPermitted { return false }
        try check(result, .chroot)
        return true
    }

    /// Makes a directory the root that is empty and that nobody else sees. C counterparts: `fsopen`, `fsmount`. False
    /// where the kernel or missing privilege does not allow it.
    package static func enterNothing() throws(SystemError) -> Bool {
        try mayFail(.fsopen)
        let result = CLinux_empty_tree()
        guard result >= 0 else { return false }
        return try enter(Descriptor(owning: result))
    }

    /// What a process is about to do.
    package enum Purpose: Sendable {
        case reading
        /// Removing files as well: flags that forbid it have to be taken off, and the mounts of all processes to be
        /// looked at again.
        case removing
    }

    /// Keeps of all capabilities `CAP_DAC_OVERRIDE`, `CAP_FOWNER` and, to learn whether a file is open for writing,
    /// `CAP_LEASE`, where the process has them, and never gains another. `CAP_DAC_READ_SEARCH` is kept only where the
    /// first is missing, which allows all that it does but one thing: `open_by_handle_at`, which opens any inode of a
    /// file system by its number and so leads out of the jail. For removing, `CAP_LINUX_IMMUTABLE` and
    /// `CAP_SYS_PTRACE` are kept, too.
    package static func dropPrivileges(for purpose: Purpose = .reading) throws(SystemError) {
        try renounceNewPrivileges()
        try mayFail(.capset)
        let (override, readSearch): (UInt64, UInt64) = (1 << 1, 1 << 2)
        let always: UInt64 = 1 << 3 | 1 << 28
        let isOverriding = CLinux_permitted_capabilities() & override != 0
        let removal: UInt64 = purpose == .removing ? 1 << 9 | 1 << 19 : 0
        let keep = always | removal | (isOverriding ? override : readSearch)
        try check(CLinux_keep_capabilities(keep), .capset)
    }
}
