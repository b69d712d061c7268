/// Compares the entries of a directory with what stands in the file before, between and behind their contents.
///
/// ```
///   local header:  PK 03 04 | needed 2 | flags 2 | method 2 | time 4 | crc 4 | sizes 4+4 | name, extra lengths 2+2
///   descriptor:    (PK 07 08) | crc 4 | compressed 4 or 8 | size 4 or 8
/// ```
struct ZipLocalCheck {
    private static let headerMark: [UInt8] = [0x50, 0x4B, 3, 4]
    private static let headerSize = 30
    private static let descriptorMark: [UInt8] = [0x50, 0x4B, 7, 8]
    /// Encryption and the descriptor: bits that change how the content is read. A name's code page is one more.
    private static let flagsThatMatter = 0x2849
    /// Read in one piece, for entries are mostly small and lie behind one another.
    private static let windowSize = 1 << 14

    let source: ByteSource
    let directoryOffset: Int
    private var window: [UInt8] = []
    private var windowStart = 0
    /// Bytes read so far.
    private var fetched = 0

    init(source: ByteSource, directoryOffset: Int) {
        self.source = source
        self.directoryOffset = directoryOffset
    }

    /// Fills in where the contents lie, and notes what disagrees. Entries are taken in the order of the file, so that
    /// reading goes forward, whatever the directory's order.
    mutating func run(_ entries: inout [ZipEntry], note: (ZipOddity) -> Void) throws(ArchiveError) {
        let order = entries.indices.sorted {
            (entries[$0].headerOffset, $0) < (entries[$1].headerOffset, $1)
        }
        var covered = 0
        var isFirst = true
        for (position, index) in order.enumerated() {
            let next = position + 1 < order.count ? order[position + 1] : nil
            let limit = next.map { entries[$0].headerOffset } ?? directoryOffset
            guard let end = try check(&entries[index], index, limit: limit, note) else { continue }
            let start = entries[index].headerOffset
            if start > covered { try judgeGap(from: covered, to: start, isPrefix: isFirst, note) }
            isFirst = false
            if let next, end > limit {
                note(.overlap(entry: index, next: next))
            } else if end > directoryOffset || start < covered {
                note(.overlap(entry: index, next: nil))
            }
            covered = max(covered, end)
        }
        if covered < directoryOffset { try judgeGap(from: covered, to: directoryOffset, isPrefix: isFirst, note) }
    }

    /// Checks one entry: the offset behind all that belongs to it, `nil` where it has no local header. What begins at
    /// `limit` is something else.
    private mutating func check(
        _ entry: inout ZipEntry, _ index: Int, limit: Int, _ note: (ZipOddity) -> Void
    ) throws(ArchiveError) -> Int? {
        let header = Fields(try read(at: entry.headerOffset, count: Self.headerSize))
        guard header.bytes.count == Self.headerSize, header.holds(Self.headerMark, at: 0) else {
            note(.noLocalHeader(entry: index))
            return nil
        }
        let nameLength = header.two(26)
        let extraLength = header.two(28)
        let rest = Fields(try read(at: entry.headerOffset + Self.headerSize, count: nameLength + extraLength))
        let dataOffset = entry.headerOffset + Self.headerSize + nameLength + extraLength
        guard rest.bytes.count == nameLength + extraLength else {
            note(.overlap(entry: index, next: nil))
            return nil
        }
        entry.dataOffset = dataOffset
        let name = rest.piece(0, nameLength)
        if name != entry.name { note(.localName(entry: index, local: name)) }
        if header.two(8) != entry.method { note(.localMethod(entry: index, header.two(8))) }
        if (header.two(6) ^ entry.flags) & Self.flagsThatMatter != 0 {
            note(.localFlags(entry: index, header.two(6)))
        }
        let isWide = compare(entry, index, header, extra: rest.piece(nameLength, extraLength), note)
        let (end, overflow) = dataOffset.addingReportingOverflow(entry.compressedSize)
        // A content that overlaps is reported by its end; behind it there is nothing to look for.
        guard !overflow, end <= limit else { return overflow ? Int.max : end }
        guard header.two(6) & 0x0008 != 0 else { return end }
        return try end + checkDescriptor(entry, index, at: end, isWide: isWide, note)
    }

