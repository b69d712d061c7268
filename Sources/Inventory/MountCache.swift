/// One cache that is audited as a unit: a record of type `exec.cachemount` in a state root, or a `--tree`.
package struct MountCache: Sendable, Hashable {
    /// How builds may use the cache at the same time.
    package enum Sharing: String, Sendable {
        case shared, locked, `private`
    }

    /// Mount id as BuildKit has it; of a tree its absolute path.
    package var id: ByteString
    /// Path of the state root; of a tree its own.
    package var root: ByteString
    /// Record id and snapshot in the state root; empty for a tree.
    package var record: String
    package var snapshot: String
    /// Absolute path of the directory that holds the content.
    package var path: ByteString
    package var ecosystems: [String]
    /// Nanoseconds since 1970, where known.
    package var created: Int64?
    package var lastUsed: Int64?
    package var uses: Int?
    package var sharing: Sharing?
    package var inUse: Bool
    /// Who uses it, for people: processes, or the files of running steps that name it. A few of them.
    package var usedBy: [ByteString] = []
    /// Whether programs that may be run belong here; `nil` where the kind of cache does not tell.
    package var expectsExecutables: Bool?
    /// Record of the base layer below the content (`from=`, `uid=`, `gid=`, `mode=`); `nil` for a plain mount.
    package var base: String?
    /// Folders of the content that builds mount (`source=`), relative; all of it where empty.
    package var selectors: [ByteString] = []
    /// The end of `path` that lies in content which builds wrote, and must be opened as such; usually empty.
    package var part: ByteString = ""
    /// The record's own description: the step that made it.
    package var description: ByteString = ""
    /// Who used it, as far as builds are remembered; the most recent first.
    package var projects: [CacheProject] = []

    /// Whether it is a directory of its own, without an engine.
    package var isTree: Bool { root == path }

    package init(
        id: ByteString, root: ByteString, record: String = "", snapshot: String = "", path: ByteString,
        ecosystems: [String] = [], created: Int64? = nil, lastUsed: Int64? = nil, uses: Int? = nil,
        sharing: Sharing? = nil, inUse: Bool = false, expectsExecutables: Bool? = nil
    ) {
        self.id = id
        self.root = root
        self.record = record
        self.snapshot = snapshot
        self.path = path
        self.ecosystems = ecosystems
        self.created = created
        self.lastUsed = lastUsed
        self.uses = uses
        self.sharing = sharing
        self.inUse = inUse
        self.expectsExecutables = expectsExecutables
    }
}
