/// An artifact of a cache and what can be said of it.
package struct JudgedArtifact: Sendable, Hashable {
    package var artifact: Artifact
    /// Index of the cache in the report's list.
    package var cache: Int
    /// The name that all tools share.
    package var purl: String
    package var verdict: Verdict
    /// The pin that vouches for it, or that it contradicts; `nil` where no pin speaks of it.
    package var decidedBy: RegisteredPin?
    /// When the first of the audits since began that saw it there with this content, without a break, in nanoseconds
    /// since 1970; `nil` where none is remembered.
    package var first: Int64?

    package init(
        artifact: Artifact, cache: Int, purl: String, verdict: Verdict, decidedBy: RegisteredPin? = nil
    ) {
        self.artifact = artifact
        self.cache = cache
        self.purl = purl
        self.verdict = verdict
        self.decidedBy = decidedBy
    }
}

/// How the artifacts of one ecosystem in one cache came out.
package struct VerdictTally: Sendable, Hashable {
    /// Index of the cache in the report's list.
    package var cache: Int
    package var ecosystem: Ecosystem
    package var counts: VerdictCounts

    package init(cache: Int, ecosystem: Ecosystem, counts: VerdictCounts) {
        self.cache = cache
        self.ecosystem = ecosystem
        self.counts = counts
    }
}
