/// How a file differs between two generations of the manifest.
package struct Change: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case added, removed, modified, moved
    }

    package var kind: Kind
    /// Mount id of the cache.
    package var cache: ByteString
    package var path: ByteString
    /// Where a moved file lay before.
    package var oldPath: ByteString?
    package var oldDigest: SHA256Digest?
    package var newDigest: SHA256Digest?
    package var oldMode: UInt32?
    package var newMode: UInt32?

    package init(
        kind: Kind, cache: ByteString, path: ByteString, oldPath: ByteString? = nil, oldDigest: SHA256Digest? = nil,
        newDigest: SHA256Digest? = nil, oldMode: UInt32? = nil, newMode: UInt32? = nil
    ) {
        self.kind = kind
        self.cache = cache
        self.path = path
        self.oldPath = oldPath
        self.oldDigest = oldDigest
        self.newDigest = newDigest
        self.oldMode = oldMode
        self.newMode = newMode
    }
}

/// How many files changed since the generation before.
package struct ChangeCounts: Sendable, Hashable {
    package var added: Int
    package var removed: Int
    package var modified: Int
    package var moved: Int

    package init(added: Int = 0, removed: Int = 0, modified: Int = 0, moved: Int = 0) {
        self.added = added
        self.removed = removed
        self.modified = modified
        self.moved = moved
    }

    package static func += (left: inout ChangeCounts, right: ChangeCounts) {
        left.added += right.added
        left.removed += right.removed
        left.modified += right.modified
        left.moved += right.moved
    }
}
