/// What a whole database holds.
package struct BoltSummary: Hashable, Sendable {
    /// Pages of all trees, those of large values included; without meta pages, free pages and their list.
    package var pages = 0
    /// Buckets, the one that holds all others not counted.
    package var buckets = 0
    /// Keys that have a value.
    package var values = 0
    /// The most buckets that hold one another.
    package var nesting = 0
}
