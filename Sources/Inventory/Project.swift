/// Whose build it was, as well as the records tell.
package struct Project: Sendable, Hashable {
    /// How sure that is; the raw value is the word in every output.
    package enum Certainty: String, Sendable, CaseIterable {
        /// The repository's address, given by the client or fetched by BuildKit itself.
        case exact
        /// A name that projects seldom share: a package name in a copied file, an image's name.
        case likely
        /// A name that anybody may have: a folder's, a file's.
        case hint
        /// Nothing but the text of its Dockerfile, as a digest.
        case grouped
    }

    /// Address of the repository without credentials, or the name that stands for it.
    package var source: ByteString
    package var certainty: Certainty
    /// Which record said so: `vcs:source`, `context`, `local.sharedKey` and the like.
    package var evidence: String

    package init(source: ByteString, certainty: Certainty, evidence: String) {
        self.source = source
        self.certainty = certainty
        self.evidence = evidence
    }
}
