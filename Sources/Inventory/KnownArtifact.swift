/// What the manifest remembers of an artifact that an earlier audit saw.
package struct KnownArtifact: Sendable, Hashable {
    package var ecosystem: Ecosystem
    package var name: String
    package var version: String
    package var file: String
    package var digests: [ContentDigest]
    /// Mount id of the cache it lay in.
    package var cache: ByteString
    /// When it was seen last, nanoseconds since 1970.
    package var seen: Int64

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
    }
}
