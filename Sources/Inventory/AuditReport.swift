/// All that one audit has to say; the writers in `Report` turn it into each format.
package struct AuditReport: Sendable {
    /// What was seen of one cache.
    package struct CacheResult: Sendable {
        package var cache: MountCache
        /// Entries that are not folders, and the bytes of their content.
        package var files: Int
        package var bytes: Int64
        /// Those among `files` that are symbolic links, and those that are neither: FIFOs, sockets, devices.
        package var links = 0
        package var others = 0
        package var directories: Int
        /// Files read in this audit, and files taken from the manifest.
        package var hashed: Int
        package var reused: Int
        /// Changes since the last audit of this cache; `nil` at its first.
        package var changes: ChangeCounts?
        /// Whether all of it was seen.
        package var isComplete: Bool

        package init(
            cache: MountCache, files: Int = 0, bytes: Int64 = 0, directories: Int = 0, hashed: Int = 0,
            reused: Int = 0, changes: ChangeCounts? = nil, isComplete: Bool = true
        ) {
            self.cache = cache
            self.files = files
            self.bytes = bytes
            self.directories = directories
            self.hashed = hashed
            self.reused = reused
            self.changes = changes
            self.isComplete = isComplete
        }
    }

    /// A rule, and the severity that it gave.
    package struct RuleCase: Sendable, Hashable {
        package var rule: String
        package var severity: Severity

        package init(rule: String, severity: Severity) {
            self.rule = rule
            self.severity = severity
        }
    }

    /// Version of the program, and the host's name.
    package var version: String
    package var host: String
    /// Nanoseconds since 1970.
    package var started: Int64
    package var finished: Int64
    package var roots: [StateRoot]
    package var caches: [CacheResult]
    /// Package files that were recognised, and how all of them came out; more may be counted than are listed.
    package var artifacts: [JudgedArtifact] = []
    package var verdicts: [VerdictTally] = []
    package var findings: [Finding]
    /// Findings that were counted but not listed, because one rule found more in one cache than the limit.
    package var unlistedFindings: [Severity: Int]
    /// The same by rule.
    package var unlistedByRule: [RuleCase: Int] = [:]
    package var troubles: [Trouble]
    /// Troubles counted but not listed.
    package var unlistedTroubles: Int
    /// Number of the scan in the manifest; `nil` where nothing was recorded.
    package var scan: Int64?
    /// Why the process read the caches with more rights than it needs; `nil` where it gave up all that it can.
    package var lockFailure: String?
    /// Whether the audit was told to stop before its end.
    package var wasCancelled: Bool
    /// The least severity that makes the audit fail (`--fail-on`); `nil` where none does.
    package var failOn: Severity?

    /// What metrics are made of: the builds that the manifest and the state roots know.
    package var builds: [BuildFacts] = []

    /// How the artifacts of all caches came out.
    package var verdictCounts: VerdictCounts {
        verdicts.reduce(into: VerdictCounts()) { $0 += $1.counts }
    }

    package init(
        version: String, host: String, started: Int64, finished: Int64, roots: [StateRoot] = [],
        caches: [CacheResult] = [], findings: [Finding] = [], unlistedFindings: [Severity: Int] = [:],
        troubles: [Trouble] = [], unlistedTroubles: Int = 0, scan: Int64? = nil, wasCancelled: Bool = false,
        failOn: Severity? = .high
    ) {
        self.version = version
        self.host = host
        self.started = started
        self.finished = finished
        self.roots = roots
        self.caches = caches
        self.findings = findings
        self.unlistedFindings = unlistedFindings
        self.troubles = troubles
        self.unlistedTroubles = unlistedTroubles
        self.scan = scan
        self.wasCancelled = wasCancelled
        self.failOn = failOn
    }
}
