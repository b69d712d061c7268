package import Inventory

/// One file of a baseline, on its way to or from another host: what does not depend on the host it lies on.
package struct BaselineEntry: Sendable, Hashable {
    /// Mount id of the cache.
    package var cache: ByteString
    package var path: ByteString
    package var kind: EntryKind
    package var size: Int64
    package var mode: UInt32
    /// `nil` for entries without content.
    package var digest: SHA256Digest?

    package init(
        cache: ByteString, path: ByteString, kind: EntryKind, size: Int64, mode: UInt32, digest: SHA256Digest?
    ) {
        self.cache = cache
        self.path = path
        self.kind = kind
        self.size = size
        self.mode = mode
        self.digest = digest
    }
}
