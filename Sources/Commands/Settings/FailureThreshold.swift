package import Inventory

/// From which severity on a finding changes the exit code.
package enum FailureThreshold: String, Sendable, CaseIterable {
    case info, low, medium, high, critical, never

    /// Whether a finding of this severity makes the command exit with 1.
    package func isReached(by severity: Severity) -> Bool {
        guard let threshold = Severity(rawValue: rawValue) else { return false }
        return severity >= threshold
    }
}
