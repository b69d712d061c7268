/// The content of one entry, decompressed a piece at a time, its size and checksum checked at the end.
///
/// What comes out before the end was reached is not checked yet: callers act on nothing before `next` gave `false`.
package struct ZipEntryReader: ~Copyable {
    private let entry: ZipEntry
    private var stream: ByteStream
    private var crc = RunningCRC32()
    private var isChecked = false

    /// Opens an entry of a directory that was read from the same source. `limit` bounds the bytes of the content, and
    /// what the directory states is a limit too: a content that is longer is an error where it begins to be.
    package init(_ entry: ZipEntry, of source: ByteSource, limit: Int = 4 << 30) throws(ArchiveError) {
        self.entry = entry
        guard !entry.isEncrypted else {
            throw ZipDirectory.fail(.unsupported, "the entry is encrypted", at: entry.headerOffset)
        }
        let coding: ByteStream.Coding
        switch entry.method {
        case 0: coding = .identity
        case 8: coding = .deflate
        default:
            throw ZipDirectory.fail(.unsupported, "compression \(entry.method) is not read", at: entry.headerOffset)
        }
        guard entry.size <= limit else {
            throw ZipDirectory.fail(
                .tooLarge, "the entry has \(entry.size) bytes, more than the limit of \(limit)", at: entry.headerOffset)
        }
        guard let start = entry.dataOffset else {
            throw ZipDirectory.fail(.malformed, "the entry has no local header", at: entry.headerOffset)
        }
        let (end, overflow) = start.addingReportingOverflow(entry.compressedSize)
        guard !overflow, end <= source.size else {
            throw ZipDirectory.fail(.truncated, "the entry reaches behind the file", at: start)
        }
        guard coding == .deflate || entry.size == entry.compressedSize else {
            throw ZipDirectory.fail(.mismatch, "a stored entry has two sizes", at: entry.headerOffset)
        }
        stream = try ByteStream(
            source.part(from: start, to: end), coding: coding, limits: InflateLimits(output: max(0, entry.size)))
    }

    /// Replaces the buffer's bytes by the next ones: at least one, or `false` at the end, when all was checked.
    package mutating func next(into buffer: inout [UInt8]) throws(ArchiveError) -> Bool {
        let start = entry.dataOffset ?? entry.headerOffset
        do throws(ArchiveError) {
            if try stream.next(into: &buffer) {
                crc.add(buffer)
                return true
            }
        } catch {
            // Offsets of the stream are counted from the content's beginning.
            throw ZipDirectory.fail(error.kind, error.reason, at: start + error.offset)
        }
        if isChecked { return false }
        guard stream.produced == entry.size else {
            throw ZipDirectory.fail(
                .mismatch, "the content has \(stream.produced) bytes, the directory says \(entry.size)", at: start)
        }
        guard stream.oddities.isEmpty else {
            throw ZipDirectory.fail(.malformed, "bytes follow the end of the content", at: start + stream.consumed)
        }
        guard crc.value == entry.crc32 else {
            throw ZipDirectory.fail(.mismatch, "the content has another checksum than the directory says", at: start)
        }
        isChecked = true
        return false
    }

    /// The whole content.
    package static func content(
        of entry: ZipEntry, in source: ByteSource, limit: Int
    ) throws(ArchiveError) -> [UInt8] {
        var reader = try ZipEntryReader(entry, of: source, limit: limit)
        var all: [UInt8] = []
        var piece: [UInt8] = []
        while try reader.next(into: &piece) { all += piece }
        return all
    }
}
