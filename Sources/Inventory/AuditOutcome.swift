/// What an audit comes to in one word; the exit code says the same as a number.
package enum AuditOutcome: String, Sendable, CaseIterable {
    /// All was seen, and no finding reaches the level that fails an audit. Lesser findings may be there.
    case clean
    /// At least one finding reaches the level.
    case findings
    /// Something was not seen, and no finding reaches the level.
    case incomplete
    /// The audit was told to stop before its end.
    case interrupted

    /// The exit code of the program.
    package var exitCode: Int32 {
        switch self {
        case .clean: 0
        case .findings: 1
        case .incomplete: 3
        case .interrupted: 130
        }
    }
}

extension AuditReport {
    /// Findings listed and not listed, by severity; every severity has an entry.
    package var findingCounts: [Severity: Int] {
        var counts: [Severity: Int] = [:]
        for severity in Severity.allCases { counts[severity] = max(0, unlistedFindings[severity] ?? 0) }
        for finding in findings { counts[finding.severity, default: 0].add(1) }
        return counts
    }

    /// All findings, listed and not listed.
    package var findingCount: Int {
        var count = 0
        for some in findingCounts.values { count.add(some) }
        return count
    }

    /// Troubles listed and not listed.
    package var troubleCount: Int {
        var count = troubles.count
        count.add(max(0, unlistedTroubles))
        return count
    }

    /// Whether everything was seen. An audit that is not complete must never look clean.
    package var isComplete: Bool {
        troubleCount == 0 && !wasCancelled && caches.allSatisfy(\.isComplete)
    }

    /// The outcome for this report's `failOn`.
    package var outcome: AuditOutcome {
        if wasCancelled { return .interrupted }
        if let failOn, findingCounts.contains(where: { $0.key >= failOn && $0.value > 0 }) { return .findings }
        return isComplete ? .clean : .incomplete
    }

    /// The outcome in a few words that leave nothing out: `clean: 3 findings below high (2 medium, 1 low)`.
    package var outcomeText: String {
        let counts = findingCounts
        let parts = Severity.allCases.reversed().compactMap { severity in
            counts[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
        }
        var text = outcome.rawValue + ": "
        if parts.isEmpty {
            text += "no findings"
        } else {
            let level = outcome == .findings ? "" : failOn.map { " below \($0.rawValue)" } ?? ", none of which counts"
            let word = findingCount == 1 ? "finding" : "findings"
            text += "\(findingCount) \(word)\(level) (\(parts.joined(separator: ", ")))"
        }
        if troubleCount > 0 { text += ", \(troubleCount) \(troubleCount == 1 ? "place" : "places") not seen" }
        return text
    }

    /// Sums over all caches.
    package var totals: Totals {
        var totals = Totals()
        for result in caches {
            totals.files.add(result.files)
            totals.bytes.add(result.bytes)
            totals.links.add(result.links)
            totals.others.add(result.others)
            totals.directories.add(result.directories)
            totals.hashed.add(result.hashed)
            totals.reused.add(result.reused)
        }
        return totals
    }

    /// Nanoseconds from start to end; 0 where the clock was set back.
    package var duration: Int64 {
        let (difference, overflow) = finished.subtractingReportingOverflow(started)
        return overflow ? (finished < started ? 0 : .max) : max(0, difference)
    }

    /// What is summed over caches.
    package struct Totals: Sendable, Hashable {
        package var files = 0
        package var bytes: Int64 = 0
        package var links = 0
        package var others = 0
        package var directories = 0
        package var hashed = 0
        package var reused = 0
    }
}

extension FixedWidthInteger {
    /// Adds and saturates: a count that a hostile size drove to the end must not stop the report.
    fileprivate mutating func add(_ other: Self) {
        let (sum, overflow) = addingReportingOverflow(other)
        self = overflow ? (other < 0 ? .min : .max) : sum
    }
}
