/// Why an archive or a compressed stream could not be read.
///
/// Every reader in this room throws this and nothing else. The sentence names no file: whoever opened the file adds
/// its path.
package struct ArchiveError: Error, Sendable, Equatable {
    /// What callers tell apart.
    package enum Kind: String, Sendable, Equatable, CaseIterable {
        /// The bytes are not what the format says.
        case malformed
        /// The bytes end too early.
        case truncated
        /// A limit was reached: the input asks for more than its reader gives.
        case tooLarge = "too-large"
        /// A checksum or size that the format holds is not that of the content.
        case mismatch
        /// Right, but of a kind that is not read here: encrypted, split, another compression.
        case unsupported
        /// The source could not be read; the reason is its own.
        case unreadable
        /// zlib got no memory.
        case outOfMemory = "out-of-memory"
    }

    /// What happened.
    package var kind: Kind
    /// Name of the format, as people write it: `gzip`, `zip`, `tar`.
    package var format: String
    /// What was found and what was expected; a sentence without its full stop.
    package var reason: String
    /// Where, in bytes from the beginning of what was read.
    package var offset: Int

    /// Puts an error together.
    package init(_ kind: Kind, format: String, reason: String, offset: Int) {
        self.kind = kind
        self.format = format
        self.reason = reason
        self.offset = offset
    }

    /// The error of a source that could not be read.
    package static func unreadable(_ reason: String, offset: Int) -> ArchiveError {
        ArchiveError(.unreadable, format: "archive", reason: reason, offset: offset)
    }
}

extension ArchiveError: CustomStringConvertible {
    /// `zip, byte 120: …`.
    package var description: String { "\(format), byte \(offset): \(reason)" }
}
