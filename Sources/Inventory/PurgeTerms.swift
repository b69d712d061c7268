/// What was asked for with a purge besides its plan, and decides how it goes.
package struct PurgeTerms: Sendable, Hashable {
    /// Seconds to wait for builds, in all.
    package var waits: Int64
    /// Whether caches in use are purged.
    package var forces: Bool

    package init(waits: Int64, forces: Bool) {
        self.waits = waits
        self.forces = forces
    }
}
