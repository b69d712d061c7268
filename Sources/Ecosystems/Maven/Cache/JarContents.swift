internal import Inflate
internal import Inventory

/// What the directory of a jar says, with the few small entries that name the project. Nothing else is read.
struct JarContents {
    /// Files of properties that are read; a jar with more is made of many others.
    static let identityLimit = 64
    /// Bytes of one.
    static let propertiesLimit = 1 << 16
    /// Hooks that are named.
    static let hookLimit = 32
    /// Escaping names that are shown.
    private static let shownNames = 5
    private static let limits = ZipLimits(
        directory: 64 << 20, entries: 500_000, oddities: 1_000, checksEntries: false)

    /// How many projects the jar holds files of properties of.
    private(set) var projects = 0
    /// What those say, as far as they were read.
    private(set) var identities: [PomIdentity] = []
    /// Entries by which a build runs code of this jar without calling it.
    private(set) var hooks: [ByteString] = []
    /// Names that would lead whoever unpacks the jar out of the folder.
    private(set) var escapes = 0
    /// The first of them.
    private(set) var escapingNames: [ByteString] = []

    private static let metadataFolder = Array("META-INF/maven/".utf8)
    private static let propertiesName = Array("/pom.properties".utf8)
    private static let hookNames: Set<ByteString> = [
        "META-INF/maven/plugin.xml", "META-INF/maven/extension.xml", "META-INF/plexus/components.xml",
        "META-INF/services/javax.annotation.processing.Processor",
        "META-INF/services/org.codehaus.groovy.transform.ASTTransformation",
    ]

    init(_ source: ByteSource) throws(ArchiveError) {
        let directory = try ZipDirectory(source, limits: Self.limits)
        for entry in directory.entries {
            if Self.leadsOutside(entry.name) {
                escapes += 1
                if escapingNames.count < Self.shownNames { escapingNames.append(ByteString(entry.name)) }
            }
            if hooks.count < Self.hookLimit, Self.hookNames.contains(ByteString(entry.name)) {
                hooks.append(ByteString(entry.name))
            }
            guard Self.isProperties(entry.name) else { continue }
            projects += 1
            guard projects <= Self.identityLimit else { continue }
            let text = try Self.content(of: entry, in: source)
            if let identity = PomIdentity.ofProperties(text) { identities.append(identity) }
        }
    }

    /// Asked of each entry: the directory's own list of what is odd has an end, and could be filled with other things.
    private static func leadsOutside(_ name: [UInt8]) -> Bool {
        guard let first = name.first else { return false }
        let isSuspect =
            first == UInt8(ascii: "/") || first == UInt8(ascii: "\\")
            || name.dropFirst().first == UInt8(ascii: ":") || hasTwoDotsOrZero(name.span)
        guard isSuspect else { return false }
        return NameOddity.all(in: name).contains { [.traversal, .absolute, .zeroByte].contains($0) }
    }

    private static func hasTwoDotsOrZero(_ name: Span<UInt8>) -> Bool {
        var isBehindDot = false
        for index in 0..<name.count {
            let isDot = name[index] == UInt8(ascii: ".")
            if isDot && isBehindDot || name[index] == 0 { return true }
            isBehindDot = isDot
        }
        return false
    }

    /// `META-INF/maven/<group>/<artifact>/pom.properties`, nothing deeper.
    private static func isProperties(_ name: [UInt8]) -> Bool {
        name.starts(with: metadataFolder) && name.suffix(propertiesName.count) == propertiesName[...]
            && name.count(where: { $0 == UInt8(ascii: "/") }) == 4
    }

    /// Finds the content behind the local header: the directory was read without looking at those.
    private static func content(of entry: ZipEntry, in source: ByteSource) throws(ArchiveError) -> [UInt8] {
        let header = try source.read(at: entry.headerOffset, count: 30)
        guard header.count == 30, header.starts(with: [0x50, 0x4B, 3, 4]) else {
            throw ArchiveError(
                .malformed, format: "zip", reason: "no local header is where the directory says",
                offset: entry.headerOffset)
        }
        let name = Int(header[26]) | Int(header[27]) << 8
        let extra = Int(header[28]) | Int(header[29]) << 8
        var placed = entry
        placed.dataOffset = entry.headerOffset + 30 + name + extra
        return try ZipEntryReader.content(of: placed, in: source, limit: propertiesLimit)
    }
}
