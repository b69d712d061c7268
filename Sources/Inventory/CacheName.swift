/// What tells one mount cache from all others.
package struct CacheName: Sendable, Hashable {
    /// Path of the state root.
    package var root: ByteString
    /// Mount id.
    package var cache: ByteString
    /// Record id; empty for a tree.
    package var record: String

    package init(root: ByteString, cache: ByteString, record: String) {
        self.root = root
        self.cache = cache
        self.record = record
    }

    /// The name of a cache.
    package init(_ cache: MountCache) {
        self.init(root: cache.root, cache: cache.id, record: cache.record)
    }
}
