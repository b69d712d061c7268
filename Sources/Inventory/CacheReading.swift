/// What one ecosystem found in one cache.
package struct CacheReading: Sendable {
    package var artifacts: [Artifact] = []
    package var observations: [Observation] = []
    package var claims: [IndexClaim] = []
    package var tags: [IndexTag] = []
    /// What descriptions of packages bring along.
    package var descriptions: [PackageDescription] = []
    /// Paths are relative to the cache; `cache` is filled in by the caller.
    package var troubles: [Trouble] = []
    /// Places, in the list of files, of those that were looked at and of which there is nothing to say.
    package var settled: [Int] = []
    /// Places of those that belong to the client and were not looked into, by why.
    package var unread: [Unread: [Int]] = [:]
    /// Links by absolute paths that lead back into the place.
    package var ownLinks: [OwnLinks] = []

    /// Why a file was passed over; the raw value is the word in every output.
    package enum Unread: String, Sendable, CaseIterable {
        /// Notes and indexes of the client's own, in forms that are not read.
        case clientNotes = "client-notes"
        /// Made from packages and used instead of them, with nothing in the cache to compare with: only a change is
        /// noticed.
        case derived
        /// Nothing leads to it, or what it is cannot be told.
        case unknown
    }

    package init() {}

    /// Notes that a file was passed over.
    package mutating func pass(_ index: Int, _ reason: Unread) { unread[reason, default: []].append(index) }
}

/// Something in a cache that a rule speaks of, seen without any lockfile. The judge turns it into a finding.
package struct Observation: Sendable, Hashable {
    /// Id of the rule.
    package var rule: String
    /// Named case of the rule.
    package var grade: String?
    package var path: ByteString
    package var purl: String?
    /// One sentence, with no bytes in it that an attacker chose.
    package var message: String
    package var expected: [String]
    package var actual: String?
    package var evidence: [Finding.Evidence]

    package init(
        rule: String, grade: String? = nil, path: ByteString, purl: String? = nil, message: String,
        expected: [String] = [], actual: String? = nil, evidence: [Finding.Evidence] = []
    ) {
        self.rule = rule
        self.grade = grade
        self.path = path
        self.purl = purl
        self.message = message
        self.expected = expected
        self.actual = actual
        self.evidence = evidence
    }
}

/// What a cached index says of one file of one version: evidence of what the cache wants its clients to believe.
package struct IndexClaim: Sendable, Hashable {
    package var ecosystem: Ecosystem
    package var name: String
    /// `nil` where the index names only a file.
    package var version: String?
    package var file: String?
    package var digests: [ContentDigest]
    /// Where the index says the file is, without credentials.
    package var url: ByteString?
    /// Where the index itself came from, without credentials.
    package var source: ByteString?
    /// The file of the cache that holds the index.
    package var path: ByteString

    package init(
        ecosystem: Ecosystem, name: String, version: String?, file: String?, digests: [ContentDigest],
        url: ByteString?, source: ByteString?, path: ByteString
    ) {
        self.ecosystem = ecosystem
        self.name = name
        self.version = version
        self.file = file
        self.digests = digests
        self.url = url
        self.source = source
        self.path = path
    }
}

/// A name that an index gives a version: `latest`, a Maven `release`.
package struct IndexTag: Sendable, Hashable {
    package var ecosystem: Ecosystem
    package var name: String
    package var tag: String
    package var version: String
    package var path: ByteString

    package init(ecosystem: Ecosystem, name: String, tag: String, version: String, path: ByteString) {
        self.ecosystem = ecosystem
        self.name = name
        self.tag = tag
        self.version = version
        self.path = path
    }
}
