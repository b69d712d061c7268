/// What can be said of an artifact; the raw value is the word in every output.
///
/// ```
///  verified     its digest is in a lockfile that lies outside the cache
///  consistent   it agrees with what the cache says of it, and whoever writes the one writes the other
///  mismatch     a lockfile, or the cache itself, says another digest
///  unknown      nobody says anything
/// ```
/// Only `verified` is good news. `consistent` is never reported as such.
package enum Verdict: String, Sendable, CaseIterable {
    case verified, consistent, mismatch, unknown
}

/// How many artifacts came out how.
package struct VerdictCounts: Sendable, Hashable {
    private var counts: [Verdict: Int] = [:]

    package init() {}

    /// How many came out like this.
    package subscript(verdict: Verdict) -> Int {
        get { counts[verdict, default: 0] }
        set { counts[verdict] = newValue == 0 ? nil : newValue }
    }

    /// All of them.
    package var total: Int { counts.values.reduce(0, +) }

    package static func += (left: inout VerdictCounts, right: VerdictCounts) {
        for verdict in Verdict.allCases { left[verdict] += right[verdict] }
    }
}
