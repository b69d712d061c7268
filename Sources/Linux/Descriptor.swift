private import CLinux

/// An open file, directory or socket. Owned by one place at a time; closed when that place lets go of it.
package struct Descriptor: ~Copyable, Sendable {
    /// The number the kernel knows it by. Valid only while `self` lives.
    package let number: Int32

    /// Takes over a number that nobody else will close.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        // EBADF means that somebody closed a number that was not theirs: the next open may have been given it, and
        // everything after would read or write the wrong file. Any other error at close loses nothing we wrote.
        if CLinux_close(number) == -SystemError.badDescriptor { preconditionFailure("closed a descriptor twice") }
    }

    /// Gives the number away without closing it.
    package consuming func release() -> Int32 {
        let number = self.number
        discard self
        return number
    }
}

/// How a path of our own (database, output, root of a tree) is opened. Never used below a cache.
package struct OpenOptions: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// `O_RDONLY` is zero: it stands for "nothing else".
    package static let readOnly = OpenOptions([])
    package static let writeOnly = OpenOptions(rawValue: CLinux_O_WRONLY)
    package static let readWrite = OpenOptions(rawValue: CLinux_O_RDWR)
    package static let create = OpenOptions(rawValue: CLinux_O_CREAT)
    package static let exclusive = OpenOptions(rawValue: CLinux_O_EXCL)
    package static let truncate = OpenOptions(rawValue: CLinux_O_TRUNC)
    package static let directory = OpenOptions(rawValue: CLinux_O_DIRECTORY)
    package static let noFollow = OpenOptions(rawValue: CLinux_O_NOFOLLOW)
    package static let path = OpenOptions(rawValue: CLinux_O_PATH)
    package static let nonBlocking = OpenOptions(rawValue: CLinux_O_NONBLOCK)
    package static let noAccessTime = OpenOptions(rawValue: CLinux_O_NOATIME)
}

extension Descriptor {
    /// Opens a path of our own choosing: C counterpart `openat` with `O_CLOEXEC`.
    package static func open(
        _ path: [UInt8], _ options: OpenOptions, mode: UInt32 = 0o600
    ) throws(SystemError) -> Descriptor {
        try mayFail(.openat)
        let flags = options.rawValue | CLinux_O_CLOEXEC | CLinux_O_NOCTTY
        let number = try unsafe withTerminated(path, .openat) { (path) throws(SystemError) -> Int in
            try checked(Int(unsafe CLinux_openat(CLinux_AT_FDCWD, path, flags, mode)), .openat)
        }
        return Descriptor(owning: Int32(truncatingIfNeeded: number))
    }
}

/// Lends bytes as a C string. A zero inside would cut the path short, so it is refused as `EINVAL`.
func withTerminated<Result>(
    _ bytes: [UInt8], _ call: SystemCall, _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
) throws(SystemError) -> Result {
    if bytes.contains(0) { throw SystemError(SystemError.invalid, call) }
    return try unsafe withName((bytes + [0]).span, call, body)
}

/// Lends a span that ends in its only needed zero as a C string, without a copy.
@inline(__always)
func withName<Result>(
    _ name: Span<UInt8>, _ call: SystemCall, _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
) throws(SystemError) -> Result {
    guard !name.isEmpty, name[name.count - 1] == 0 else { throw SystemError(SystemError.invalid, call) }
    return try unsafe name.withUnsafeBufferPointer { (buffer) throws(SystemError) -> Result in
        // The span is not empty, so there is a base address; it ends in a zero, so the kernel stops inside it.
        guard let base = buffer.baseAddress else { throw SystemError(SystemError.invalid, call) }
        return try unsafe base.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
            (pointer) throws(SystemError) -> Result in
            try unsafe body(pointer)
        }
    }
}
