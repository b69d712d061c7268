/// One entry of a zip file, as the central directory has it.
package struct ZipEntry: Sendable, Equatable {
    /// What an entry becomes when it is unpacked.
    package enum Kind: Sendable, Equatable {
        case file, folder, symbolicLink
        /// A device, a pipe or a socket.
        case special
    }

    /// The name's bytes; UTF-8 where `flags` say so, else in some old code page.
    package var name: [UInt8]
    /// 0 stored, 8 deflate; others are not read here.
    package var method: Int
    /// The general purpose bits.
    package var flags: Int
    /// Checksum of the content.
    package var crc32: UInt32
    /// Bytes in the file.
    package var compressedSize: Int
    /// Bytes of the content.
    package var size: Int
    /// Where the local header lies in the source, what stands before the archive included.
    package var headerOffset: Int
    /// Where the content lies in the source; `nil` before the local header was read, or where there is none.
    package var dataOffset: Int?
    /// The system whose attributes follow, from the upper byte of the version made by: 3 is Unix.
    package var system: Int
    /// Attributes of that system; for Unix the mode is in the upper half.
    package var attributes: UInt32
    /// Date and time as DOS packs them, the date in the upper half.
    package var modified: UInt32
    /// Fields of further programs, not taken apart.
    package var extra: [UInt8]
    /// The entry's comment.
    package var comment: [UInt8]

    /// Encrypted, wholly or its head.
    package var isEncrypted: Bool { flags & 0x2041 != 0 }
    /// Checksum and sizes stand behind the content, not before it.
    package var hasDescriptor: Bool { flags & 0x0008 != 0 }
    /// The name says of itself that it is UTF-8.
    package var isNameUTF8: Bool { flags & 0x0800 != 0 }
    /// Unix mode, file type included; 0 where there is none.
    package var mode: UInt32 { attributes >> 16 }

    /// What it becomes. A mode is believed whatever system is named, as readers do.
    package var kind: Kind {
        switch mode & 0xF000 {
        case 0xA000: .symbolicLink
        case 0x1000, 0x2000, 0x6000, 0xC000: .special
        default: name.last == UInt8(ascii: "/") ? .folder : .file
        }
    }

    /// Walks over the extra fields; `false` where they do not fit into one another.
    @discardableResult
    static func forEachField(in extra: [UInt8], _ body: (_ id: Int, _ content: Fields) -> Void) -> Bool {
        let fields = Fields(extra)
        var at = 0
        // Fewer than four bytes are padding, as aligning tools leave it.
        while extra.count - at >= 4 {
            let count = fields.two(at + 2)
            guard count <= extra.count - at - 4 else { return false }
            body(fields.two(at), Fields(fields.piece(at + 4, count)))
            at += 4 + count
        }
        return true
    }
}
