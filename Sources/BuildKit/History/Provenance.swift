/// What a build's provenance says that is used here. `ProvenanceReader` reads it.
struct Provenance: Equatable {
    /// One mount of a step.
    struct Mount: Equatable {
        /// BuildKit's number for cache mounts.
        static let cacheType: Int64 = 3

        var type: Int64 = 0
        var target: [UInt8] = []
        var selector: [UInt8] = []
        /// Which input of the step lies below the mount. Absent means zero, the first.
        var input: Int64 = 0
        var isReadOnly = false
        var cacheID: [UInt8]?
        /// 0 shared, 1 private, 2 locked.
        var sharing: Int64 = 0
        var secretID: [UInt8]?
    }

    /// One step that runs a command.
    struct Step: Equatable {
        var id: [UInt8] = []
        var isCommand = false
        /// The words of the command, joined by single spaces.
        var command: [UInt8] = []
        var mounts: [Mount] = []
        var secrets: [[UInt8]] = []
        /// 0 default, 1 the host's, 2 none.
        var network: Int64 = 0
        /// 0 confined; everything else is not.
        var security: Int64 = 0
        /// What a step without a command fetches: `git://…`, `local://context`.
        var source: [UInt8]?
    }

    /// Steps with a command or a source, in the order of the file.
    var steps: [Step] = []
    /// Digest of the step in the log, by the step's id.
    var digests: [[UInt8]: [UInt8]] = [:]
    var vcsSource: [UInt8]?
    var vcsRevision: [UInt8]?
    /// Address of a context that BuildKit fetched itself, and the commit it got.
    var contextAddress: [UInt8]?
    var contextDigest: [UInt8]?
    var dockerfileName: [UInt8]?
    var dockerfile: [UInt8]?
}
