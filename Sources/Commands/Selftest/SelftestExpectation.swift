import Inventory

/// What the report of an audit must say: neither less nor more.
struct SelftestExpectation {
    /// A rule, and the place in the cache where it must find something; `nil` for the manifest.
    struct Place: Hashable {
        var rule: String
        var path: ByteString?

        init(_ rule: String, _ path: ByteString? = nil) {
            self.rule = rule
            self.path = path
        }
    }

    /// One finding each, and no others.
    var findings: Set<Place> = []
    /// Changes since the audit before; `nil` where they do not matter.
    var changes: ChangeCounts?
    /// A place that must be named as not seen.
    var unseen: ByteString?

    /// Compares.
    func judge(_ report: AuditReport) -> SelftestCase.Outcome {
        let words = Self.words(report)
        return isMet(by: report) ? .asExpected(words) : .other(words)
    }

    private func isMet(by report: AuditReport) -> Bool {
        guard report.caches.count == 1, !report.wasCancelled, report.unlistedFindings.values.allSatisfy({ $0 == 0 })
        else { return false }
        let found = Set(report.findings.map { Place($0.rule, $0.cache == nil ? nil : $0.path) })
        guard found == findings, report.findings.count == findings.count else { return false }
        if let changes, report.caches[0].changes != changes { return false }
        let troubles = report.troubles.map(\.path)
        if let unseen { return troubles == [unseen] && !report.isComplete && report.unlistedTroubles == 0 }
        return report.isComplete
    }

    /// What the audit said, in a line.
    static func words(_ report: AuditReport) -> String {
        var parts = report.findings.map { "\($0.severity.rawValue) \($0.rule): \($0.message)" }
        parts += report.troubles.map { "not seen (\($0.reason.rawValue)): \($0.detail)" }
        if let changes = report.caches.first?.changes, changes != ChangeCounts() {
            let counts = [
                (changes.added, "added"), (changes.removed, "removed"), (changes.modified, "modified"),
                (changes.moved, "moved"),
            ]
            parts.append(counts.filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
    }
}
