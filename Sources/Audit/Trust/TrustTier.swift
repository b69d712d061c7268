/// How far the builds of a project are trusted; the raw value is the word in every output. Ordered: `untrusted` is the
/// least.
package enum TrustTier: String, Sendable, CaseIterable, Comparable {
    /// Anybody may decide what these builds do: forks, pull requests.
    case untrusted
    /// People of the house do.
    case `internal`
    /// What these builds make is shipped.
    case release

    private var rank: Int {
        switch self {
        case .untrusted: 0
        case .internal: 1
        case .release: 2
        }
    }

    package static func < (left: TrustTier, right: TrustTier) -> Bool { left.rank < right.rank }
}
