/// Where what somebody looks for is and was: the answer of `hunt`.
package struct HuntReport: Sendable {
    /// What was looked for.
    package struct Question: Sendable, Hashable {
        /// The raw value is the word in every output.
        package enum Kind: String, Sendable, CaseIterable {
            case package, digest
            case fileName = "file-name"
            case nameText = "name-text"
            /// All advisories of the feeds, or of the files that were named.
            case advisories
        }

        package var kind: Kind
        /// As it was asked.
        package var text: ByteString
        package var hits: Int

        package init(_ kind: Kind, _ text: ByteString, hits: Int = 0) {
            self.kind = kind
            self.text = text
            self.hits = hits
        }
    }

    /// One place where it was found.
    package struct Hit: Sendable, Hashable {
        /// Why it is a hit; the raw value is the word in every output.
        package enum Basis: String, Sendable, CaseIterable {
            case package
            case exactVersion = "exact-version"
            case everyVersion = "every-version"
            case range, digest
            case fileName = "file-name"
            case nameText = "name-text"
        }

        /// Place of the question in the list.
        package var question: Int
        package var basis: Basis
        /// Without its packages; `nil` where no advisory was asked.
        package var advisory: Advisory?
        /// `nil` for a file that is no known package.
        package var purl: String?
        /// Whether the file was found, whatever package it may be.
        package var isOfFile = false
        /// Mount id of the cache, and its state root.
        package var cache: ByteString
        package var root: ByteString
        package var path: ByteString
        package var digests: [ContentDigest]
        /// Whether it was there when its cache was looked at last.
        package var isPresent: Bool
        /// When it was seen first and last, nanoseconds since 1970.
        package var first: Int64
        package var last: Int64
        /// `nil` for a file that is no known package.
        package var verdict: Verdict?
        /// Builds that had the mount since it was seen first, the newest first.
        package var users: [User] = []
        /// Such builds beyond those listed.
        package var unlistedUsers = 0

        package init(
            question: Int, basis: Basis, cache: ByteString, root: ByteString, path: ByteString,
            digests: [ContentDigest], isPresent: Bool, first: Int64, last: Int64
        ) {
            self.question = question
            self.basis = basis
            self.cache = cache
            self.root = root
            self.path = path
            self.digests = digests
            self.isPresent = isPresent
            self.first = first
            self.last = last
        }
    }

    /// A build that had the mount.
    package struct User: Sendable, Hashable {
        package var ref: String
        /// Whose it was; `nil` where nothing tells.
        package var project: ByteString?
        package var revision: String?
        package var started: Int64?
        package var finished: Int64?

        package init(ref: String, project: ByteString?, revision: String?, started: Int64?, finished: Int64?) {
            self.ref = ref
            self.project = project
            self.revision = revision
            self.started = started
            self.finished = finished
        }

        package init(_ build: Build) {
            self.init(
                ref: build.ref, project: build.project?.source, revision: build.revision, started: build.started,
                finished: build.finished)
        }
    }

    /// Among how much was looked: what audits have seen, now and in history.
    package struct Searched: Sendable, Hashable {
        /// Package files of caches.
        package var packages = 0
        /// Files, and what earlier audits saw in their places.
        package var files: Int64 = 0
        package var audits: Int64 = 0

        package init(packages: Int = 0, files: Int64 = 0, audits: Int64 = 0) {
            self.packages = packages
            self.files = files
            self.audits = audits
        }
    }

    package var version: String
    package var host: String
    /// When the question was asked, nanoseconds since 1970.
    package var asked: Int64
    /// When the last audit began, and whether it saw everything.
    package var audited: Int64
    package var isAuditComplete: Bool
    package var searched = Searched()
    package var questions: [Question] = []
    /// Present ones first, then by cache and path.
    package var hits: [Hit] = []
    /// Hits beyond those listed.
    package var unlistedHits = 0
    /// Feeds that were asked.
    package var feeds: [KeptFeed] = []
    /// What could not be read or compared. Paths are absolute, or those of a cache behind its mount id.
    package var troubles: [Trouble] = []
    package var unlistedTroubles = 0

    package init(version: String, host: String, asked: Int64, audited: Int64, isAuditComplete: Bool) {
        self.version = version
        self.host = host
        self.asked = asked
        self.audited = audited
        self.isAuditComplete = isAuditComplete
    }

    /// All hits, listed or not.
    package var hitCount: Int { hits.count + unlistedHits }

    /// Whether all was read that was to be read. A hunt that is not complete must never look clean.
    package var isComplete: Bool { troubles.isEmpty && unlistedTroubles == 0 && isAuditComplete }
}
