import Inflate
import Inventory

/// The archive of a module: a zip file in which every name begins with `module@version/`.
struct GoArchive {
    /// Digests of its files by their names in the folder of the release.
    private(set) var members: UnpackedTree.Members = [:]
    /// What Go names the content by; `nil` where it cannot be told.
    private(set) var digest: ContentDigest?
    /// Entries that do not lie in the folder of the release.
    private(set) var straying = 0
    /// Names that stand twice: Go refuses such an archive.
    private(set) var repeated = 0
    /// Why the rest was not seen.
    private(set) var failure: ArchiveError?
    /// Bytes that came out.
    private(set) var output = 0

    /// Reads all entries.
    init(_ source: ByteSource, of release: GoRelease) {
        do throws(ArchiveError) {
            guard source.size <= GoLimits.archiveSize else {
                throw ArchiveError(
                    .tooLarge, format: "zip",
                    reason: "it has \(source.size) bytes, more than the limit of \(GoLimits.archiveSize)", offset: 0)
            }
            let directory = try ZipDirectory(
                source,
                limits: ZipLimits(
                    directory: GoLimits.directorySize, entries: GoLimits.entries, oddities: 0, checksEntries: false))
            try read(directory, source, release.prefix)
        } catch {
            failure = error
        }
    }

    private mutating func read(
        _ directory: ZipDirectory, _ source: ByteSource, _ prefix: [UInt8]
    ) throws(ArchiveError) {
        var tree = GoTreeHash()
        var names: Set<[UInt8]> = []
        var allowance = ByteAllowance(GoLimits.archiveOutput)
        for index in directory.entries.indices {
            let entry = try directory.located(index, in: source)
            guard allowance.take(entry.size) else {
                throw ArchiveError(
                    .tooLarge, format: "zip",
                    reason: "more comes out than the limit of \(GoLimits.archiveOutput) bytes",
                    offset: entry.headerOffset)
            }
            output = GoLimits.archiveOutput - allowance.left
            var reader = try ZipEntryReader(entry, of: source, limit: GoLimits.archiveOutput)
            let digest = try UnpackedTree.digest { piece throws(ArchiveError) in try reader.next(into: &piece) }
            tree.add(entry.name, digest)
            if !names.insert(entry.name).inserted { repeated += 1 }
            if !entry.name.starts(with: prefix) || Self.climbs(entry.name) {
                straying += 1
            } else if entry.name.last != UInt8(ascii: "/") {
                members[Array(entry.name.dropFirst(prefix.count))] = digest
            }
        }
        digest = tree.digest()
    }

    private static func climbs(_ name: [UInt8]) -> Bool {
        NameOddity.all(in: name).contains { $0 == .absolute || $0 == .traversal }
    }
}
