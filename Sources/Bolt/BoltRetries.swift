/// What it took to read a live file.
package struct BoltRetries: Hashable, Sendable {
    /// Copies that were made; one where nobody wrote.
    package var copies = 0
    /// Looks at the meta pages that found none valid.
    package var metas = 0
    /// Copies between whose beginning and end nothing was committed, and that were broken all the same.
    package var faults = 0

    /// None yet.
    package init() {}
}
