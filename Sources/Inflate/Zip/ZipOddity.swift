/// What no plain packer writes: each is a way to show one content to one reader and another to the next, or to lead
/// whoever unpacks astray. `entry` is an index into the directory's entries.
package enum ZipOddity: Sendable, Equatable {
    // The file as a whole.

    /// Bytes before the first entry; programs that unpack themselves have them, and so have polyglots.
    case prefixData(count: Int)
    /// Bytes behind the end record that are not its comment.
    case trailingData(count: Int)
    /// The comment holds the mark of an end record, or a second one ends with the file.
    case secondEndRecord(offset: Int)
    /// Counted from the file's beginning, another directory stands where the end record points to.
    case secondDirectory(offset: Int)
    /// The end record counts other entries than there are.
    case entryCount(stated: Int, found: Int)
    /// It says to be one part of several.
    case splitArchive
    /// The 64-bit end record is not where its locator says.
    case zip64Offset(stated: Int, found: Int)
    /// The 64-bit end record disagrees with the plain one where that is not filled up.
    case zip64Disagrees
    /// Bytes between entries, or between the last one and the directory.
    case unlistedData(offset: Int, count: Int)
    /// A local header among those bytes: who reads from the beginning sees an entry that the directory does not have.
    case unlistedEntry(offset: Int, name: [UInt8])

    // One entry.

    /// Its name is odd.
    case name(entry: Int, NameOddity)
    /// It has the name of an earlier one.
    case duplicateName(entry: Int, first: Int)
    /// The extra fields hold another name, which some readers prefer.
    case secondName(entry: Int, name: [UInt8])
    /// It becomes a symbolic link.
    case symbolicLink(entry: Int)
    /// It becomes a device, a pipe or a socket.
    case specialFile(entry: Int)
    /// It is encrypted.
    case encrypted(entry: Int)
    /// It is compressed otherwise.
    case method(entry: Int, Int)
    /// A stored entry has two sizes.
    case storedSizes(entry: Int)
    /// A folder has content.
    case folderWithContent(entry: Int)
    /// Its extra fields do not fit into one another, or a 64-bit size is missing.
    case extraFields(entry: Int)
    /// No local header is where the directory says.
    case noLocalHeader(entry: Int)
    /// The local header has another name.
    case localName(entry: Int, local: [UInt8])
    /// The local header has another compression.
    case localMethod(entry: Int, Int)
    /// The local header has other general purpose bits that matter.
    case localFlags(entry: Int, Int)
    /// The local header, or the descriptor behind the content, has other sizes.
    case localSizes(entry: Int, compressed: Int, size: Int)
    /// The local header, or the descriptor, has another checksum.
    case localChecksum(entry: Int, UInt32)
    /// Behind the content there is no descriptor.
    case noDescriptor(entry: Int)
    /// Its bytes reach into the next entry, the directory, or behind the file.
    case overlap(entry: Int, next: Int?)

    /// The entry it is about; `nil` for the file as a whole.
    package var entry: Int? {
        switch self {
        case .prefixData, .trailingData, .secondEndRecord, .secondDirectory, .entryCount, .splitArchive, .zip64Offset,
            .zip64Disagrees, .unlistedData, .unlistedEntry:
            nil
        case .name(let entry, _), .duplicateName(let entry, _), .secondName(let entry, _), .symbolicLink(let entry),
            .specialFile(let entry), .encrypted(let entry), .method(let entry, _), .storedSizes(let entry),
            .folderWithContent(let entry), .extraFields(let entry), .noLocalHeader(let entry),
            .localName(let entry, _), .localMethod(let entry, _), .localFlags(let entry, _),
            .localSizes(let entry, _, _), .localChecksum(let entry, _), .noDescriptor(let entry),
            .overlap(let entry, _):
            entry
        }
    }
}
