/// A file of a cache whose content is not what it was.
package struct PathChange: Sendable, Hashable {
    package var path: ByteString
    /// What may become of such a path; only `immutable` ones are judged.
    package var pathClass: PathClass
    package var before: SHA256Digest
    package var after: SHA256Digest
    /// When the earlier content was seen last, nanoseconds since 1970, where known.
    package var seen: Int64?

    package init(
        path: ByteString, pathClass: PathClass, before: SHA256Digest, after: SHA256Digest, seen: Int64? = nil
    ) {
        self.path = path
        self.pathClass = pathClass
        self.before = before
        self.after = after
        self.seen = seen
    }
}

/// All that is known of one cache when its packages are judged.
package struct PackageCache: Sendable {
    /// Index of the cache in the report's list.
    package var index: Int
    /// Who used it stands in its projects.
    package var cache: MountCache
    /// What each ecosystem's reader found in it.
    package var readings: [CacheReading]
    /// Files that another content stands in than at an earlier audit, as far as nobody has accepted that.
    package var changes: [PathChange]
    /// Paths that no client writes.
    package var foreign: PathTally
    /// Files of the clients' own that nothing leads to, or of which nobody can tell what they are.
    package var unknown = PathTally()
    /// Files with names like those of packages, in no cache that is read.
    package var outside = PathTally()

    package init(
        index: Int, cache: MountCache, readings: [CacheReading] = [], changes: [PathChange] = [],
        foreign: PathTally = PathTally()
    ) {
        self.index = index
        self.cache = cache
        self.readings = readings
        self.changes = changes
        self.foreign = foreign
    }
}
