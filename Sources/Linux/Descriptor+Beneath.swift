private import CLinux

// Opening below a cache. Every open is relative to a directory that is itself open, and the kernel refuses to leave
// it: no `..` above it, no symbolic link, no magic link of /proc, no other mount (invariant 2).

extension Descriptor {
    /// Opens a folder below this one for listing. `path` ends in a zero and may hold several components.
    ///
    /// Access times stay as they are where the kernel allows that (owner or `CAP_FOWNER`); elsewhere the folder is
    /// opened without the request, and `AccessTimes.mayBeTouched` tells `doctor` and the report.
    package func openDirectory(beneath path: Span<UInt8>) throws(SystemError) -> Descriptor {
        try openBeneath(path, CLinux_O_DIRECTORY | CLinux_O_NONBLOCK)
    }

    /// Opens an entry for status only: no device is opened, no FIFO waited for, no access time touched.
    package func openPath(beneath path: Span<UInt8>) throws(SystemError) -> Descriptor {
        try openOnce(path, CLinux_O_PATH | CLinux_O_NOFOLLOW)
    }

    /// Opens what is expected to be a regular file, for reading.
    ///
    /// Whoever can swap the entry for a device node between the caller's `status` and this call makes the kernel
    /// open that device. Use it where the mount forbids devices, and `RegularFileOpener` elsewhere.
    package func openFile(beneath path: Span<UInt8>) throws(SystemError) -> Descriptor {
        try openBeneath(path, CLinux_O_NOFOLLOW | CLinux_O_NONBLOCK | CLinux_O_NOCTTY)
    }

    private func openBeneath(_ path: Span<UInt8>, _ flags: Int32) throws(SystemError) -> Descriptor {
        do {
            return try openOnce(path, flags | CLinux_O_NOATIME)
        } catch {
            guard error.number == SystemError.notPermitted else { throw error }
            AccessTimes.noteTouch()
            return try openOnce(path, flags)
        }
    }

    /// How often an open is tried while the kernel asks for it.
    private static var openAttempts: Int { 100 }

    private func openOnce(_ path: Span<UInt8>, _ flags: Int32) throws(SystemError) -> Descriptor {
        try Self.open(path, from: number, flags, CLinux_RESOLVE_ALL)
    }

    /// Opens a directory by a path that was found to hold no symbolic link, for listing: somebody may have put one
    /// there since. Other file systems may lie on the way. Access times stay as with `openDirectory`.
    ///
    /// The path is as this process sees it; one that begins with `/proc/<pid>/root` stays beneath that (`ProcessRoot`).
    package static func openFolder(withoutLinks path: [UInt8]) throws(SystemError) -> Descriptor {
        let flags = CLinux_O_DIRECTORY | CLinux_O_NONBLOCK
        do throws(SystemError) {
            return try open(withoutLinks: path, flags | CLinux_O_NOATIME)
        } catch {
            guard error.number == SystemError.notPermitted else { throw error }
            AccessTimes.noteTouch()
            return try open(withoutLinks: path, flags)
        }
    }

    /// The same for whatever stands there, and for its status only; at the end of the path it may be a link.
    package static func openPath(withoutLinks path: [UInt8]) throws(SystemError) -> Descriptor {
        try open(withoutLinks: path, CLinux_O_PATH | CLinux_O_NOFOLLOW)
    }

    private static func open(withoutLinks path: [UInt8], _ flags: Int32) throws(SystemError) -> Descriptor {
        guard let place = ProcessPath(path) else {
            // The kernel starts an absolute path at the root, wherever it is told to start.
            return try open(path, from: CLinux_AT_FDCWD, flags, CLinux_RESOLVE_NO_LINKS)
        }
        return try ProcessRoot.open(place).descriptor.open(place.rest, flags, CLinux_RESOLVE_BELOW)
    }

    /// Status of what a path leads to at this moment, for one comparison: of the other process nothing is kept, since
    /// there may be thousands. Links below `/proc/<pid>/root` mean what they mean for that process, and lead nowhere
    /// else.
    package static func status(glancingAt path: [UInt8], followsLinks: Bool) throws(SystemError) -> FileStatus {
        guard let place = ProcessPath(path) else {
            return try followsLinks ? status(ofPath: path) : status(withoutLinks: path)
        }
        let resolve = followsLinks ? CLinux_RESOLVE_IN_ROOT : CLinux_RESOLVE_BELOW
        return try ProcessRoot.look(at: place).descriptor.open(place.rest, CLinux_O_PATH, resolve).status()
    }

