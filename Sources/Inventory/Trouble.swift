/// Something an audit could not read, parse or finish. Each one makes the audit incomplete.
package struct Trouble: Sendable, Hashable {
    /// Why; the raw value is the word in every output.
    package enum Reason: String, Sendable, CaseIterable {
        /// No permission, or the device failed: `detail` has the errno's words.
        case unreadable
        /// Over a configured limit.
        case tooLarge = "too-large"
        /// Content that breaks its format.
        case malformed
        /// Was listed, was gone when it was opened, and no later look showed what became of it. Counted, and harmless
        /// where builds run.
        case vanished
        /// Changed each time it was read.
        case unstable
        /// Entries were moved about while the cache was walked, so some may never have been seen.
        case moved
        /// Another file system is mounted there; the walk does not cross it.
        case mountPoint = "mount-point"
        /// More folders deep than the limit.
        case tooDeep = "too-deep"
        /// The audit was told to stop before it came here.
        case cancelled
        /// The manifest, a rule file or a lockfile could not be used.
        case unusable
    }

    /// Index of the cache in the walk's list; -1 where the trouble is not in a cache.
    package var cache: Int32
    /// Path relative to the cache's directory, or an absolute one where `cache` is -1.
    package var path: ByteString
    package var reason: Reason
    /// A sentence that says what happened.
    package var detail: String
    /// Whether everything below `path` was left out (a folder that could not be read).
    package var isSubtree: Bool

    package init(cache: Int32, path: ByteString, reason: Reason, detail: String, isSubtree: Bool = false) {
        self.cache = cache
        self.path = path
        self.reason = reason
        self.detail = detail
        self.isSubtree = isSubtree
    }
}
