/// How a scan ended. The words stand in the database.
package enum ScanStatus: String, Sendable, CaseIterable {
    /// All of every cache was seen.
    case complete
    /// Something could not be read.
    case incomplete
    /// The audit was told to stop.
    case cancelled

    /// Still going on; and: its process ended without finishing it. Never chosen by a caller.
    static let running = "running"
    static let interrupted = "interrupted"
}
