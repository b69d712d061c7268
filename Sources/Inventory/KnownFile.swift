/// What the manifest remembers of a file of a cache.
package struct KnownFile: Sendable, Hashable {
    /// Mount id of the cache, and its state root.
    package var cache: ByteString
    package var root: ByteString
    /// The path, or the last part of it where the manifest has forgotten the rest.
    package var path: ByteString
    package var digest: SHA256Digest?
    /// When it was seen first and last, nanoseconds since 1970.
    package var first: Int64
    package var last: Int64
    /// Whether it was there when its cache was looked at last.
    package var isPresent: Bool

    package init(
        cache: ByteString, root: ByteString, path: ByteString, digest: SHA256Digest?, first: Int64, last: Int64,
        isPresent: Bool
    ) {
        self.cache = cache
        self.root = root
        self.path = path
        self.digest = digest
        self.first = first
        self.last = last
        self.isPresent = isPresent
    }
}
