/// What the manifest remembers of an artifact that an earlier audit saw.
package struct KnownArtifact: Sendable, Hashable {
    package var ecosystem: Ecosystem
    package var kind: Artifact.Kind?
    package var name: String
    package var version: String
    package var file: String
    package var digests: [ContentDigest]
    /// Mount id of the cache it lay in, and where.
    package var cache: ByteString
    package var path: ByteString = ""
    /// Path of the state root of that cache; of a tree its own.
    package var root: ByteString = ""
    /// What was found when it was seen last.
    package var verdict: Verdict = .unknown
    /// When it was seen first and last, nanoseconds since 1970.
    package var first: Int64
    package var seen: Int64
    /// Whether it was there when its cache was looked at last.
    package var isPresent = false

    package init(
        ecosystem: Ecosystem, name: String, version: String, file: String, digests: [ContentDigest],
        cache: ByteString, seen: Int64
    ) {
        self.ecosystem = ecosystem
        self.name = name
        self.version = version
        self.file = file
        self.digests = digests
        self.cache = cache
        self.seen = seen
        first = seen
    }
}

/// What the manifest remembers of a tag that an earlier audit saw in a cached index.
package struct KnownTag: Sendable, Hashable {
    package var tag: IndexTag
    /// Mount id of the cache it lay in.
    package var cache: ByteString
    /// Index of that cache in the list of this audit; `nil` where it is not audited.
    package var place: Int?
    /// When it was seen last, nanoseconds since 1970.
    package var seen: Int64
    /// Whether it was there when its cache was looked at last.
    package var isPresent: Bool

    package init(tag: IndexTag, cache: ByteString, seen: Int64, isPresent: Bool) {
        self.tag = tag
        self.cache = cache
        self.seen = seen
        self.isPresent = isPresent
    }
}

/// What the manifest remembers of packages, the oldest first.
package struct PackageHistory: Sendable, Hashable {
    package var artifacts: [KnownArtifact] = []
    package var tags: [KnownTag] = []

    package init() {}
}

/// What an audit found out of the packages of one cache, for the manifest to remember.
package struct PackageRecord: Sendable {
    /// Index of the cache in the walk's list.
    package var cache: Int
    package var artifacts: [JudgedArtifact]
    package var tags: [IndexTag]
    /// Files that could not be read or understood: what lay there is not known to be gone.
    package var unread: Set<ByteString> = []
    /// Whether all files were shown to the readers; else nothing is known to be gone.
    package var isWhole = true

    package init(cache: Int, artifacts: [JudgedArtifact] = [], tags: [IndexTag] = []) {
        self.cache = cache
        self.artifacts = artifacts
        self.tags = tags
    }
}

/// What became of packages that the manifest was given to remember.
package struct PackageMemory: Sendable, Equatable {
    /// For each record, when each of its artifacts was seen first, in nanoseconds since 1970; `nil` where it could not
    /// be remembered.
    package var first: [[Int64?]] = []
    /// Packages whose names are too long to be kept.
    package var tooLong = 0

    package init() {}
}
