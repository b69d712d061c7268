/// The keys of a table `[rule.<id>]`.
enum RuleOverrideKey: String, CaseIterable, Sendable {
    case enabled, severity, confidence

    /// A sentence for the man page.
    var details: String {
        switch self {
        case .enabled: "`true` or `false`: whether the rule is used."
        case .severity: "`info`, `low`, `medium`, `high` or `critical`: how bad its findings are, in all their cases."
        case .confidence: "`low`, `medium` or `high`: how sure its findings are, in all their cases."
        }
    }
}
