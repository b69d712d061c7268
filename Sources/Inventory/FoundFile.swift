/// A file that was found by its digest.
package struct FoundFile: Sendable, Hashable {
    /// Index of the cache in the list that was asked about.
    package var cache: Int
    package var path: ByteString
    package var digest: SHA256Digest

    package init(cache: Int, path: ByteString, digest: SHA256Digest) {
        self.cache = cache
        self.path = path
        self.digest = digest
    }
}
