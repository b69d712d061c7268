/// What the audits of many hosts say together: the answer of `merge`.
package struct MergeReport: Sendable {
    /// What was looked for.
    package struct Question: Sendable, Hashable {
        /// The raw value is the word in every output.
        package enum Kind: String, Sendable, CaseIterable {
            case package, digest, rule
            case fileName = "file-name"
            case nameText = "name-text"
        }

        package var kind: Kind
        /// As it was asked.
        package var text: ByteString
        package var hits = 0
        /// Hosts with at least one hit.
        package var hosts = 0
        /// The earliest moment that a host saw it first, where one is remembered.
        package var first: Int64?

        package init(_ kind: Kind, _ text: ByteString) {
            self.kind = kind
            self.text = text
        }
    }

    /// One place of one host.
    package struct Hit: Sendable, Hashable {
        /// Place of the question in the list.
        package var question: Int
        /// Place of the host in the list.
        package var host: Int
        /// Mount id of the cache, and its state root; empty where the finding lies in none.
        package var cache: ByteString
        package var root: ByteString
        package var path: ByteString
        /// The package; `nil` for a finding that is about none.
        package var purl: String?
        package var digests: [ContentDigest] = []
        /// What was said of the package; `nil` for a finding.
        package var verdict: Verdict?
        /// The rule that found it, and how bad that is; `nil` for a package.
        package var rule: String?
        package var severity: Severity?
        /// Since when it is there, nanoseconds since 1970; `nil` where the host remembers nothing.
        package var first: Int64?

        package init(question: Int, host: Int, cache: ByteString, root: ByteString, path: ByteString) {
            self.question = question
            self.host = host
            self.cache = cache
            self.root = root
            self.path = path
        }
    }

    /// What the newest report of a host says.
    package struct Audit: Sendable, Hashable {
        /// Where the report lies.
        package var file: ByteString = ""
        package var version = ""
        /// Nanoseconds since 1970.
        package var started: Int64 = 0
        package var finished: Int64 = 0
        package var outcome = AuditOutcome.incomplete
        /// Whether the audit saw all, and the report lists all that was asked for.
        package var isComplete = false
        package var caches = 0
        package var verdicts = VerdictCounts()
        package var findings: [Severity: Int] = [:]
        /// What was not seen, and the first of it in a sentence.
        package var troubles = 0
        package var example = ""
        /// Hits beyond those that are listed.
        package var unlistedHits = 0

        package init() {}
    }

    /// A host that sent a report, or should have.
    package struct Host: Sendable, Hashable {
        /// The raw value is the word in every output.
        package enum State: String, Sendable, CaseIterable {
            case fresh
            /// Its newest report is older than was asked for.
            case stale
            /// It stands in the list of hosts and has sent nothing that could be read.
            case missing
        }

        package var name: ByteString
        package var state: State
        /// `nil` for one that is missing.
        package var audit: Audit?
        package var hits = 0

        package init(_ name: ByteString, _ state: State, _ audit: Audit? = nil) {
            self.name = name
            self.state = state
            self.audit = audit
        }

        /// Whether what it says is fresh and whole. One that is not must never look clean.
        package var isHeard: Bool { state == .fresh && (audit?.isComplete ?? false) }
    }

    package var version: String
    /// When the question was asked, nanoseconds since 1970, and how old a report may be, in seconds.
    package var asked: Int64
    package var maxAge: Int64
    package var questions: [Question] = []
    /// By name.
    package var hosts: [Host] = []
    /// What is there for the longest time comes first.
    package var hits: [Hit] = []
    /// Reports that were read, and those among them that a newer one of the same host has replaced.
    package var reports = 0
    package var replaced = 0
    /// Files that could not be read or understood.
    package var troubles: [Trouble] = []
    package var unlistedTroubles = 0

    package init(version: String, asked: Int64, maxAge: Int64) {
        self.version = version
        self.asked = asked
        self.maxAge = maxAge
    }

    /// Hits of all hosts beyond those that are listed.
    package var unlistedHits: Int { hosts.reduce(0) { $0 + ($1.audit?.unlistedHits ?? 0) } }

    /// All hits, listed or not.
    package var hitCount: Int { hits.count + unlistedHits }

    /// Whether every host was heard and every file read. Otherwise nothing that was not found is known to be absent.
    package var isComplete: Bool { troubles.isEmpty && unlistedTroubles == 0 && hosts.allSatisfy(\.isHeard) }
}
