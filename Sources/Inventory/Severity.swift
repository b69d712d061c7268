/// How bad a finding is. Ordered: `info` is the least.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    case info, low, medium, high, critical

    /// 0 for `info` to 4 for `critical`.
    package var rank: Int {
        switch self {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// How sure a finding is.
package enum Confidence: String, Sendable, CaseIterable {
    case low, medium, high
}
