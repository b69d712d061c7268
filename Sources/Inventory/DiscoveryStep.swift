/// One place where a state root was looked for.
package struct DiscoveryStep: Sendable, Hashable {
    /// What came of it; the raw value is the word in every output.
    package enum Verdict: String, Sendable, CaseIterable {
        case taken
        /// There, and no state root.
        case notState = "not-state"
        /// Not there.
        case absent
        /// There, and could not be looked into.
        case unreadable
        /// A state root that was found at another path already.
        case duplicate
    }

    package var path: ByteString
    /// Who named the place: `well-known place`, `--root of process 812 (dockerd)`, `mount table` and the like.
    package var origin: String
    package var verdict: Verdict
    /// What was found there, or is missing.
    package var detail: String

    package init(path: ByteString, origin: String, verdict: Verdict, detail: String) {
        self.path = path
        self.origin = origin
        self.verdict = verdict
        self.detail = detail
    }
}
