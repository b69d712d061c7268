extension ZipDirectory {
    /// Bytes of a local header before its name.
    private static let localHeaderSize = 30
    private static let localMark: [UInt8] = [0x50, 0x4B, 3, 4]

    /// An entry with the place of its content, which stands in its local header; without it where there is none. For
    /// directories whose entries were not compared with their headers.
    package func located(_ index: Int, in source: ByteSource) throws(ArchiveError) -> ZipEntry {
        var entry = entries[index]
        guard entry.dataOffset == nil else { return entry }
        let header = Fields(try source.read(at: entry.headerOffset, count: Self.localHeaderSize))
        guard header.bytes.count == Self.localHeaderSize, header.holds(Self.localMark, at: 0) else { return entry }
        entry.dataOffset = entry.headerOffset + Self.localHeaderSize + header.two(26) + header.two(28)
        return entry
    }
}
