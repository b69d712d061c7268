/// What it took to read live files.
package struct BoltEffort: Hashable, Sendable {
    /// Copies that were made; one where nobody wrote.
    package var copies = 0
    /// Looks at the meta pages that found none valid.
    package var metas = 0
    /// Copies that were broken although nothing was committed meanwhile.
    package var faults = 0

    /// None yet.
    package init() {}
}
