/// All members of a tar file, without their contents.
package struct TarListing: Sendable {
    /// Bytes of names that are remembered to find those that come twice.
    private static let nameBytesMax = 256 << 20

    /// The members in the archive's order.
    package private(set) var entries: [TarEntry] = []
    /// All that is odd.
    package private(set) var oddities: [TarOddity] = []
    /// Oddities beyond the limit, which were not kept.
    package private(set) var furtherOddities = 0

    /// Reads a whole stream.
    package init(_ stream: consuming ByteStream, limits: TarLimits = .standard) throws(ArchiveError) {
        var reader = TarReader(stream, limits: limits)
        var first: [[UInt8]: Int] = [:]
        var nameBytes = 0
        while let entry = try reader.next() {
            nameBytes += entry.name.count + entry.link.count + entry.extendedKeys.reduce(0) { $0 + $1.count }
            guard nameBytes <= Self.nameBytesMax else {
                throw TarReader.fail(
                    .tooLarge, "the names have more bytes than the limit of \(Self.nameBytesMax)",
                    at: entry.headerOffset)
            }
            // A slash at the end makes no other name.
            let name = entry.name.last == UInt8(ascii: "/") ? Array(entry.name.dropLast()) : entry.name
            if let earlier = first[name] {
                reader.note(.duplicateName(member: entries.count, first: earlier))
            } else {
                first[name] = entries.count
            }
            entries.append(entry)
        }
        oddities = reader.oddities
        furtherOddities = reader.furtherOddities
    }
}