    /// Compares the sizes and the checksum of the local header. Whether it has 64-bit sizes.
    private func compare(
        _ entry: ZipEntry, _ index: Int, _ header: Fields, extra: [UInt8], _ note: (ZipOddity) -> Void
    ) -> Bool {
        var local = entry
        local.compressedSize = header.four(18)
        local.size = header.four(22)
        // Has no place in a local header; must not be taken for one that is filled up.
        local.headerOffset = 0
        var wide: Fields?
        let isSound = ZipEntry.forEachField(in: extra) { id, content in
            if id == 0x0001, wide == nil { wide = content }
        }
        if !isSound || !ZipDirectory.widen(&local, with: wide) { note(.extraFields(entry: index)) }
        let crc = UInt32(truncatingIfNeeded: header.four(14))
        // With a descriptor the numbers stand there; here they are zero, or the right ones.
        let isDeferred = header.two(6) & 0x0008 != 0
        if crc != entry.crc32, !(isDeferred && crc == 0) { note(.localChecksum(entry: index, crc)) }
        let isSame = local.compressedSize == entry.compressedSize && local.size == entry.size
        if !isSame, !(isDeferred && local.compressedSize == 0 && local.size == 0) {
            note(.localSizes(entry: index, compressed: local.compressedSize, size: local.size))
        }
        return wide != nil
    }

    /// Checks the descriptor behind a content: how many bytes it has. Whether it begins with its mark and how wide its
    /// sizes are is written nowhere, so that every form that fits is right.
    private mutating func checkDescriptor(
        _ entry: ZipEntry, _ index: Int, at offset: Int, isWide: Bool, _ note: (ZipOddity) -> Void
    ) throws(ArchiveError) -> Int {
        let bytes = Fields(try read(at: offset, count: 24))
        func fits(_ start: Int, _ width: Int) -> Bool {
            let compressed = width == 8 ? bytes.eight(start + 4) : bytes.four(start + 4)
            let size = width == 8 ? bytes.eight(start + 12) : bytes.four(start + 8)
            return bytes.bytes.count >= start + 4 + 2 * width && compressed == entry.compressedSize
                && size == entry.size && UInt32(truncatingIfNeeded: bytes.four(start)) == entry.crc32
        }
        let hasMark = bytes.holds(Self.descriptorMark, at: 0)
        for start in hasMark ? [4, 0] : [0] {
            for width in isWide ? [8, 4] : [4, 8] where fits(start, width) { return start + 4 + 2 * width }
        }
        guard hasMark, bytes.bytes.count >= 16 else {
            note(.noDescriptor(entry: index))
            return 0
        }
        let width = isWide && bytes.bytes.count >= 24 ? 8 : 4
        let crc = UInt32(truncatingIfNeeded: bytes.four(4))
        if crc != entry.crc32 { note(.localChecksum(entry: index, crc)) }
        let compressed = width == 8 ? bytes.eight(8) ?? .max : bytes.four(8)
        let size = width == 8 ? bytes.eight(16) ?? .max : bytes.four(12)
        if compressed != entry.compressedSize || size != entry.size {
            note(.localSizes(entry: index, compressed: compressed, size: size))
        }
        return 8 + 2 * width
    }

    /// Bytes that belong to no entry.
    private mutating func judgeGap(
        from start: Int, to end: Int, isPrefix: Bool, _ note: (ZipOddity) -> Void
    ) throws(ArchiveError) {
        note(isPrefix ? .prefixData(count: end - start) : .unlistedData(offset: start, count: end - start))
        let header = Fields(try read(at: start, count: Self.headerSize))
        guard header.holds(Self.headerMark, at: 0), header.bytes.count == Self.headerSize else { return }
        note(.unlistedEntry(offset: start, name: try read(at: start + Self.headerSize, count: header.two(26))))
    }

    /// Reads through the window.
    private mutating func read(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
        guard offset >= 0, offset < source.size, count > 0 else { return [] }
        let count = min(count, source.size - offset)
        if offset < windowStart || offset - windowStart > window.count - count {
            let wanted = max(count, Self.windowSize)
            fetched += min(wanted, source.size - offset)
            // Entries that lie beside one another are read about once, however many there are.
            guard fetched / 4 <= source.size + Self.windowSize * 16 else {
                throw ZipDirectory.fail(.tooLarge, "the entries lie across one another", at: offset)
            }
            window = try source.read(at: offset, count: wanted)
            windowStart = offset
        }
        let from = offset - windowStart
        return Array(window[from..<min(window.count, from + count)])
    }
}
