/// How much a tar file may ask of its reader. What is above a limit is an error, never cut off. The bytes of the whole
/// are bounded by the stream's own limits.
package struct TarLimits: Sendable, Equatable {
    /// Members, helper headers included.
    package var members: Int
    /// Bytes of a long name or of the records of one extended header.
    package var header: Int
    /// Helper headers in a row before the member they are about.
    package var helpers: Int
    /// Oddities that are kept; those beyond are counted.
    package var oddities: Int

    /// Sets each limit.
    package init(members: Int = 2_000_000, header: Int = 1 << 20, helpers: Int = 16, oddities: Int = 1_000) {
        self.members = members
        self.header = header
        self.helpers = helpers
        self.oddities = oddities
    }

    /// Above every package that was ever seen.
    package static let standard = TarLimits()
}
