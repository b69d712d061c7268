/// One cache mount of one step of a build.
package struct MountUse: Sendable, Hashable {
    /// Whether the step was run, so that the mount was really there.
    package enum Execution: String, Sendable, CaseIterable {
        case executed
        /// Taken from the layer cache: the mount was not touched.
        case cached
        /// Never begun: the build ended before it came to the step.
        case skipped
        /// The records do not say.
        case unknown
    }

    /// What names the mount, best first.
    package enum Evidence: String, Sendable, CaseIterable {
        /// The build's provenance: the exact mount.
        case provenance
        /// The step's line in the build's log: the `--mount` option as written.
        case log
        /// The text of the Dockerfile.
        case dockerfile
    }

    /// Mount id as BuildKit has it (of a Dockerfile: name space, a slash, then the `id`).
    package var id: ByteString
    /// Where the step saw it.
    package var target: ByteString
    package var sharing: MountCache.Sharing
    /// Folder of the base that is mounted (`source=`); empty for all of it.
    package var selector: ByteString
    package var isReadOnly: Bool
    /// Whether the mount lies upon the files of a base (`from=`, `uid=`, `gid=`, `mode=`).
    package var hasBase: Bool
    package var execution: Execution
    package var evidence: Evidence
    /// The command of the step, without what looks like a secret.
    package var command: ByteString
    /// Nanoseconds since 1970 between which the step ran, where the log tells.
    package var started: Int64?
    package var finished: Int64?

    package init(
        id: ByteString, target: ByteString, sharing: MountCache.Sharing = .shared, selector: ByteString = "",
        isReadOnly: Bool = false, hasBase: Bool = false, execution: Execution = .unknown, evidence: Evidence,
        command: ByteString = "", started: Int64? = nil, finished: Int64? = nil
    ) {
        self.id = id
        self.target = target
        self.sharing = sharing
        self.selector = selector
        self.isReadOnly = isReadOnly
        self.hasBase = hasBase
        self.execution = execution
        self.evidence = evidence
        self.command = command
        self.started = started
        self.finished = finished
    }
}
