private import CLinux

// New entries of an open folder. Each name is one component and ends in a zero: nothing is
// resolved beyond it, and no symbolic link is followed.

extension Descriptor {
    /// Kinds of entries that have no content, by the type bits of their modes.
    package enum Node: UInt32, Sendable {
        case fifo = 0o010000
        case characterDevice = 0o020000
        case blockDevice = 0o060000
        case socket = 0o140000
    }

    /// Makes a file that is not there yet, open for reading and writing.
    package func makeFile(_ name: Span<UInt8>, mode: UInt32 = 0o600) throws(SystemError) -> Descriptor {
        try openFile(name, CLinux_O_EXCL, mode)
    }

    /// Opens a file for reading and writing, and makes it where it is missing.
    package func findOrMakeFile(_ name: Span<UInt8>) throws(SystemError) -> Descriptor {
        try openFile(name, CLinux_O_NOCTTY, 0o600)
    }

    private func openFile(_ name: Span<UInt8>, _ more: Int32, _ mode: UInt32) throws(SystemError) -> Descriptor {
        try mayFail(.openat)
        let flags = CLinux_O_RDWR | CLinux_O_CREAT | CLinux_O_NOFOLLOW | CLinux_O_CLOEXEC | more
        let result = try unsafe onlyName(name, .openat) { (name) throws(SystemError) -> Int32 in
            unsafe CLinux_openat(number, name, flags, mode)
        }
        try check(result, .openat)
        return Descriptor(owning: result)
    }

    /// Makes a symbolic link that is not there yet.
    package func makeLink(_ name: Span<UInt8>, to target: [UInt8]) throws(SystemError) {
        try mayFail(.symlinkat)
        try unsafe onlyName(name, .symlinkat) { (name) throws(SystemError) in
            try unsafe withTerminated(target, .symlinkat) { (target) throws(SystemError) in
                try unsafe check(CLinux_symlinkat(target, number, name), .symlinkat)
            }
        }
    }

    /// Makes an entry without content that is not there yet. `device` is major << 32 | minor, for devices.
    package func makeNode(_ name: Span<UInt8>, _ kind: Node, device: UInt64 = 0) throws(SystemError) {
        try mayFail(.mknodat)
        let major = UInt32(truncatingIfNeeded: device >> 32)
        let minor = UInt32(truncatingIfNeeded: device)
        try unsafe onlyName(name, .mknodat) { (name) throws(SystemError) in
            try unsafe check(CLinux_mknodat(number, name, kind.rawValue | 0o600, major, minor), .mknodat)
        }
    }

    /// Moves an entry of this folder into another one, over what may be there.
    package func moveEntry(
        _ name: Span<UInt8>, to folder: borrowing Descriptor, as newName: Span<UInt8>
    ) throws(SystemError) {
        try mayFail(.renameat)
        let target = folder.number
        try unsafe onlyName(name, .renameat) { (name) throws(SystemError) in
            try unsafe onlyName(newName, .renameat) { (newName) throws(SystemError) in
                try unsafe check(CLinux_renameat(number, name, target, newName), .renameat)
            }
        }
    }

    /// Lends a name, and refuses one that leads anywhere.
    private func onlyName<Result>(
        _ name: Span<UInt8>, _ call: SystemCall, _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        for index in 0..<name.count where name[index] == UInt8(ascii: "/") {
            throw SystemError(SystemError.invalid, call)
        }
        return try unsafe withName(name, call, body)
    }
}