    private func open(_ path: [UInt8], _ flags: Int32, _ resolve: UInt64) throws(SystemError) -> Descriptor {
        try Self.open(path, from: number, flags, resolve)
    }

    private static func open(
        _ path: [UInt8], from start: Int32, _ flags: Int32, _ resolve: UInt64
    ) throws(SystemError) -> Descriptor {
        if path.contains(0) { throw SystemError(SystemError.invalid, .openat2) }
        return try open((path + [0]).span, from: start, flags, resolve)
    }

    private static func open(
        _ path: Span<UInt8>, from start: Int32, _ flags: Int32, _ resolve: UInt64
    ) throws(SystemError) -> Descriptor {
        try mayFail(.openat2)
        var attempts = 1
        while true {
            let result = try unsafe withName(path, .openat2) { (path) throws(SystemError) -> Int32 in
                unsafe CLinux_openat2(start, path, UInt64(truncatingIfNeeded: flags | CLinux_O_CLOEXEC), resolve)
            }
            if result >= 0 { return Descriptor(owning: result) }
            // EAGAIN: a rename or mount went on while the kernel resolved; it asks to try again. But a file that
            // somebody holds a lease of answers the same until the kernel breaks the lease, after 45 seconds: so
            // there is an end to it.
            let isBusy = result == -SystemError.tryAgain && attempts < openAttempts
            guard isBusy || result == -SystemError.interrupted else { throw SystemError(-result, .openat2) }
            attempts += 1
        }
    }

    /// Reads the target of a symbolic link of this directory. Targets longer than `limit` bytes are cut there.
    ///
    /// No flag keeps the kernel from touching the link's access time; only a mount without such times does.
    package func linkTarget(of name: Span<UInt8>, limit: Int = 4096) throws(SystemError) -> [UInt8] {
        AccessTimes.noteTouch()
        return try readLink(name, limit: limit)
    }

    fileprivate func readLink(_ name: Span<UInt8>, limit: Int) throws(SystemError) -> [UInt8] {
        try mayFail(.readlinkat)
        var target = [UInt8](repeating: 0, count: limit)
        let count = try unsafe target.withUnsafeMutableBufferPointer { (buffer) throws(SystemError) -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return try unsafe withName(name, .readlinkat) { (name) throws(SystemError) -> Int in
                try unsafe checked(CLinux_readlinkat(number, name, base, buffer.count), .readlinkat)
            }
        }
        target.removeLast(limit - min(count, limit))
        return target
    }
}

/// Whether this kernel has `openat2` (Linux 5.6) and lets us call it; the sentence says what to do where not.
package enum ConfinedOpen {
    /// Tries it on the root directory. `nil` where it works.
    package static func complaint() -> String? {
        do throws(SystemError) {
            let root = try Descriptor.open([UInt8(ascii: "/")], [.path, .directory])
            // As a path: a real open would touch the root's access time where the process does not own it.
            _ = try root.openPath(beneath: [UInt8(ascii: "."), 0].span)
            return nil
        } catch {
            switch error.number {
            case SystemError.notImplemented:
                return
                    "this kernel has no openat2 (Linux 5.6 or newer is needed); "
                    + "Bezoar opens nothing below a cache without it"
            case SystemError.notPermitted:
                return "openat2 is refused, most likely by a seccomp profile; "
                    + "allow openat2 (container runtimes since 2020 do)"
            default: return "openat2 does not work here: \(error)"
            }
        }
    }
}

extension Descriptor {
    /// The absolute path of what is open here, without symbolic links, as the kernel tells it.
    package func realPath() throws(SystemError) -> [UInt8] {
        let descriptors = try Descriptor.open(Array("/proc/self/fd".utf8), [.path, .directory])
        return try descriptors.readLink(Array("\(number)\u{0}".utf8).span, limit: 4096)
    }
}
