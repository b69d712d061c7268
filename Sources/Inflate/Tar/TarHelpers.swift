/// What the headers before a member's own one say about it.
///
/// Where two say different things, the one that stands first counts, as in Python's `tarfile`.
struct TarHelpers {
    /// Keys that decide what a member is, where it goes, and where the next one begins.
    static let decisiveKeys = ["path", "linkpath", "size", "GNU.sparse.name"]

    /// How many there were.
    var count = 0
    private(set) var longName: [UInt8]?
    private(set) var longLink: [UInt8]?
    private var isNameBeforeRecords = false
    private var isLinkBeforeRecords = false
    private var hasRecords = false
    private var records: [(key: [UInt8], value: [UInt8])] = []

    /// Whether something was said about the member that comes next, and not only about all.
    var isAboutNext: Bool { hasRecords || longName != nil || longLink != nil }

    /// A long name and records that name it too.
    var hasTwoNames: Bool {
        longName != nil && (value(of: "path") ?? value(of: "GNU.sparse.name")) != nil
    }

    mutating func takeName(_ name: [UInt8]) {
        if longName != nil { return }
        longName = name
        isNameBeforeRecords = !hasRecords
    }

    mutating func takeLink(_ link: [UInt8]) {
        if longLink != nil { return }
        longLink = link
        isLinkBeforeRecords = !hasRecords
    }

    mutating func take(_ more: TarRecords) {
        hasRecords = true
        // Within one header the last value of a key counts, between headers the first header.
        var fresh: [(key: [UInt8], value: [UInt8])] = []
        var known = Set(records.map(\.key))
        for pair in more.pairs.reversed() where known.insert(pair.key).inserted { fresh.append(pair) }
        records += fresh.reversed()
    }

    /// The member that its header and these make.
    func entry(
        _ header: TarHeader, globals: [(key: [UInt8], value: [UInt8])], at place: Int
    ) throws(ArchiveError) -> TarEntry {
        var name = header.name
        if header.isUstar, !header.prefix.isEmpty { name = header.prefix + [UInt8(ascii: "/")] + name }
        var link = header.link
        var size = header.fileSize
        let own = Set(records.map(\.key))
        let all = records + globals.filter { !own.contains($0.key) }
        func last(_ key: String) -> [UInt8]? { all.first { $0.key.elementsEqual(key.utf8) }?.value }
        if let path = last("path") { name = path }
        if let path = last("GNU.sparse.name") { name = path }
        if let path = last("linkpath") { link = path }
        if let text = last("size") {
            guard let value = TarRecords.size(text) else {
                throw TarReader.fail(.malformed, "an extended header has a size that is no number", at: place)
            }
            size = value
        }
        if let longName, isNameBeforeRecords || value(of: "path") == nil { name = longName }
        if let longLink, isLinkBeforeRecords || value(of: "linkpath") == nil { link = longLink }
        var kind = Self.kind(header.typeFlag, name: name)
        if all.contains(where: { $0.key.starts(with: "GNU.sparse.".utf8) }) { kind = .sparse }
        let isLink = kind == .symbolicLink || kind == .hardLink
        return TarEntry(
            name: name, kind: kind, typeFlag: header.typeFlag, size: size, mode: header.mode, user: header.user,
            group: header.group, modified: header.modified, link: isLink ? link : [], headerOffset: place,
            dataOffset: place + TarHeader.size, extendedKeys: records.map(\.key))
    }

    private func value(of key: String) -> [UInt8]? {
        records.first { $0.key.elementsEqual(key.utf8) }?.value
    }

    private static func kind(_ letter: UInt8, name: [UInt8]) -> TarEntry.Kind {
        switch letter {
        // The oldest programs knew no folders: a slash at the end makes one.
        case 0: name.last == UInt8(ascii: "/") ? .folder : .file
        case UInt8(ascii: "0"), UInt8(ascii: "7"): .file
        case UInt8(ascii: "1"): .hardLink
        case UInt8(ascii: "2"): .symbolicLink
        case UInt8(ascii: "3"): .characterDevice
        case UInt8(ascii: "4"): .blockDevice
        case UInt8(ascii: "5"): .folder
        case UInt8(ascii: "6"): .pipe
        case UInt8(ascii: "S"): .sparse
        default: .unknown(letter)
        }
    }
}
