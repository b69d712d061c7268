private import CLinux

/// A page-aligned buffer that file content is read into. One per thread, for the whole walk.
///
/// Safe: the memory is owned, initialised, and lent only as a bounded span.
@safe
package struct ReadBuffer: ~Copyable {
    /// Bytes it can hold.
    package let capacity: Int
    private let memory: UnsafeMutablePointer<UInt8>
    private var count = 0

    /// Allocates once.
    package init(capacity: Int) {
        self.capacity = max(capacity, 4096)
        let raw = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 4096)
        // Zeroed once, so that the span over it is always initialised memory.
        unsafe memory = raw.initializeMemory(as: UInt8.self, repeating: 0, count: self.capacity)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// What the last read brought.
    package var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            // `count` never exceeds `capacity`, and the memory lives as long as `self`.
            let span = unsafe Span(_unsafeStart: memory, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Appends what the last read brought, in one piece.
    package borrowing func append(to array: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
    }

    /// Reads up to `length` bytes at `offset`, once; 0 at the end of the file.
    package mutating func fill(
        from descriptor: borrowing Descriptor, at offset: Int64, length: Int, flags: ReadFlags = []
    ) throws(SystemError) -> Int {
        try mayFail(.preadv2)
        count = 0
        let wanted = min(max(length, 0), capacity)
        while true {
            let result = unsafe CLinux_pread(descriptor.number, memory, wanted, offset, flags.rawValue)
            if result == -Int(SystemError.interrupted) { continue }
            count = min(try checked(result, .preadv2), capacity)
            return count
        }
    }
}

extension ReadBuffer {
    /// Reads the next bytes at the descriptor's own position (pipes, files of /proc); 0 at the end.
    package mutating func readNext(from descriptor: borrowing Descriptor) throws(SystemError) -> Int {
        try mayFail(.read)
        count = 0
        while true {
            let result = unsafe CLinux_read(descriptor.number, memory, capacity)
            if result == -Int(SystemError.interrupted) { continue }
            count = min(try checked(result, .read), capacity)
            return count
        }
    }
}

/// How a read treats the page cache.
package struct ReadFlags: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Fails with `EAGAIN` instead of waiting for the disk: the bytes were not in the page cache (Linux 4.14).
    package static let cachedOnly = ReadFlags(rawValue: CLinux_RWF_NOWAIT)
    /// Drops from the page cache what this read brought in, and nothing else (Linux 6.14).
    package static let leaveNoTrace = ReadFlags(rawValue: CLinux_RWF_DONTCACHE)
}

extension Descriptor {
    /// Asks the kernel to drop clean cached pages of a range. C counterpart: `POSIX_FADV_DONTNEED`.
    package func dropCached(from offset: Int64, length: Int64) {
        // Advice: a file system that does not take it leaves the cache fuller, and nothing is wrong.
        _ = CLinux_fadvise(number, offset, length, CLinux_FADV_DONTNEED)
    }

    /// Whether content of this file may change without a new time: its memory is not yet written out, or somebody has
    /// it open for writing, and so may be in the middle of a long write; see `docs/architecture.md`.
    package func mayChangeUnseen() -> Bool { hasUnwrittenPages() || hasWriter() }

    /// Whether somebody has it open for writing, also where only a mapping is left. False where the kernel does not
    /// tell (of another user's file without `CAP_LEASE`). C counterpart: `fcntl`.
    private func hasWriter() -> Bool {
        do throws(SystemError) {
            try mayFail(.setLease)
            try check(CLinux_try_read_lease(number), .setLease)
            return false
        } catch {
            return error.number == SystemError.tryAgain
        }
    }

    /// False where the kernel does not tell (before Linux 6.5, or of another user's file). C counterpart: `cachestat`.
    private func hasUnwrittenPages() -> Bool {
        do throws(SystemError) {
            try mayFail(.cachestat)
            var pages: UInt64 = 0
            try unsafe check(CLinux_dirty_pages(number, &pages), .cachestat)
            return pages > 0
        } catch {
            return false
        }
    }

    /// Moves the position of a directory to a cookie that an earlier listing of it left.
    package func resumeListing(at cookie: Int64) throws(SystemError) {
        try mayFail(.lseek)
        _ = try checked(Int(CLinux_lseek(number, cookie, 0)), .lseek)
    }

    /// The next offset at or after `offset` that holds data; `nil` where only a hole follows.
    package func nextData(from offset: Int64) throws(SystemError) -> Int64? {
        try mayFail(.lseek)
        let result = CLinux_lseek(number, offset, CLinux_SEEK_DATA)
        if result == -Int64(SystemError.noDevice) { return nil }
        return Int64(try checked(Int(result), .lseek))
    }

    /// The next offset at or after `offset` where a hole begins; the end of the file counts as one.
    package func nextHole(from offset: Int64) throws(SystemError) -> Int64 {
        try mayFail(.lseek)
        return Int64(try checked(Int(CLinux_lseek(number, offset, CLinux_SEEK_HOLE)), .lseek))
    }
}
