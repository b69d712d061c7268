/// What applying a purge plan came to.
package struct PurgeReport: Sendable {
    /// What became of one target; the raw value is the word in every output.
    package enum Outcome: String, Sendable, CaseIterable {
        /// All of it is gone, and a look afterwards confirms it.
        case removed
        /// Nothing of it was there any more.
        case gone = "gone-already"
        /// Some of it is still there.
        case partly
        /// Nothing was done to it, because it is not what the plan says, or in use.
        case refused
        /// Nothing was done to it, because something went wrong before.
        case failed
        /// The purge was told to stop before its turn.
        case notTried = "not-tried"

        /// Whether nothing of it is left.
        package var isDone: Bool { self == .removed || self == .gone }
    }

    /// Something that should be gone and is there.
    package struct Left: Sendable, Hashable {
        /// Relative to the target's directory; empty for the directory itself.
        package var path: ByteString
        /// A word or a sentence.
        package var reason: String

        package init(path: ByteString, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// One target and what became of it.
    package struct Row: Sendable {
        package var target: PurgeTarget
        package var outcome: Outcome
        /// By whom it was removed in the end.
        package var way: PurgePlan.Way
        /// When its purge began, nanoseconds since 1970.
        package var began: Int64 = 0
        /// Entries that are no folders, and folders, that are gone.
        package var files = 0
        package var folders = 0
        /// Bytes of the disk that are free now.
        package var bytesFreed: Int64 = 0
        /// Entries that the quarantine keeps.
        package var kept = 0
        /// What is known of processes that were interrupted, a part of the counts above; `nil` where there was none.
        package var before: PurgeCount?
        /// Planned entries that this purge has removed, and those that somebody else had removed before.
        package var taken: Set<ByteString> = []
        package var missing: Set<ByteString> = []
        package var left: [Left] = []
        /// How many there are, listed or not.
        package var leftCount = 0
        /// Entries that were not there before: a build has begun to fill the cache again.
        package var appeared = 0
        /// Why, and what to do; empty where all went well.
        package var notes: [String] = []

        package init(target: PurgeTarget, outcome: Outcome) {
            self.target = target
            self.outcome = outcome
            way = target.way
        }
    }

    package var version: String
    package var host: String
    /// Nanoseconds since 1970.
    package var started: Int64
    package var finished: Int64
    /// Number of the purge in the manifest.
    package var number: Int64
    /// The command of the plan.
    package var command: String
    /// SHA-256 of the plan.
    package var plan: SHA256Digest
    package var rows: [Row] = []
    /// Fingerprint of the key that signed the receipt; `nil` where nobody signed it.
    package var signedBy: String?
    package var wasCancelled = false
    /// Whether its plan could be read, so that the rows are all that it was about.
    package var hasPlan = true
    /// How the purge stands now.
    package var status = PurgeRecord.Status.running
    /// When later processes went on with it, nanoseconds since 1970, in their order.
    package var resumed: [Int64] = []

    package init(
        version: String, host: String, started: Int64, number: Int64, command: String, plan: SHA256Digest
    ) {
        self.version = version
        self.host = host
        self.started = started
        finished = started
        self.number = number
        self.command = command
        self.plan = plan
    }

    /// Whether the counts have all that was removed, also before an interruption; else they are the least it was.
    package var areCountsExact: Bool { rows.allSatisfy { $0.before?.isExact ?? true } }

    /// Whether all targets are gone.
    package var isComplete: Bool { !wasCancelled && hasPlan && rows.allSatisfy(\.outcome.isDone) }

    /// Targets with an outcome.
    package func count(_ outcome: Outcome) -> Int { rows.count { $0.outcome == outcome } }

    /// Entries that are no folders and are gone, of all targets.
    package var files: Int {
        rows.reduce(0) { sum, row in
            let (next, overflow) = sum.addingReportingOverflow(row.files)
            return overflow ? .max : next
        }
    }

    /// Bytes of the disk that are free now, by all targets.
    package var bytesFreed: Int64 {
        rows.reduce(0) { sum, row in
            let (next, overflow) = sum.addingReportingOverflow(row.bytesFreed)
            return overflow ? .max : next
        }
    }
}
