internal import SQLite

/// The newest scan of a manifest.
package struct LastScan: Sendable, Hashable {
    /// When it began, nanoseconds since 1970.
    package var started: Int64
    /// How it ended: `complete`, or a word that says why it was not.
    package var status: String

    /// Whether all of every cache was seen.
    package var isComplete: Bool { status == ScanStatus.complete.rawValue }
}

extension ManifestStore {
    /// The newest scan, however it ended; `nil` where nothing was audited yet.
    package func lastScan() throws(ManifestError) -> LastScan? {
        try guarded {
            var rows = try connection.prepare("SELECT started, status FROM scan ORDER BY id DESC LIMIT 1")
            guard try rows.step() else { return nil }
            return LastScan(started: rows.integer(at: 0), status: rows.text(at: 1) ?? "")
        }
    }

    /// Scans of which one at least began when the clock was right, as far as anybody can tell.
    package static let clockWitnesses = 10

    /// The earliest beginning of the last scans: what counts as now where something is to be forgotten. A clock that
    /// jumps ahead would otherwise make an audit forget all history at once.
    package func agreedTime() throws(ManifestError) -> Int64? {
        try guarded {
            try connection.integer(
                "SELECT min(started) FROM (SELECT started FROM scan ORDER BY id DESC LIMIT \(Self.clockWitnesses))")
        }
    }
}
