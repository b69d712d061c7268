private import CLinux

/// A part of a directory's entries: names end to end, each with its closing zero.
///
/// ```
///  names    [ s e t u p . p y 0 P K G - I N F O 0 s r c 0 ... ]
///             ^start,length   ^
/// ```
///
/// The kernel's records (`struct linux_dirent64`: inode 8 bytes, offset 8, record length 2, type 1, name and zero) are
/// walked here with every length checked, and copied; nothing points into the kernel's buffer afterwards.
package struct EntryBlock: Sendable {
    /// One entry.
    package struct Entry: Sendable {
        /// Where the name lies in `names`, without its zero.
        package var start: Int32
        package var length: Int32
        /// `d_type`: 4 folder, 8 regular file, 10 symbolic link, 0 where the file system does not say.
        package var type: UInt8
    }

    package var names: [UInt8]
    package var entries: [Entry]
    /// The kernel's cookie behind the last entry: where a listing that was closed goes on.
    package var nextOffset: Int64 = 0

    /// An empty block with room for what one read of the kernel brings.
    package init() {
        names = []
        entries = []
    }

    /// A block of the given entries of another one.
    package init(_ other: EntryBlock, from first: Int, to end: Int) {
        names = []
        entries = []
        guard first < end, first >= 0, end <= other.entries.count else { return }
        let low = Int(other.entries[first].start)
        let last = other.entries[end - 1]
        let high = Int(last.start) + Int(last.length) + 1
        names = Array(other.names[low..<high])
        entries.reserveCapacity(end - first)
        for index in first..<end {
            var entry = other.entries[index]
            entry.start -= Int32(truncatingIfNeeded: low)
            entries.append(entry)
        }
    }

    /// Whether the file system names no type of some entry.
    package var hasUntyped: Bool { entries.contains { $0.type == 0 } }

    /// The name with its closing zero, as the calls of `Descriptor` want it.
    @inline(__always)
    package func name(of entry: Entry) -> Range<Int> {
        Int(entry.start)..<(Int(entry.start) + Int(entry.length) + 1)
    }
}

/// Lists directories. Owns the buffer that the kernel fills, so one lister serves one thread for the whole walk.
package struct DirectoryLister: ~Copyable {
    /// One read of the kernel fills at most this.
    package static let bufferSize = 32 * 1024

    private var buffer: [UInt8]

    /// Whether the last part left so much of the buffer empty that the listing is most likely at its end.
    package private(set) var isLikelyEnd = false

    package init() {
        buffer = [UInt8](repeating: 0, count: Self.bufferSize)
    }

    /// Reads the next part of `directory` into `block`; false at the end. `.` and `..` are left out, so a part may be
    /// empty though more follows.
    package mutating func read(
        _ directory: borrowing Descriptor, into block: inout EntryBlock
    ) throws(SystemError) -> Bool {
        try mayFail(.getdents64)
        block.names.removeAll(keepingCapacity: true)
        block.entries.removeAll(keepingCapacity: true)
        let number = directory.number
        let size = buffer.count
        var result = 0
        unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            result = unsafe CLinux_getdents64(number, base, size)
        }
        let count = try checked(result, .getdents64)
        if count == 0 { return false }
        isLikelyEnd = count <= size / 2
        try parse(min(count, size), into: &block)
        return true
    }

    private func parse(_ count: Int, into block: inout EntryBlock) throws(SystemError) {
        let headerSize = 19
        let bytes = buffer.span.extracting(0..<count)
        var offset = 0
        while offset < count {
            guard offset + headerSize < count else { throw SystemError(SystemError.inputOutput, .getdents64) }
            let length = Int(bytes[offset + 16]) | Int(bytes[offset + 17]) << 8
            guard length > headerSize, offset + length <= count else {
                throw SystemError(SystemError.inputOutput, .getdents64)
            }
            var end = offset + headerSize
            while end < offset + length && bytes[end] != 0 { end += 1 }
            guard end < offset + length else { throw SystemError(SystemError.inputOutput, .getdents64) }
            var cookie: UInt64 = 0
            for index in 0..<8 { cookie |= UInt64(bytes[offset + 8 + index]) << UInt64(8 * index) }
            block.nextOffset = Int64(bitPattern: cookie)
            let start = offset + headerSize
            let isDots =
                bytes[start] == UInt8(ascii: ".")
                && (end == start + 1 || (end == start + 2 && bytes[start + 1] == UInt8(ascii: ".")))
            if !isDots && end > start {
                let entry = EntryBlock.Entry(
                    start: Int32(truncatingIfNeeded: block.names.count),
                    length: Int32(truncatingIfNeeded: end - start), type: bytes[offset + 18])
                block.entries.append(entry)
                block.names.append(contentsOf: buffer[start...end])
            }
            offset += length
        }
    }
}
