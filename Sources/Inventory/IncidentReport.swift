/// What was found of an incident, what was done about it, and what is left to do for people.
package struct IncidentReport: Sendable {
    /// A build whose result is not to be trusted.
    package struct Suspect: Sendable, Hashable {
        package var build: HuntReport.User
        /// Mount ids of the caches in which something was found before the build ended.
        package var caches: [ByteString] = []
        /// Whether others had its project in their hands.
        package var isCompromised = false
        /// Ids of the secrets that its steps could read.
        package var secrets: [ByteString] = []

        package init(_ build: HuntReport.User) {
            self.build = build
        }
    }

    /// A secret that suspect builds could read.
    package struct Secret: Sendable, Hashable {
        package var id: ByteString
        /// Builds that could, and whose they were.
        package var builds: Int
        package var projects: [ByteString]

        package init(id: ByteString, builds: Int, projects: [ByteString]) {
            self.id = id
            self.builds = builds
            self.projects = projects
        }
    }

    /// The incident's name and the line about it.
    package var name: String
    package var description: String
    /// Its file.
    package var file: ByteString
    /// Nanoseconds since 1970.
    package var started: Int64
    package var finished: Int64
    package var hunt: HuntReport
    /// What is to be removed.
    package var plan: PurgePlan?
    /// Whether somebody asked for more than a plan.
    package var isApplied = false
    /// What became of the plan; `nil` where nothing was to be removed, or nobody asked for it.
    package var purge: PurgeReport?
    /// Purges that had been interrupted, and that this run finished before its own.
    package var recovered: [PurgeReport] = []
    /// The bundle of evidence.
    package var evidence: ByteString?
    /// Why it ended before its end; `nil` where it did not.
    package var failure: String?
    /// The newest first.
    package var suspects: [Suspect] = []
    /// Suspects beyond those listed.
    package var unlistedSuspects = 0
    /// By their ids.
    package var secrets: [Secret] = []
    /// What whoever reads this should know, a sentence each.
    package var notes: [String] = []

    package init(name: String, description: String, file: ByteString, started: Int64, hunt: HuntReport) {
        self.name = name
        self.description = description
        self.file = file
        self.started = started
        finished = started
        self.hunt = hunt
    }

    /// How it stands; the raw value is the word in every output.
    package enum Outcome: String, Sendable, CaseIterable {
        /// Nothing was found, and everything was asked.
        case nothing
        /// Something was found; it is there still, or builds had it.
        case found
        /// All that was to be removed is gone, and a look afterwards confirms it.
        case removed
        /// Something could not be asked, was refused or is left.
        case incomplete
    }

    /// How it stands.
    package var outcome: Outcome {
        if failure != nil { return .incomplete }
        let hasTargets = plan?.targets.isEmpty == false
        if isApplied {
            // A hit that is not listed was not looked at.
            guard hunt.isComplete, hunt.unlistedHits == 0, plan?.unseen.isEmpty ?? true,
                purge?.isComplete ?? !hasTargets
            else {
                return .incomplete
            }
            if purge != nil { return .removed }
        }
        if hunt.hitCount > 0 || hasTargets || !suspects.isEmpty { return .found }
        return hunt.isComplete && plan?.unseen.isEmpty ?? true ? .nothing : .incomplete
    }
}
