/// What one state root holds.
package struct StateInventory: Sendable {
    /// A part of the chain from mount id to directory that has no counterpart.
    package struct Orphan: Sendable, Hashable {
        /// What is left; the raw value is the word in every output.
        package enum Kind: String, Sendable, CaseIterable {
            /// A snapshot's directory that no record names.
            case directory
            /// A record whose directory is not there.
            case record
        }

        package var kind: Kind
        /// Mount id, where known.
        package var id: ByteString?
        package var record: String?
        package var path: ByteString?
        /// A sentence: where the chain breaks.
        package var detail: String

        package init(kind: Kind, id: ByteString? = nil, record: String? = nil, path: ByteString? = nil, detail: String)
        {
            self.kind = kind
            self.id = id
            self.record = record
            self.path = path
            self.detail = detail
        }
    }

    package var root: StateRoot
    /// In the order of id, then record.
    package var caches: [MountCache]
    package var orphans: [Orphan]
    package var builds: [Build]
    /// Whether the history of builds was there and could be read whole: only then no build is missing by accident.
    package var isHistoryWhole: Bool
    package var lockfiles: [DiscoveredLockfile]
    /// Paths are absolute, and belong to no cache.
    package var troubles: [Trouble]
    /// What limits the answer, in sentences.
    package var notes: [String]
    /// What the files tell of the engine's version: `0.12 or newer`, and why.
    package var traits: [String]

    package init(root: StateRoot) {
        self.root = root
        caches = []
        orphans = []
        builds = []
        isHistoryWhole = false
        lockfiles = []
        troubles = []
        notes = []
        traits = []
    }
}
