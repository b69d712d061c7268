private import CLinux

/// Opens regular files below a cache, and never anything else.
///
/// Opening a device node acts on the device: a watchdog starts, a tape rewinds. A build step can make device nodes
/// and can swap one in between the moment we looked and the moment we open. Where the mount allows devices the file
/// is therefore opened twice: first as a mere path (no driver is called), its type is looked at, and then that very
/// inode is opened for reading through `/proc/self/fd`.
package struct RegularFileOpener: ~Copyable, Sendable {
    /// `/proc/self/fd`, which openers may share.
    package final class Descriptors: Sendable {
        fileprivate let folder: Descriptor

        fileprivate init() throws(SystemError) {
            folder = try Descriptor.open(Array("/proc/self/fd".utf8), [.path, .directory])
        }
    }

    /// `nil` where the mount forbids devices and one open is enough.
    package let descriptors: Descriptors?

    /// Whether one open is enough.
    package var isOneStep: Bool { descriptors == nil }

    /// For files below `root`, which tells whether its mount forbids devices.
    ///
    /// - Parameter descriptors: those of another opener: thousands of caches need them once.
    package init(for root: borrowing Descriptor, sharing descriptors: Descriptors? = nil) throws(SystemError) {
        if try root.fileSystem().forbidsDevices {
            self.descriptors = nil
        } else if let descriptors {
            self.descriptors = descriptors
        } else {
            self.descriptors = try Descriptors()
        }
    }

    /// Opens an entry of `directory`; `nil` where it is no regular file (any more).
    package func open(_ name: Span<UInt8>, in directory: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        switch descriptors {
        case .none:
            return try directory.openFile(beneath: name)
        case .some(let descriptors):
            let path = try directory.openPath(beneath: name)
            guard try path.status().isRegularFile else { return nil }
            return try descriptors.folder.reopen(path)
        }
    }
}

extension Descriptor {
    /// Opens for reading what `path` holds; `self` is `/proc/self/fd`.
    fileprivate func reopen(_ path: borrowing Descriptor) throws(SystemError) -> Descriptor {
        try mayFail(.openat)
        // The decimal digits of the descriptor's number, from the right, with the closing zero.
        var digits = [12 of UInt8](repeating: 0)
        var start = 11
        var rest = path.number
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0 && start > 0
        let flags = CLinux_O_NONBLOCK | CLinux_O_NOCTTY | CLinux_O_CLOEXEC
        let result = try unsafe withName(digits.span.extracting(start..<12), .openat) {
            (name) throws(SystemError) -> Int32 in
            let result = unsafe CLinux_openat(number, name, flags | CLinux_O_NOATIME, 0)
            if result != -SystemError.notPermitted { return result }
            AccessTimes.noteTouch()
            return unsafe CLinux_openat(number, name, flags, 0)
        }
        if result < 0 { throw SystemError(-result, .openat) }
        return Descriptor(owning: result)
    }
}

/// What is known of the file system a descriptor lies on. C counterpart: `fstatfs`.
package struct FileSystem: Sendable {
    package var magic: UInt64
    package var flags: UInt64

    /// `ST_NODEV`: no device node on this mount can be opened.
    package var forbidsDevices: Bool { flags & 4 != 0 }
    /// Whether its files are made up by the kernel when they are read: their sizes say nothing (proc, sysfs, debugfs,
    /// tracefs, securityfs, cgroup, cgroup2, configfs).
    package var isMadeUp: Bool {
        [
            0x9fa0, 0x6265_6572, 0x6462_6720, 0x7472_6163, 0x7363_6673, 0x0027_e0eb, 0x6367_7270, 0x6265_6570,
        ].contains(magic)
    }
    /// `ST_RDONLY`.
    package var isReadOnly: Bool { flags & 1 != 0 }
    /// Whether reading on this mount touches no access time, whoever reads: `ST_RDONLY`, `ST_NOATIME`.
    package var keepsAccessTimes: Bool { flags & (1 | 1024) != 0 }
}

extension Descriptor {
    /// The file system this lies on.
    package func fileSystem() throws(SystemError) -> FileSystem {
        try mayFail(.fstatfs)
        var result = FileSystem(magic: 0, flags: 0)
        try unsafe check(CLinux_fstatfs(number, &result.magic, &result.flags), .fstatfs)
        return result
    }
}
