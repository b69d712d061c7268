/// How much a zip file may ask of its reader. What is above a limit is an error, never cut off.
package struct ZipLimits: Sendable, Equatable {
    /// Bytes of the central directory, which is held in memory.
    package var directory: Int
    /// Entries of the central directory.
    package var entries: Int
    /// Oddities that are kept; those beyond are counted.
    package var oddities: Int
    /// Whether each entry is compared with its local header. That costs a read or two per entry.
    package var checksEntries: Bool

    /// Sets each limit.
    package init(
        directory: Int = 128 << 20, entries: Int = 1_000_000, oddities: Int = 1_000, checksEntries: Bool = true
    ) {
        self.directory = directory
        self.entries = entries
        self.oddities = oddities
        self.checksEntries = checksEntries
    }

    /// Above every wheel and jar that was ever seen.
    package static let standard = ZipLimits()
}
