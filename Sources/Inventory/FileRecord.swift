/// One entry of a cache that is not a directory, as the walk saw it.
///
/// Records travel in a `FileBatch`, which holds their path bytes; a record holds no reference of its own, so a
/// batch of a thousand costs three allocations.
package struct FileRecord: Sendable {
    /// What became of the entry's content.
    package enum Status: UInt8, Sendable {
        /// Read whole in this walk; `digest` is the content's (of a symbolic link: of its target).
        case hashed
        /// Not read: identity equals the known one; `digest` is zero, the known digest stands.
        case reused
        /// Not content that can be hashed: FIFO, socket, device.
        case special
        /// Could not be read to its end; the batch has a `Trouble` with the reason. No digest.
        case failed
    }

    /// How the entry compares with what `KnownFiles` knew.
    package enum Known: Sendable, Equatable {
        /// No file was known at this path.
        case new
        /// A file was known at this path with another identity; the slot is its own.
        case changed(slot: Int32)
        /// Known with this identity.
        case same(slot: Int32)
        /// The walk has sent a record of this path before; now another file stands there, which was made before the
        /// walk began and moved since.
        case again
    }

    /// Index of the cache in the walk's list.
    package var cache: Int32
    /// Where the path (relative to the cache's directory) lies in the batch's `bytes`.
    package var path: Range<Int32>
    /// Where a symbolic link's target lies in the batch's `bytes`; empty for other kinds.
    package var target: Range<Int32>
    package var kind: EntryKind
    package var status: Status
    package var known: Known
    package var identity: FileIdentity
    package var owner: UInt32
    package var group: UInt32
    package var links: UInt32
    /// Keyed hash of cache and path; names the path in `KnownFiles`.
    package var pathKey: UInt64
    /// Keyed hash of the identity.
    package var identityKey: UInt64
    package var digest: SHA256Digest

    package init(
        cache: Int32, path: Range<Int32>, target: Range<Int32>, kind: EntryKind, status: Status, known: Known,
        identity: FileIdentity, owner: UInt32, group: UInt32, links: UInt32, pathKey: UInt64, identityKey: UInt64,
        digest: SHA256Digest
    ) {
        self.cache = cache
        self.path = path
        self.target = target
        self.kind = kind
        self.status = status
        self.known = known
        self.identity = identity
        self.owner = owner
        self.group = group
        self.links = links
        self.pathKey = pathKey
        self.identityKey = identityKey
        self.digest = digest
    }
}
