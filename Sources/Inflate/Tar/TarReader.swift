/// The members of a tar file, one after the other, from a stream.
///
/// ```
///   | header 512 | content, filled up to 512 | header | … | zeros 512 | zeros 512 |
///
///   helpers before a member's own header:
///     x, X   records about the next member        L   its long name (GNU)
///     g      records about all that follow        K   the long target of its link (GNU)
/// ```
///
/// ```
///   while let entry = try reader.next() {
///       while try reader.read(into: &piece) { … }      // or not: what is not read is gone over
///   }
/// ```
///
/// Readers of tar files differ where headers contradict one another; what is taken here is what Python's `tarfile`
/// takes, and the contradiction is an oddity. A broken header is an error: some readers stop there without a word.
package struct TarReader: ~Copyable {
    private var stream: ByteStream
    private let limits: TarLimits
    private var piece: [UInt8] = []
    private var pieceAt = 0
    /// Offset in the decompressed stream.
    private var offset = 0
    /// Bytes of the present member's content, and of the padding behind it, that were not read.
    private var contentLeft = 0
    private var paddingLeft = 0
    private var isReadable = false
    private var isPaddingChecked = false
    private var headers = 0
    private var globals: [(key: [UInt8], value: [UInt8])] = []
    private var isDone = false

    /// Members that were given out.
    package private(set) var members = 0
    /// What was odd so far.
    package private(set) var oddities: [TarOddity] = []
    /// Oddities beyond the limit, which were not kept.
    package private(set) var furtherOddities = 0

    /// Begins at the beginning of a stream.
    package init(_ stream: consuming ByteStream, limits: TarLimits = .standard) {
        self.stream = stream
        self.limits = limits
    }

    /// The next member; `nil` at the end, when the whole stream was read.
    package mutating func next() throws(ArchiveError) -> TarEntry? {
        if isDone { return nil }
        try finishMember()
        var helpers = TarHelpers()
        while true {
            let place = offset
            let block = try take(upTo: TarHeader.size)
            guard !block.isEmpty, let header = try header(block, at: place) else {
                if helpers.isAboutNext {
                    throw Self.fail(.truncated, "the archive ends before the member that a header is about", at: place)
                }
                try finish(hasEndMark: !block.isEmpty)
                return nil
            }
            headers += 1
            guard headers <= limits.members else {
                throw Self.fail(.tooLarge, "more members than the limit of \(limits.members)", at: place)
            }
            guard try takeHelper(header, at: place, &helpers) else {
                return try member(header, at: place, helpers)
            }
            guard helpers.count <= limits.helpers else {
                throw Self.fail(.tooLarge, "more than \(limits.helpers) headers about one member", at: place)
            }
        }
    }

    /// Replaces the buffer's bytes by the next ones of the present member's content: at least one, or `false` at its
    /// end.
    package mutating func read(into buffer: inout [UInt8]) throws(ArchiveError) -> Bool {
        buffer.removeAll(keepingCapacity: true)
        guard isReadable, contentLeft > 0 else { return false }
        try fill()
        let count = min(contentLeft, piece.count - pieceAt)
        guard count > 0 else { throw Self.fail(.truncated, "the archive ends in a member", at: offset) }
        buffer += piece[pieceAt..<pieceAt + count]
        advance(count)
        contentLeft -= count
        return true
    }

    /// The rest of the present member's content in one array.
    package mutating func content(limit: Int) throws(ArchiveError) -> [UInt8] {
        guard contentLeft <= limit else {
            throw Self.fail(
                .tooLarge, "the member has \(contentLeft) bytes, more than the limit of \(limit)", at: offset)
        }
        var all: [UInt8] = []
        var part: [UInt8] = []
        while try read(into: &part) { all += part }
        return all
    }

    /// Whether a source begins with the header of a member, of whichever kind of tar.
    package static func begins(_ source: ByteSource) -> Bool {
        guard let block = try? source.read(at: 0, count: TarHeader.size), block.count == TarHeader.size,
            let header = try? TarHeader(block, at: 0)
        else { return false }
        return !header.name.isEmpty
    }

    /// An error of this format; offsets count in the decompressed stream.
    static func fail(_ kind: ArchiveError.Kind, _ reason: String, at offset: Int) -> ArchiveError {
        ArchiveError(kind, format: "tar", reason: reason, offset: offset)
    }

    mutating func note(_ oddity: TarOddity) {
        if oddities.count < limits.oddities {
            oddities.append(oddity)
        } else {
            furtherOddities += 1
        }
    }

    private func header(_ block: [UInt8], at place: Int) throws(ArchiveError) -> TarHeader? {
        guard block.count == TarHeader.size else {
            throw Self.fail(.truncated, "the archive ends in a header", at: place)
        }
        return try TarHeader(block, at: place)
    }

    /// Reads the content of a header that is about others; `false` for a member.
    private mutating func takeHelper(
        _ header: TarHeader, at place: Int, _ helpers: inout TarHelpers
    ) throws(ArchiveError) -> Bool {
        switch header.typeFlag {
        case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"): break
        default: return false
        }
        if header.hasOddNumber { note(.oddNumber(member: members)) }
        guard header.fileSize <= limits.header else {
            throw Self.fail(
                .tooLarge, "a header has \(header.fileSize) bytes, more than the limit of \(limits.header)", at: place)
        }
        let start = offset
        let bytes = try take(upTo: header.fileSize)
        guard bytes.count == header.fileSize else {
            throw Self.fail(.truncated, "the archive ends in a header", at: offset)
        }
        paddingLeft = Self.padding(header.fileSize)
        // Old programs left there what the buffer held.
        isPaddingChecked = false
        try finishMember()
        helpers.count += 1
        switch header.typeFlag {
        case UInt8(ascii: "L"): helpers.takeName(Array(bytes.prefix { $0 != 0 }))
        case UInt8(ascii: "K"): helpers.takeLink(Array(bytes.prefix { $0 != 0 }))
        case UInt8(ascii: "g"): takeGlobals(try TarRecords(bytes, at: start))
        default:
            let records = try TarRecords(bytes, at: start)
            if let key = records.repeatedKey { note(.repeatedKey(member: members, key: key)) }
            helpers.take(records)
        }
        return true
    }

    private mutating func takeGlobals(_ records: TarRecords) {
        for pair in records.pairs {
            if TarHelpers.decisiveKeys.contains(where: { $0.utf8.elementsEqual(pair.key) }) {
                note(.globalKey(member: members, key: pair.key))
            }
            globals.removeAll { $0.key == pair.key }
            // Each one is asked for each member: there must not be many.
            if globals.count < limits.helpers * 16 { globals.append(pair) }
        }
    }

    private mutating func member(
        _ header: TarHeader, at place: Int, _ helpers: TarHelpers
    ) throws(ArchiveError) -> TarEntry {
        var entry = try helpers.entry(header, globals: globals, at: place)
        let number = members
        members += 1
        if entry.kind == .sparse, header.typeFlag == UInt8(ascii: "S") { try skipSparseMaps(header, at: place) }
        entry.dataOffset = offset
        let stated = entry.size
        switch entry.kind {
        case .file, .sparse, .unknown:
            contentLeft = stated
            paddingLeft = Self.padding(stated)
        default:
            entry.size = 0
            if stated > 0 { note(.sizeOfNoContent(member: number, stated)) }
        }
        isReadable = entry.hasContent
        isPaddingChecked = true
        judge(entry, header, number)
        let slash = UInt8(ascii: "/")
        if header.typeFlag == 0, (header.name.last == slash) != (entry.name.last == slash) {
            note(.twoKinds(member: number))
        }
        if header.hasOddNumber { note(.oddNumber(member: number)) }
        if helpers.hasTwoNames { note(.twoNames(member: number)) }
        return entry
    }

    private mutating func judge(_ entry: TarEntry, _ header: TarHeader, _ number: Int) {
        // Old programs write names in whatever the system spoke; only extended headers promise UTF-8.
        for oddity in NameOddity.all(in: entry.name) where oddity != .notUTF8 { note(.name(member: number, oddity)) }
        switch entry.kind {
        case .symbolicLink:
            let folder = entry.name[..<(entry.name.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
            if NameOddity.leadsOutside(target: entry.link, from: folder) { note(.linkLeadsOutside(member: number)) }
        case .hardLink:
            if NameOddity.leadsOutside(target: entry.link, from: []) { note(.linkLeadsOutside(member: number)) }
        case .characterDevice, .blockDevice, .pipe: note(.specialFile(member: number))
        case .sparse: note(.sparse(member: number))
        case .unknown(let letter): note(.unknownType(member: number, letter))
        case .file, .folder: break
        }
        if !header.isUstar, !header.prefix.isEmpty { note(.prefixWithoutMark(member: number)) }
    }

    /// GNU's old form of files with holes: maps of 512 bytes follow the header for as long as each says so.
    private mutating func skipSparseMaps(_ header: TarHeader, at place: Int) throws(ArchiveError) {
        var goesOn = header.hasSparseMaps
        while goesOn {
            let block = try take(upTo: TarHeader.size)
            guard block.count == TarHeader.size else {
                throw Self.fail(.truncated, "a map of holes is cut off", at: place)
            }
            goesOn = block[504] != 0
        }
    }

    /// Goes over what was not read of the present member.
    private mutating func finishMember() throws(ArchiveError) {
        try skip(contentLeft)
        contentLeft = 0
        guard paddingLeft > 0 else { return }
        let padding = try take(upTo: paddingLeft)
        // The last one may lack its padding: nothing follows that could be misread.
        if isPaddingChecked, padding.contains(where: { $0 != 0 }) { note(.paddingFilled(member: members - 1)) }
        paddingLeft = 0
    }

    /// Reads what follows the end: there must be nothing but zeros.
    private mutating func finish(hasEndMark: Bool) throws(ArchiveError) {
        isDone = true
        if !hasEndMark { note(.noEndMark) }
        var isClean = true
        while true {
            try fill()
            if pieceAt == piece.count { break }
            if isClean, let odd = piece[pieceAt...].firstIndex(where: { $0 != 0 }) {
                note(.dataAfterEnd(offset: offset + odd - pieceAt))
                isClean = false
            }
            advance(piece.count - pieceAt)
        }
        for oddity in stream.oddities { note(.stream(oddity)) }
        if stream.members > 1 { note(.severalMembers(stream.members)) }
    }

    // MARK: Bytes

    private static func padding(_ size: Int) -> Int { (512 - size % 512) % 512 }

    private mutating func advance(_ count: Int) {
        pieceAt += count
        offset += count
    }

    /// Makes sure that a byte is there, unless the stream is over.
    private mutating func fill() throws(ArchiveError) {
        guard pieceAt == piece.count else { return }
        pieceAt = 0
        _ = try stream.next(into: &piece)
    }

    /// That many bytes, fewer at the end.
    private mutating func take(upTo count: Int) throws(ArchiveError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            try fill()
            let part = min(count - bytes.count, piece.count - pieceAt)
            if part == 0 { break }
            bytes += piece[pieceAt..<pieceAt + part]
            advance(part)
        }
        return bytes
    }

    private mutating func skip(_ count: Int) throws(ArchiveError) {
        var left = count
        while left > 0 {
            if pieceAt == piece.count {
                let skipped = try stream.skip(left)
                offset += skipped
                left -= skipped
                if left == 0 { return }
            }
            try fill()
            let part = min(left, piece.count - pieceAt)
            guard part > 0 else { throw Self.fail(.truncated, "the archive ends in a member", at: offset) }
            advance(part)
            left -= part
        }
    }
}
