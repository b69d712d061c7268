/// The end of a zip file: where the central directory lies.
///
/// ```
///   … entries | directory | 64-bit end record | locator | end record | comment |
///                          └──── only in large files ──┘
///   end record:  PK 05 06 | disks 2+2 | entries 2+2 | size 4 | offset 4 | comment length 2
/// ```
///
/// Nothing says where the end record begins: readers search for its mark from the end, and differ in what they accept.
/// Taken is the one that Python's `zipfile` takes, for it is what pip does; all others are reported.
struct ZipEnd {
    static let mark: [UInt8] = [0x50, 0x4B, 5, 6]
    private static let recordSize = 22
    private static let locatorSize = 20
    private static let record64Size = 56
    /// The record and the longest comment there can be.
    private static let searchedSize = recordSize + 0xFFFF
    /// Marks in the searched part that are kept: each costs a look.
    private static let candidatesMax = 64

    /// Where the end record begins.
    var offset = 0
    /// Where what belongs to the end begins: the 64-bit record where there is one.
    var start = 0
    var directorySize = 0
    /// As stated, counted from the archive's beginning.
    var directoryOffset = 0
    var entries = 0
    var comment: [UInt8] = []
    var isZip64 = false
    var oddities: [ZipOddity] = []

    /// Bytes before the archive, by which every stated offset is too small.
    var prefix: Int { start - directorySize - directoryOffset }

    /// Searches the end of a source.
    init(of source: ByteSource) throws(ArchiveError) {
        guard source.size >= Self.recordSize else {
            throw ZipDirectory.fail(.malformed, "\(source.size) bytes are no zip file", at: 0)
        }
        let tailStart = max(0, source.size - Self.searchedSize)
        let tail = Fields(try source.read(at: tailStart, count: Self.searchedSize))
        guard tail.bytes.count == source.size - tailStart else {
            throw ZipDirectory.fail(.truncated, "the file is shorter than it was", at: tailStart)
        }
        let marks = Self.marks(in: tail)
        let last = tail.bytes.count - Self.recordSize
        // With no comment, the record is at the very end, even if its numbers look like another mark.
        let hasNoComment = tail.holds(Self.mark, at: last) && tail.two(last + 20) == 0
        guard let at = hasNoComment ? last : marks.last, at <= last else {
            throw ZipDirectory.fail(.malformed, "no end of a central directory was found", at: tailStart)
        }
        offset = tailStart + at
        start = offset
        try take(tail, at)
        try takeZip64(source)
        guard prefix >= 0 else {
            throw ZipDirectory.fail(
                .malformed,
                "\(directorySize) bytes of directory at \(directoryOffset) do not fit before the end record",
                at: offset)
        }
        for other in marks where other != at {
            let endsWithFile = other <= last && other + Self.recordSize + tail.two(other + 20) == tail.bytes.count
            // Before the directory it may well be the end of a zip file that is stored in this one.
            if endsWithFile || tailStart + other >= start - directorySize {
                oddities.append(.secondEndRecord(offset: tailStart + other))
            }
        }
        if prefix > 0, try source.read(at: directoryOffset, count: 4) == ZipDirectory.entryMark {
            oddities.append(.secondDirectory(offset: directoryOffset))
        }
    }

    /// The last marks, in their order. Nearly all pieces hold none, which is found out without a look at each place.
    private static func marks(in tail: Fields) -> [Int] {
        var found: [Int] = []
        let bytes = tail.bytes.span
        var end = bytes.count - 3
        while end > 0, found.count < candidatesMax {
            let start = max(0, end - pieceSize)
            if mayHoldMark(bytes.extracting(start..<(end + 1))) {
                for at in (start..<end).reversed() where found.count < candidatesMax && tail.holds(mark, at: at) {
                    found.append(at)
                }
            }
            end = start
        }
        return found.reversed()
    }

    /// Bytes that are looked at at once.
    private static let pieceSize = 256

    /// Whether a mark may begin here. Without a branch for each byte, so that the compiler takes many at a time.
    private static func mayHoldMark(_ piece: Span<UInt8>) -> Bool {
        var hits: UInt8 = 0
        var before: UInt8 = 0
        for index in 0..<piece.count {
            let byte = piece[index]
            hits |= (before == 0x50 ? 1 : 0) & (byte == 0x4B ? 1 : 0)
            before = byte
        }
        return hits != 0
    }

    private mutating func take(_ tail: Fields, _ at: Int) throws(ArchiveError) {
        entries = tail.two(at + 10)
        directorySize = tail.four(at + 12)
        directoryOffset = tail.four(at + 16)
        comment = tail.piece(at + Self.recordSize, tail.two(at + 20))
        let rest = tail.bytes.count - at - Self.recordSize - tail.two(at + 20)
        if rest > 0 { oddities.append(.trailingData(count: rest)) }
        if rest < 0 { oddities.append(.trailingData(count: 0)) }
        let disks = [tail.two(at + 4), tail.two(at + 6)]
        if disks.contains(where: { $0 != 0 && $0 != 0xFFFF }) || tail.two(at + 8) != entries {
            oddities.append(.splitArchive)
        }
    }

    private mutating func takeZip64(_ source: ByteSource) throws(ArchiveError) {
        let locatorAt = offset - Self.locatorSize
        guard locatorAt >= Self.record64Size else { return }
        let locator = Fields(try source.read(at: locatorAt, count: Self.locatorSize))
        guard locator.holds([0x50, 0x4B, 6, 7], at: 0) else { return }
        // Most readers look right before the locator, others where it says.
        let recordAt = locatorAt - Self.record64Size
        let record = Fields(try source.read(at: recordAt, count: Self.record64Size))
        let stated = locator.eight(8) ?? -1
        guard record.bytes.count == Self.record64Size, record.holds([0x50, 0x4B, 6, 6], at: 0) else {
            oddities.append(.zip64Offset(stated: stated, found: -1))
            return
        }
        guard let entries64 = record.eight(32), let size64 = record.eight(40), let offset64 = record.eight(48),
            size64 <= source.size, offset64 <= source.size
        else { throw ZipDirectory.fail(.malformed, "the 64-bit end record has sizes beyond the file", at: recordAt) }
        let differs =
            (entries != 0xFFFF && entries != entries64) || (directorySize != 0xFFFF_FFFF && directorySize != size64)
            || (directoryOffset != 0xFFFF_FFFF && directoryOffset != offset64)
        if differs { oddities.append(.zip64Disagrees) }
        if locator.four(4) != 0 || locator.four(16) > 1 { oddities.append(.splitArchive) }
        isZip64 = true
        start = recordAt
        (entries, directorySize, directoryOffset) = (entries64, size64, offset64)
        if stated != recordAt, stated != recordAt - prefix {
            oddities.append(.zip64Offset(stated: stated, found: recordAt))
        }
    }
}
