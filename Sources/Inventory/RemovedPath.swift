/// Something that a purge took out of a cache, or found gone: what stands there afterwards came anew, and is no change
/// of what stood there before.
package struct RemovedPath: Sendable, Hashable {
    package var cache: CacheName
    /// Relative to the directory that builds see; empty for all of the content.
    package var path: ByteString
    /// Whether it went because of what it was: then it is no measure for what comes later, either.
    package var isForCause: Bool

    package init(cache: CacheName, path: ByteString, isForCause: Bool) {
        self.cache = cache
        self.path = path
        self.isForCause = isForCause
    }
}
