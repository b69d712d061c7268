/// One finished build, as BuildKit's history has it. Nothing in it looks like a secret any more: what did was replaced
/// where it was read, and stands in `credentials` by its place only.
package struct Build: Sendable, Hashable {
    /// How it ended; the raw value is the word in every output.
    package enum Result: String, Sendable, CaseIterable {
        case succeeded, failed, cancelled
    }

    /// Where something that looks like a credential stood, and what it looks like; never the thing itself.
    package struct Credential: Sendable, Hashable {
        /// The field: `build-arg:NPM_TOKEN`, `vcs:source`, `dockerfile line 7`.
        package var place: ByteString
        /// What it looks like: `password in a URL`, `npm token`.
        package var kind: String

        package init(place: ByteString, kind: String) {
            self.place = place
            self.kind = kind
        }
    }

    /// Path of the state root that has the record.
    package var root: ByteString
    /// BuildKit's name of the build.
    package var ref: String
    /// `nil` where nothing tells.
    package var project: Project?
    /// Commit that was built, with `-dirty` where the client said so.
    package var revision: String?
    /// Branch or tag that was asked for, where the context's address names one.
    package var branch: ByteString?
    /// Nanoseconds since 1970.
    package var started: Int64?
    package var finished: Int64?
    package var result: Result
    /// What the failed step said.
    package var failure: ByteString?
    package var stepsCached: Int?
    package var stepsCompleted: Int?
    package var stepsTotal: Int?
    package var mounts: [MountUse]
    /// Ids of the secrets that steps asked for.
    package var secrets: [ByteString]
    /// Network modes of steps other than the default: `host`, `none`.
    package var networks: [String]
    /// Whether a step ran without the usual confinement (`--security=insecure`).
    package var isInsecure: Bool
    /// Name of the Dockerfile, and its text.
    package var dockerfileName: ByteString?
    package var dockerfile: ByteString?
    package var credentials: [Credential]
    /// Whether somebody asked to keep the record.
    package var isPinned: Bool
    package var hasProvenance: Bool

    package init(root: ByteString, ref: String, result: Result) {
        self.root = root
        self.ref = ref
        self.result = result
        mounts = []
        secrets = []
        networks = []
        isInsecure = false
        credentials = []
        isPinned = false
        hasProvenance = false
    }
}
