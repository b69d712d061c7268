/// One record of an advisory database (OSV), as far as it speaks of packages that caches are read for.
package struct Advisory: Sendable, Hashable {
    /// What the record is about; the raw value is the word in every output.
    package enum Kind: String, Sendable, CaseIterable {
        /// The package itself does harm.
        case malware
        /// The package has a fault that others may use.
        case vulnerability
    }

    /// `MAL-2025-1234`, `GHSA-…`: unique over all databases.
    package var id: String
    /// Ids of the same in other databases.
    package var aliases: [String]
    /// When the record was changed last, nanoseconds since 1970: of two with one id the later one counts.
    package var modified: Int64
    package var published: Int64?
    /// Whether its authors took it back.
    package var isWithdrawn: Bool
    package var kind: Kind
    /// One line of the authors' words.
    package var summary: String
    /// As the record has it: a CVSS vector or a word.
    package var severity: String?
    package var packages: [AffectedPackage]

    package init(
        id: String, aliases: [String] = [], modified: Int64, published: Int64? = nil, isWithdrawn: Bool = false,
        kind: Kind = .vulnerability, summary: String = "", severity: String? = nil, packages: [AffectedPackage] = []
    ) {
        self.id = id
        self.aliases = aliases
        self.modified = modified
        self.published = published
        self.isWithdrawn = isWithdrawn
        self.kind = kind
        self.summary = summary
        self.severity = severity
        self.packages = packages
    }
}

/// One package of an advisory, with the versions that are meant.
package struct AffectedPackage: Sendable, Hashable {
    package var name: PackageName
    /// Versions that are listed one by one.
    package var versions: [String]
    package var ranges: [AffectedRange]
    /// Digests of files of these versions, as they are downloaded.
    package var digests: [ContentDigest]

    package init(
        name: PackageName, versions: [String] = [], ranges: [AffectedRange] = [], digests: [ContentDigest] = []
    ) {
        self.name = name
        self.versions = versions
        self.ranges = ranges
        self.digests = digests
    }
}

/// A line of events over the versions of a package.
package struct AffectedRange: Sendable, Hashable {
    /// What happens at a version; the raw value stands in the manifest.
    package enum Kind: String, Sendable, CaseIterable {
        /// Affected from this version on; `0` comes before all versions.
        case introduced = ">"
        /// No more from this version on.
        case fixed = "<"
        /// No more behind this version.
        case lastAffected = "="
        /// Nothing is said from this version on; `*` is no limit.
        case limit = "|"
    }

    /// One event.
    package struct Event: Sendable, Hashable {
        package var kind: Kind
        package var version: String

        package init(_ kind: Kind, _ version: String) {
            self.kind = kind
            self.version = version
        }
    }

    /// In the order of the record.
    package var events: [Event]

    package init(_ events: [Event]) {
        self.events = events
    }
}

/// A package of one ecosystem, by the form in which that compares names.
package struct PackageName: Sendable, Hashable {
    package var ecosystem: Ecosystem
    package var name: String

    package init(_ ecosystem: Ecosystem, _ name: String) {
        self.ecosystem = ecosystem
        self.name = name
    }
}

/// An advisory and one of its packages, as an index has them.
package struct AdvisoryEntry: Sendable, Hashable {
    /// Without its packages.
    package var advisory: Advisory
    package var package: AffectedPackage
    /// Which feed it came from.
    package var feed: String

    package init(advisory: Advisory, package: AffectedPackage, feed: String) {
        self.advisory = advisory
        self.package = package
        self.feed = feed
    }
}
