/// What was asked for with a purge besides its plan, and decides how it goes.
package struct PurgeTerms: Sendable, Hashable {
    /// Seconds to wait for builds, in all.
    package var waits: Int64
    /// Whether caches in use are purged.
    package var forces: Bool
    /// Absolute path of the key that the receipt was to be signed with; `nil` where there was none, or an older
    /// program did not write it down.
    package var key: ByteString?
    /// Whether what goes is kept in the quarantine, whatever the plan says; `nil` where the plan decides.
    package var keeps: Bool?

    /// Absolute path of the quarantine, where somebody named one.
    package var quarantine: ByteString?

    package init(
        waits: Int64, forces: Bool, key: ByteString? = nil, keeps: Bool? = nil, quarantine: ByteString? = nil
    ) {
        self.keeps = keeps
        self.quarantine = quarantine
        self.waits = waits
        self.forces = forces
        self.key = key
    }
}
