/// How much a YAML document may ask of its reader. What is above a limit is an error, never cut off.
package struct YAMLLimits: Sendable, Equatable {
    /// Bytes of the whole document.
    package var size: Int
    /// Sequences and mappings inside one another.
    package var nesting: Int
    /// Bytes of one scalar.
    package var scalar: Int
    /// Scalars, sequences and mappings; in a tree those that aliases stand for are counted again each time.
    package var values: Int
    /// Aliases. None are needed by lockfiles.
    package var aliases: Int

    /// Sets each limit.
    package init(
        size: Int = 64 << 20, nesting: Int = 100, scalar: Int = 4 << 20, values: Int = 4_000_000, aliases: Int = 1_000
    ) {
        self.size = size
        self.nesting = nesting
        self.scalar = scalar
        self.values = values
        self.aliases = aliases
    }

    /// Above every lockfile and CI file that was ever seen.
    package static let standard = YAMLLimits()
}
