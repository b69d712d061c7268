/// The central directory of a zip file, each entry compared with what stands before its content.
///
/// ```
///   | what else | header name extra content (descriptor) | header … | directory | end record | comment |
///      prefix     ↑ headerOffset      ↑ dataOffset
///   directory:  PK 01 02 | made by 2 | needed 2 | flags 2 | method 2 | time 4 | crc 4 | sizes 4+4
///               | name, extra, comment lengths 2+2+2 | disk 2 | attributes 2+4 | offset 4 | name | extra | comment
/// ```
///
/// A zip file says most things twice: in the directory and before each content. Readers believe one or the other, so
/// an attacker shows different files to the scanner and to the installer. Here the directory counts, and whatever
/// disagrees with it is an `oddity`. Only what leaves no directory at all is an error.
package struct ZipDirectory: Sendable {
    static let entryMark: [UInt8] = [0x50, 0x4B, 1, 2]
    private static let entrySize = 46

    /// The entries in the directory's order.
    package private(set) var entries: [ZipEntry] = []
    /// All that is odd, the file as a whole first.
    package private(set) var oddities: [ZipOddity] = []
    /// Oddities beyond the limit, which were not kept.
    package private(set) var furtherOddities = 0
    /// Bytes before the archive.
    package private(set) var prefix = 0
    /// Where the directory begins.
    package private(set) var directoryOffset = 0
    /// Whether there is a 64-bit end record.
    package private(set) var isZip64 = false
    /// The archive's comment.
    package private(set) var comment: [UInt8] = []
    private let limits: ZipLimits

    /// Reads a directory, beginning at the end of the source.
    package init(_ source: ByteSource, limits: ZipLimits = .standard) throws(ArchiveError) {
        self.limits = limits
        let end = try ZipEnd(of: source)
        end.oddities.forEach { note($0) }
        prefix = end.prefix
        directoryOffset = end.start - end.directorySize
        isZip64 = end.isZip64
        comment = end.comment
        guard end.directorySize <= limits.directory else {
            throw Self.fail(
                .tooLarge, "the directory has \(end.directorySize) bytes, more than the limit of \(limits.directory)",
                at: directoryOffset)
        }
        let bytes = try source.read(at: directoryOffset, count: end.directorySize)
        guard bytes.count == end.directorySize else {
            throw Self.fail(.truncated, "the file is shorter than it was", at: directoryOffset)
        }
        try readEntries(Fields(bytes))
        if end.entries != entries.count { note(.entryCount(stated: end.entries, found: entries.count)) }
        judgeNames()
        if limits.checksEntries {
            var check = ZipLocalCheck(source: source, directoryOffset: directoryOffset)
            var checked = entries
            try check.run(&checked) { oddity in note(oddity) }
            entries = checked
        }
    }

    /// Whether a source ends as zip files do: that is what Python's `zipfile` goes by, whatever stands before.
    package static func endsAsZip(_ source: ByteSource) -> Bool { (try? ZipEnd(of: source)) != nil }

    /// The first entry of a name.
    package func index(of name: [UInt8]) -> Int? {
        entries.firstIndex { $0.name == name }
    }

    /// An error of this format.
    static func fail(_ kind: ArchiveError.Kind, _ reason: String, at offset: Int) -> ArchiveError {
        ArchiveError(kind, format: "zip", reason: reason, offset: offset)
    }

    private mutating func note(_ oddity: ZipOddity) {
        if oddities.count < limits.oddities {
            oddities.append(oddity)
        } else {
            furtherOddities += 1
        }
    }

    private mutating func readEntries(_ bytes: Fields) throws(ArchiveError) {
        var at = 0
        while at < bytes.bytes.count {
            guard entries.count < limits.entries else {
                throw Self.fail(.tooLarge, "more entries than the limit of \(limits.entries)", at: directoryOffset + at)
            }
            guard bytes.holds(Self.entryMark, at: at), bytes.bytes.count - at >= Self.entrySize else {
                throw Self.fail(.malformed, "no entry of the directory where one must be", at: directoryOffset + at)
            }
            let length = Self.entrySize + bytes.two(at + 28) + bytes.two(at + 30) + bytes.two(at + 32)
            guard length <= bytes.bytes.count - at else {
                throw Self.fail(.malformed, "an entry is longer than the directory", at: directoryOffset + at)
            }
            try readEntry(Fields(bytes.piece(at, length)), at: directoryOffset + at)
            at += length
        }
    }

    private mutating func readEntry(_ record: Fields, at place: Int) throws(ArchiveError) {
        let nameLength = record.two(28)
        let extraLength = record.two(30)
        var entry = ZipEntry(
            name: record.piece(Self.entrySize, nameLength), method: record.two(10), flags: record.two(8),
            crc32: UInt32(truncatingIfNeeded: record.four(16)), compressedSize: record.four(20), size: record.four(24),
            headerOffset: record.four(42), dataOffset: nil, system: record.two(4) >> 8,
            attributes: UInt32(truncatingIfNeeded: record.four(38)),
            modified: UInt32(truncatingIfNeeded: record.four(14) << 16 | record.two(12)),
            extra: record.piece(Self.entrySize + nameLength, extraLength),
            comment: record.piece(Self.entrySize + nameLength + extraLength, record.two(32)))
        let index = entries.count
        var secondName: [UInt8]?
        var wide: Fields?
        let isSound = ZipEntry.forEachField(in: entry.extra) { id, content in
            if id == 0x0001, wide == nil { wide = content }
            // Info-ZIP's name in UTF-8: a version, the checksum of the plain name, the name.
            if id == 0x7075, content.bytes.count > 5 { secondName = content.piece(5, content.bytes.count - 5) }
        }
        if !isSound || !Self.widen(&entry, with: wide) { note(.extraFields(entry: index)) }
        if let secondName, secondName != entry.name { note(.secondName(entry: index, name: secondName)) }
        let (start, overflow) = entry.headerOffset.addingReportingOverflow(prefix)
        guard !overflow else { throw Self.fail(.malformed, "an entry lies beyond every file", at: place) }
        entry.headerOffset = start
        judge(entry, index)
        entries.append(entry)
    }

    /// Puts 64-bit numbers in place of those that are filled up, in the order of the format; `false` where one is
    /// missing or larger than any file.
    static func widen(_ entry: inout ZipEntry, with field: Fields?) -> Bool {
        var at = 0
        for path in [\ZipEntry.size, \.compressedSize, \.headerOffset] where entry[keyPath: path] == 0xFFFF_FFFF {
            guard let field, field.bytes.count - at >= 8, let value = field.eight(at) else { return false }
            entry[keyPath: path] = value
            at += 8
        }
        return true
    }

    private mutating func judge(_ entry: ZipEntry, _ index: Int) {
        if entry.isEncrypted { note(.encrypted(entry: index)) }
        switch entry.method {
        case 0: if entry.size != entry.compressedSize { note(.storedSizes(entry: index)) }
        case 8: break
        default: note(.method(entry: index, entry.method))
        }
        switch entry.kind {
        case .symbolicLink: note(.symbolicLink(entry: index))
        case .special: note(.specialFile(entry: index))
        case .folder: if entry.size > 0 { note(.folderWithContent(entry: index)) }
        case .file: break
        }
        // Without the flag the name is of some code page, and no UTF-8 is promised.
        for oddity in NameOddity.all(in: entry.name) where oddity != .notUTF8 || entry.isNameUTF8 {
            note(.name(entry: index, oddity))
        }
    }

    private mutating func judgeNames() {
        var first: [[UInt8]: Int] = [:]
        first.reserveCapacity(entries.count)
        for index in entries.indices {
            if let earlier = first[entries[index].name] {
                note(.duplicateName(entry: index, first: earlier))
            } else {
                first[entries[index].name] = index
            }
        }
    }
}
