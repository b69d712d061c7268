/// What a purge would remove: the exact list that somebody looks at before it is applied. What is no longer as it is
/// written here is refused then.
package struct PurgePlan: Sendable, Hashable {
    /// By whom a target is removed; the raw value is the word in every output.
    package enum Way: String, Sendable, CaseIterable {
        /// The engine removes the record, and all that belongs to it.
        case engine
        /// The content is removed beneath the directory; the engine keeps its record.
        case files
    }

    /// Why something is in the plan.
    package struct Reason: Sendable, Hashable {
        /// The flag that chose it, without dashes: `unused-for`.
        package var selector: String
        /// A part of a sentence, without bytes that somebody else chose: `last used 41 days ago`.
        package var detail: String
        /// Id of the rule whose finding it is about.
        package var rule: String?
        /// The package it is about.
        package var purl: String?

        package init(selector: String, detail: String, rule: String? = nil, purl: String? = nil) {
            self.selector = selector
            self.detail = detail
            self.rule = rule
            self.purl = purl
        }

        /// Flags and words that choose something because it is not trusted; others choose by age, use, size or name.
        private static let causes: Set<String> = ["package", "rule", "indicator", "compromised", "project"]

        /// Whether it goes because of what it is.
        package var isCause: Bool { rule != nil || purl != nil || Self.causes.contains(selector) }
    }

    /// One entry of a cache.
    package struct Entry: Sendable, Hashable {
        /// Relative to the directory that builds see.
        package var path: ByteString
        package var kind: EntryKind
        package var identity: FileIdentity
        /// Digest of a regular file's content, where it is known.
        package var digest: SHA256Digest?
        /// The package it belongs to.
        package var purl: String?
        /// Whether it is what a finding, or somebody who named a package, is about; others go because they belong to
        /// it, and a sound one of the same content may come back.
        package var isCause: Bool
        /// The gravest rule whose finding it is about; `nil` where none is, as of a package that somebody named.
        package var rule: String?

        package init(
            path: ByteString, kind: EntryKind, identity: FileIdentity, digest: SHA256Digest? = nil,
            purl: String? = nil, isCause: Bool = true
        ) {
            self.path = path
            self.kind = kind
            self.identity = identity
            self.digest = digest
            self.purl = purl
            self.isCause = isCause
        }
    }

    /// A project whose builds use the cache and will fill it again.
    package struct Rebuilder: Sendable, Hashable {
        package var source: ByteString
        /// How sure that name is; `nil` where a plan of an older program does not tell.
        package var certainty: Project.Certainty?
        /// Builds of it that are remembered.
        package var builds: Int

        package init(source: ByteString, certainty: Project.Certainty?, builds: Int) {
            self.source = source
            self.certainty = certainty
            self.builds = builds
        }
    }

    /// Version of the program, and the host's name.
    package var version: String
    package var host: String
    /// Nanoseconds since 1970.
    package var created: Int64
    /// Number of the manifest's last scan; `nil` where nothing was recorded.
    package var scan: Int64?
    /// The command, as somebody would type it.
    package var command: String
    package var targets: [PurgeTarget]
    /// What whoever applies the plan should know, a sentence each.
    package var notes: [String]
    /// What could not be looked into, a sentence each: there may be more to remove there.
    package var unseen: [String]

    package init(version: String, host: String, created: Int64, scan: Int64?, command: String) {
        self.version = version
        self.host = host
        self.created = created
        self.scan = scan
        self.command = command
        targets = []
        notes = []
        unseen = []
    }

    /// Entries that are no folders, and bytes of their content, of all targets.
    package var files: Int { targets.reduce(0) { $0 &+ $1.files } }
    package var bytes: Int64 {
        targets.reduce(0) { sum, target in
            let (next, overflow) = sum.addingReportingOverflow(target.bytes)
            return overflow ? .max : next
        }
    }
}
