/// What a lockfile outside the cache says of one artifact.
///
/// Where a lockfile names files, each file is a pin of its own; where it only lists digests (`requirements.txt`,
/// `Pipfile.lock`), one pin has them all, and a file fits when it fits any.
package struct Pin: Hashable, Sendable {
    /// Why nothing can be proved with a pin; the raw value is the word in every output.
    package enum Unusable: String, Sendable, CaseIterable {
        /// The lockfile says nothing of the content.
        case noDigest = "no-digest"
        /// Only MD5 or SHA-1: other content with that digest can be made.
        case weakDigest = "weak-digest"
        /// A digest that does not have its algorithm's form, or of an algorithm nobody knows.
        case malformedDigest = "malformed-digest"
        /// A commit of a repository stands for the content.
        case versionControl = "version-control"
        /// A folder or file of the project itself.
        case local
        /// Lies inside another package's archive, which has a digest.
        case bundled
        /// The lockfile says two things of it, and its readers disagree on which one counts.
        case ambiguous
    }

    /// What was digested.
    package enum Subject: String, Sendable, CaseIterable {
        /// The artifact as it is downloaded.
        case file
        /// The archive that Yarn (2 and later) makes of it.
        case yarnArchive = "yarn-archive"
    }

    package var ecosystem: Ecosystem
    /// As the ecosystem compares names: `zope-interface`, `@types/node`, `org.slf4j:slf4j-api`.
    package var name: String
    /// As the lockfile has it; `nil` where it names none.
    package var version: String?
    /// Any of them fits. Weak ones are here as well: content that differs from them is wrong, too.
    package var digests: [ContentDigest]
    package var subject: Subject
    /// Name of the file, where the lockfile gives one or a URL that ends in one.
    package var file: String?
    /// Where it comes from. May hold a password; see `Report`.
    package var url: String?
    /// Line of the lockfile, from 1.
    package var line: Int
    /// Place inside the document, for formats that have one: `node_modules/a/node_modules/b`.
    package var path: String?
    /// Why it proves nothing; `nil` where it does.
    package var unusable: Unusable?

    package init(
        ecosystem: Ecosystem, name: String, version: String?, digests: [ContentDigest] = [], subject: Subject = .file,
        file: String? = nil, url: String? = nil, line: Int, path: String? = nil, unusable: Unusable? = nil
    ) {
        self.ecosystem = ecosystem
        self.name = name
        self.version = version
        self.digests = digests
        self.subject = subject
        self.file = file
        self.url = url
        self.line = line
        self.path = path
        self.unusable = unusable
    }

    /// Whether it can vouch for a file.
    package var isUsable: Bool { unusable == nil }
}
