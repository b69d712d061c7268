/// What one process, or several one after the other, did to one target of a purge.
package struct PurgeCount: Sendable, Hashable {
    /// Entries that are no folders, and folders, that it removed.
    package var files: Int
    package var folders: Int
    /// Bytes of the disk that it freed.
    package var bytesFreed: Int64
    /// Entries that it kept in the quarantine.
    package var kept: Int
    /// What the target came to; `nil` where the process did not get so far.
    package var outcome: PurgeReport.Outcome?
    /// Whether that is all of it. A process that is killed while it deletes tells nobody how far it came: then the
    /// numbers are the least it can have been.
    package var isExact: Bool

    package init(
        files: Int = 0, folders: Int = 0, bytesFreed: Int64 = 0, kept: Int = 0, outcome: PurgeReport.Outcome? = nil,
        isExact: Bool = true
    ) {
        self.files = files
        self.folders = folders
        self.bytesFreed = bytesFreed
        self.kept = kept
        self.outcome = outcome
        self.isExact = isExact
    }

    /// Adds what another process did to the same target after it. Numbers of a manifest may be anybody's.
    package mutating func add(_ other: PurgeCount) {
        files = Self.sum(files, other.files)
        folders = Self.sum(folders, other.folders)
        bytesFreed = Self.sum(bytesFreed, other.bytesFreed)
        kept = Self.sum(kept, other.kept)
        outcome = other.outcome ?? outcome
        isExact = isExact && other.isExact
    }

    private static func sum<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
