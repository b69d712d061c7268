/// Why an advisory is about an artifact; the raw value is the word in every output.
package enum AdvisoryBasis: String, Sendable, CaseIterable {
    /// The advisory lists its version.
    case exactVersion = "exact-version"
    /// The advisory means every version.
    case everyVersion = "every-version"
    /// Its version lies in a range.
    case range
    /// The advisory names its content.
    case digest
}

/// An artifact and an advisory that is about it.
package struct AdvisoryHit: Sendable, Hashable {
    /// Place of the artifact in the list that was asked about.
    package var artifact: Int
    package var entry: AdvisoryEntry
    package var basis: AdvisoryBasis
    /// The content that was named.
    package var digest: ContentDigest?
    /// Whether the advisory lists versions, and this is none of them: then a range says less.
    package var isUnlisted: Bool

    package init(
        artifact: Int, entry: AdvisoryEntry, basis: AdvisoryBasis, digest: ContentDigest? = nil,
        isUnlisted: Bool = false
    ) {
        self.artifact = artifact
        self.entry = entry
        self.basis = basis
        self.digest = digest
        self.isUnlisted = isUnlisted
    }
}
