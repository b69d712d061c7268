/// A purge as the manifest remembers it.
package struct PurgeRecord: Sendable, Hashable {
    /// How it stands; the raw value is the word in every output.
    package enum Status: String, Sendable, CaseIterable {
        /// Going on, or its process ended before it did: the next one finishes it.
        case running
        /// All targets are gone.
        case complete
        /// Something is left or was refused.
        case incomplete
        /// Its process was ended, and a later one finished it.
        case recovered
        /// Its process was ended, and somebody gave it up: what it had not done is not done.
        case stopped
    }

    package var number: Int64
    /// Nanoseconds since 1970.
    package var started: Int64
    package var finished: Int64?
    package var status: Status
    /// The command of its plan.
    package var command: String
    /// SHA-256 of the plan.
    package var plan: SHA256Digest

    package init(
        number: Int64, started: Int64, finished: Int64? = nil, status: Status = .running, command: String,
        plan: SHA256Digest
    ) {
        self.number = number
        self.started = started
        self.finished = finished
        self.status = status
        self.command = command
        self.plan = plan
    }
}

/// A step of a purge that was written down before it was done.
package struct PurgeStep: Sendable, Hashable {
    /// What was about to be done; the raw value stands in the manifest.
    package enum Kind: String, Sendable, CaseIterable {
        /// What was asked for besides the plan: the first step of all, in `PurgeTerms`.
        case terms
        /// A later process goes on with what was interrupted.
        case resume
        /// Somebody gave it up: from here on nothing more is removed.
        case stop
        /// The target's turn: what follows happens in its directory.
        case begin
        /// The engine is asked to remove the record.
        case prune
        /// A trash folder is made.
        case makeTrash = "make-trash"
        /// An entry, or, with an empty path, every entry, is renamed into the trash.
        case takeAway = "take-away"
        /// What was taken by mistake is renamed back.
        case putBack = "put-back"
        /// What lies in the trash is deleted.
        case delete
        /// The trash folder, in which nothing is any more, is removed.
        case removeTrash = "remove-trash"
        /// Something that cannot be renamed is deleted where it is.
        case deleteInPlace = "delete-in-place"
        /// A folder is removed if it is empty.
        case removeFolder = "remove-folder"
        /// What a process that was told to stop had done to the target, in a `PurgeCount`.
        case count
        /// Nothing more is done to the target; what the process had done to it stands in a `PurgeCount`.
        case end
    }

    /// Stands for the target in steps that are about the whole purge.
    package static let whole = -1

    /// Place of the target in the plan, or `whole`.
    package var target: Int
    package var kind: Kind
    /// Relative to the directory.
    package var path: ByteString
    /// Name of the trash folder, and of the entry in it. Steps that rename nothing may have a JSON record as `name`.
    package var trash: ByteString
    package var name: ByteString

    package init(
        target: Int, kind: Kind, path: ByteString = "", trash: ByteString = "", name: ByteString = ""
    ) {
        self.target = target
        self.kind = kind
        self.path = path
        self.trash = trash
        self.name = name
    }
}

/// A purge that was not finished, with all that is needed to do so.
package struct UnfinishedPurge: Sendable {
    package var record: PurgeRecord
    /// The plan's document.
    package var document: [UInt8]
    /// In the order in which they were written, but for those whose words are not known.
    package var steps: [PurgeStep]
    /// Where the next step goes.
    package var next: Int64

    package init(record: PurgeRecord, document: [UInt8], steps: [PurgeStep], next: Int64 = 0) {
        self.record = record
        self.document = document
        self.steps = steps
        self.next = next
    }
}

/// The receipt of a purge as the manifest keeps it.
package struct KeptReceipt: Sendable, Hashable {
    package var purge: PurgeRecord
    /// When it was made, nanoseconds since 1970.
    package var made: Int64
    /// Whether the document is signed; else it is the bare statement.
    package var isSigned: Bool
    package var document: [UInt8]

    package init(purge: PurgeRecord, made: Int64, isSigned: Bool, document: [UInt8]) {
        self.purge = purge
        self.made = made
        self.isSigned = isSigned
        self.document = document
    }
}

/// What a purge removed for cause, and must not come back; or that somebody has put it back on purpose since.
package struct Tombstone: Sendable, Hashable {
    /// What stands in the place of a rule where `quarantine restore` put something back: from then on it may be there.
    package static let restoration = "quarantine-restore"

    /// Number of the purge, and when it was, nanoseconds since 1970; 0, and the moment, of a restoration.
    package var purge: Int64
    package var purged: Int64
    /// Mount id and path it was removed from.
    package var cache: ByteString
    package var path: ByteString
    /// Name that all tools share, where it was a package.
    package var purl: String?
    package var digest: SHA256Digest?
    /// The rule that found it, where one did.
    package var rule: String?

    package init(
        purge: Int64, purged: Int64, cache: ByteString, path: ByteString, purl: String? = nil,
        digest: SHA256Digest? = nil, rule: String? = nil
    ) {
        self.purge = purge
        self.purged = purged
        self.cache = cache
        self.path = path
        self.purl = purl
        self.digest = digest
        self.rule = rule
    }

    /// Something that was put back from the quarantine.
    package init(restored path: ByteString, in cache: ByteString, digest: SHA256Digest?, at moment: Int64) {
        self.init(
            purge: 0, purged: moment, cache: cache, path: path, digest: digest, rule: Self.restoration)
    }

    /// Whether it says that something was put back.
    package var isRestoration: Bool { rule == Self.restoration }
}

/// A finding of the last audit of a cache, as the manifest keeps it.
package struct KeptFinding: Sendable, Hashable {
    /// The cache: state root, mount id and record.
    package var root: ByteString
    package var cache: ByteString
    package var record: String
    package var rule: String
    package var severity: Severity
    /// Relative to the cache's directory; empty for the cache itself.
    package var path: ByteString
    package var purl: String?

    package init(
        root: ByteString, cache: ByteString, record: String, rule: String, severity: Severity, path: ByteString,
        purl: String?
    ) {
        self.root = root
        self.cache = cache
        self.record = record
        self.rule = rule
        self.severity = severity
        self.path = path
        self.purl = purl
    }
}
