/// What the host has: the answer of `caches`.
package struct CachesReport: Sendable {
    /// One cache and its size.
    package struct Entry: Sendable {
        package var cache: MountCache
        /// Which of the report's state roots it lies in: two of them may have one path.
        package var root: Int
        /// Projects that share its mount id, as the rules about sharing count them; the cache lists more: builds that
        /// nothing identifies, and those that the text of their Dockerfile alone tells apart.
        package var projectCount: Int
        /// Entries that are not folders, and the bytes of their content; `nil` where it was not looked at.
        package var files: Int?
        package var bytes: Int64?

        package init(
            cache: MountCache, root: Int = 0, projectCount: Int = 0, files: Int? = nil, bytes: Int64? = nil
        ) {
            self.cache = cache
            self.root = root
            self.projectCount = projectCount
            self.files = files
            self.bytes = bytes
        }
    }

    /// A leftover, and the state root it lies in.
    package struct Orphan: Sendable, Hashable {
        package var root: ByteString
        package var orphan: StateInventory.Orphan

        package init(root: ByteString, orphan: StateInventory.Orphan) {
            self.root = root
            self.orphan = orphan
        }
    }

    /// A lockfile that a build used, and the state root it lies in.
    package struct Lockfile: Sendable, Hashable {
        package var root: ByteString
        package var lockfile: DiscoveredLockfile

        package init(root: ByteString, lockfile: DiscoveredLockfile) {
            self.root = root
            self.lockfile = lockfile
        }
    }

    package var version: String
    package var host: String
    package var roots: [StateRoot]
    /// In the order asked for.
    package var caches: [Entry]
    package var orphans: [Orphan]
    /// The lockfiles of builds, as far as the state roots still hold them.
    package var lockfiles: [Lockfile]
    /// Where state was looked for.
    package var steps: [DiscoveryStep]
    /// Paths are absolute; `cache` is an index into `caches` or -1.
    package var troubles: [Trouble]
    package var unlistedTroubles: Int
    /// What limits the answer, in sentences.
    package var notes: [String]
    /// What the state roots tell of their engines, each with its state root.
    package var traits: [String]
    /// What metrics are made of: the builds that the manifest and the state roots know.
    package var builds: [BuildFacts] = []

    package init(version: String, host: String) {
        self.version = version
        self.host = host
        roots = []
        caches = []
        orphans = []
        lockfiles = []
        steps = []
        troubles = []
        unlistedTroubles = 0
        notes = []
        traits = []
    }

    /// Whether all was seen.
    package var isComplete: Bool { troubles.isEmpty && unlistedTroubles == 0 }
}
