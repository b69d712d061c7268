/// One cache of a purge plan: all of its content, or single entries.
///
/// ```
///  directory   /var/lib/buildkit/runc-native/snapshots/snapshots/7       what is opened; it stays
///  kept        seed                                                      what builds mount of it; emptied, and stays
///  entries     seed/wheels/a.whl  is named  wheels/a.whl
/// ```
package struct PurgeTarget: Sendable, Hashable {
    /// Mount id; of a tree its absolute path.
    package var cache: ByteString
    /// Path of the state root, and its kind; of a tree its own.
    package var root: ByteString
    package var kind: StateRoot.Kind
    /// Record id and snapshot in the state root; empty for a tree.
    package var record: String
    package var snapshot: String
    /// Absolute path of the directory that holds the content, and what the kernel says it is.
    package var directory: ByteString
    package var device: UInt64
    package var inode: UInt64
    /// Folder of the directory that builds mount and that must stay; usually empty.
    package var kept: ByteString
    package var ecosystems: [String]
    /// When the cache was used last, nanoseconds since 1970, and how often.
    package var lastUsed: Int64?
    package var uses: Int?
    /// What is removed; `nil` for all of the content.
    package var entries: [PurgePlan.Entry]?
    /// Entries that are no folders, and bytes of their content, that are to be removed.
    package var files: Int
    package var bytes: Int64
    package var reasons: [PurgePlan.Reason]
    /// Who will fill the cache again.
    package var projects: [PurgePlan.Rebuilder]
    /// Whether a build has it mounted at the time of the plan.
    package var isInUse: Bool
    package var way: PurgePlan.Way
    /// Whether only its engine may purge it: what builds see cannot be told from the copy of a base around it.
    package var needsEngine: Bool
    /// Whether what is removed is kept in the quarantine first.
    package var keepsEvidence: Bool

    /// All content of a cache, by files, without evidence.
    package init(_ cache: MountCache, kind: StateRoot.Kind, device: UInt64, inode: UInt64) {
        self.cache = cache.id
        root = cache.root
        self.kind = kind
        record = cache.record
        snapshot = cache.snapshot
        kept = cache.part
        let part = cache.part.isEmpty ? 0 : cache.part.bytes.count + 1
        directory = ByteString(Array(cache.path.bytes.dropLast(part)))
        self.device = device
        self.inode = inode
        ecosystems = cache.ecosystems
        lastUsed = cache.lastUsed
        uses = cache.uses
        entries = nil
        files = 0
        bytes = 0
        reasons = []
        projects = cache.projects.compactMap { project in
            project.project.map {
                PurgePlan.Rebuilder(
                    source: $0.source, certainty: $0.certainty, builds: project.builds.count + project.unlisted)
            }
        }
        isInUse = cache.inUse
        way = .files
        needsEngine = false
        keepsEvidence = false
    }

    /// With every part given, as a plan's reader has them.
    package init(
        cache: ByteString, root: ByteString, kind: StateRoot.Kind, record: String, snapshot: String,
        directory: ByteString, device: UInt64, inode: UInt64, kept: ByteString
    ) {
        self.cache = cache
        self.root = root
        self.kind = kind
        self.record = record
        self.snapshot = snapshot
        self.directory = directory
        self.device = device
        self.inode = inode
        self.kept = kept
        ecosystems = []
        entries = nil
        files = 0
        bytes = 0
        reasons = []
        projects = []
        isInUse = false
        way = .files
        needsEngine = false
        keepsEvidence = false
    }

    /// Whether it is a directory of its own, without an engine.
    package var isTree: Bool { kind == .tree }

    /// Whether an engine's records name it, and tell who uses it.
    package var hasRecord: Bool { !record.isEmpty }

    /// The folder that builds see.
    package var content: ByteString { kept.isEmpty ? directory : directory.appending(kept) }
}
