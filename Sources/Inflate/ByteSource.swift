/// Bytes that lie somewhere else, read piece by piece: a file through its descriptor, or an array.
///
/// No file is opened in this room. A source may shrink while it is read: then a read gives fewer bytes than asked for,
/// and the reader that needed them reports the input as truncated.
package struct ByteSource {
    /// Reads at most `count` bytes at an offset; fewer at the end.
    package typealias Read = (_ offset: Int, _ count: Int) throws(ArchiveError) -> [UInt8]

    /// Bytes there are, as the source said in the beginning.
    package let size: Int
    private let readAt: Read

    /// Takes a size and a way to read. A failure of the source is thrown as `ArchiveError.unreadable`.
    package init(size: Int, readAt: @escaping Read) {
        self.size = max(0, size)
        self.readAt = readAt
    }

    /// Bytes in memory.
    package init(_ bytes: [UInt8]) {
        self.init(size: bytes.count) { offset, count throws(ArchiveError) in
            guard offset >= 0, offset < bytes.count, count > 0 else { return [] }
            return Array(bytes[offset..<offset + min(count, bytes.count - offset)])
        }
    }

    /// At most `count` bytes at an offset. What lies outside of the source is not there.
    package func read(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = min(count, size - offset)
        let bytes = try readAt(offset, wanted)
        // A source that gives more than it was asked for must not move the offsets of what follows.
        return bytes.count > wanted ? Array(bytes[..<wanted]) : bytes
    }

    /// A part of this source as one of its own, with offsets from its beginning. A range that leads outside is cut.
    package func part(from start: Int, to end: Int) -> ByteSource {
        let start = min(max(0, start), size)
        let end = min(max(start, end), size)
        return ByteSource(size: end - start) { offset, count throws(ArchiveError) in
            try self.read(at: start + offset, count: count)
        }
    }
}
