package import Inventory
package import Linux

/// One entry that is to be removed, as it was when it was chosen.
package struct RemovalEntry: Hashable, Sendable {
    /// Relative to the directory.
    package var path: ByteString
    package var identity: FileIdentity
    /// Digest of the content, of a regular file: it is read again before it is removed.
    package var digest: SHA256Digest?
    /// Whether a folder goes with all that is in it. Otherwise it goes only if it is empty by then, and of its
    /// identity only device and inode count, because removing entries changes its times.
    package var isWholeFolder: Bool

    package init(
        path: ByteString, identity: FileIdentity, digest: SHA256Digest? = nil, isWholeFolder: Bool = false
    ) {
        self.path = path
        self.identity = identity
        self.digest = digest
        self.isWholeFolder = isWholeFolder
    }
}

/// What became of one entry that was to be removed.
package enum EntryOutcome: Hashable, Sendable {
    /// In what way something is not what was to be removed.
    package enum Difference: String, Sendable, CaseIterable {
        /// Another file, or another state of it.
        case identity
        /// The same file by its identity, with other content.
        case content
        /// Swapped in the moment between the last look and the renaming; it was put back.
        case swapped
        /// A folder that was to be empty and is not.
        case notEmpty = "not-empty"
    }

    case removed
    /// There is nothing of that name.
    case missing
    /// It is still there, because it is not what was to be removed.
    case changed(Difference)
    /// It could not be removed.
    case left(RemovalRemainder.Reason, SystemError?)
    /// The removal ended before.
    case notTried
}

/// What became of all entries that were to be removed.
package struct EntriesOutcome: Hashable, Sendable {
    /// In the order in which they were given.
    package var entries: [EntryOutcome]
    /// Sums, what stays in the trash, whether it was stopped. Entries that were missing or changed are not counted as
    /// left: nothing was done to them.
    package var removal: RemovalOutcome

    package init(entries: [EntryOutcome], removal: RemovalOutcome) {
        self.entries = entries
        self.removal = removal
    }
}
