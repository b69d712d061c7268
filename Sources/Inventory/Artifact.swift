/// A package file that was recognised in a cache.
package struct Artifact: Sendable, Hashable {
    /// What kind of file it is; the raw value is the word in every output.
    package enum Kind: String, Sendable, CaseIterable {
        case wheel
        /// A source archive.
        case sdist
        /// A wheel that the client built itself: no index knows its digest.
        case builtWheel = "built-wheel"
        /// An archive of npm's kind.
        case tarball
        /// An archive that Yarn (2 and later) made of one of npm's kind.
        case yarnArchive = "yarn-archive"
        case jar, pom
        /// An archive of Cargo's kind.
        case crate
        /// An archive of Go's kind, or the folder that it was unpacked to.
        case module
        /// What a module of Go needs: a file beside the archive, with a digest of its own.
        case goMod = "go-mod"
        /// What a client unpacked of an archive that is gone: there is nothing to compare its files with.
        case unpacked
        /// Another file of a repository: sources, module metadata, signatures.
        case companion
    }

    /// What the cache says of the artifact itself. Agreement proves nothing: whoever writes the one writes the other.
    package enum SelfCheck: String, Sendable, CaseIterable {
        case none, agrees, disagrees
    }

    package var ecosystem: Ecosystem
    package var kind: Kind
    /// As the ecosystem compares names, from the content where that tells, else from the place.
    package var name: String
    package var version: String
    /// Name of the file, as an index or a lockfile would have it.
    package var file: String
    /// The file that holds the content, relative to the cache.
    package var path: ByteString
    /// All files that belong to this artifact and to nothing else, `path` among them: what a purge takes.
    package var parts: [ByteString]
    /// Digests of the artifact as it is downloaded, which need not be those of the file at `path`.
    package var digests: [ContentDigest]
    package var size: Int64
    /// Digests of what the client made it from, as the cache says: a built wheel's source archive. A lockfile pins
    /// that archive, not the wheel. Says nothing of the content.
    package var madeFrom: [ContentDigest]
    /// The archive in this cache that it was made from and whose code it holds unchanged: a built wheel's. `nil` where
    /// nothing was compared, or something differs.
    package var sameAs: ByteString?
    /// Where the cache says that it came from, without credentials.
    package var source: ByteString?
    package var selfCheck: SelfCheck
    /// What runs when it is installed or imported: `postinstall`, `evil.pth`.
    package var hooks: [ByteString]

    package init(
        ecosystem: Ecosystem, kind: Kind, name: String, version: String, file: String, path: ByteString,
        parts: [ByteString] = [], digests: [ContentDigest] = [], size: Int64 = 0,
        madeFrom: [ContentDigest] = [], source: ByteString? = nil,
        selfCheck: SelfCheck = .none, hooks: [ByteString] = []
    ) {
        self.ecosystem = ecosystem
        self.kind = kind
        self.name = name
        self.version = version
        self.file = file
        self.path = path
        self.parts = parts.isEmpty ? [path] : parts
        self.digests = digests
        self.size = size
        self.madeFrom = madeFrom
        self.source = source
        self.selfCheck = selfCheck
        self.hooks = hooks
    }
}
