/// What it took to read live files.
package struct BoltEffort: Hashable, Sendable {
    /// Copies that were made; one where nobody wrote.
    package var copies = 0
    /// Looks at the meta pages that found none valid.
    package var metas = 0
    /// Copies that were broken although nothing was committed meanwhile.
    package var faults = 0

    /// Whether to wait between two looks: for a daemon that writes. What nobody writes to needs no patience.
    package var isPatient: Bool

    /// None yet.
    package init(isPatient: Bool = true) {
        self.isPatient = isPatient
    }
}
