/// One member of a tar file.
package struct TarEntry: Sendable, Equatable {
    /// What a member becomes when it is unpacked.
    package enum Kind: Sendable, Equatable {
        case file, folder, symbolicLink, hardLink, characterDevice, blockDevice, pipe
        /// A file with holes; its content stands in the archive in pieces and is not put together here.
        case sparse
        /// Something else. Readers skip it or take it for a file.
        case unknown(UInt8)
    }

    /// The name's bytes, from wherever it stands: an extended header, a long name, prefix and name.
    package var name: [UInt8]
    /// What it becomes.
    package var kind: Kind
    /// The letter of its kind as it stands in the header.
    package var typeFlag: UInt8
    /// Bytes of the content that follow in the archive.
    package var size: Int
    /// Permission bits, setuid and the like.
    package var mode: Int
    /// Numbers of its owner.
    package var user: Int
    package var group: Int
    /// Seconds since 1970; `nil` where it is no plain number.
    package var modified: Int?
    /// What a link leads to; empty for all else.
    package var link: [UInt8]
    /// Where its own header begins in the decompressed stream.
    package var headerOffset: Int
    /// Where its content begins there.
    package var dataOffset: Int
    /// Keys of the extended headers that are about it, as they stand there.
    package var extendedKeys: [[UInt8]]

    /// Whether content follows that can be read.
    package var hasContent: Bool {
        switch kind {
        case .file, .unknown: true
        default: false
        }
    }
}
