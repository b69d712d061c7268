/// A receipt of a purge in a list.
package struct ReceiptRecord: Sendable, Hashable {
    /// Whether it may be believed; the raw value is the word in every output.
    package enum State: String, Sendable, CaseIterable {
        /// Signed by the key that was given.
        case verified
        /// Signed, and no key was given to check that.
        case unchecked
        /// Nobody signed it.
        case unsigned
        /// Signed by another key than the one that was given, which so says nothing of it.
        case otherKey = "other-key"
        /// Not what was signed, or unreadable.
        case damaged
    }

    package var purge: PurgeRecord
    /// When it was made, nanoseconds since 1970.
    package var made: Int64
    package var state = State.damaged
    /// Fingerprint of the key, as the receipt names it.
    package var signedBy: String?
    /// SHA-256 of the plan, as the receipt has it.
    package var plan = SHA256Digest.zero
    package var caches = 0
    package var files = 0
    package var bytesFreed: Int64 = 0
    /// Whether these counts have all that was removed; else they are the least it was.
    package var areCountsExact = true
    /// Whether nothing of what was to go is left.
    package var isComplete = false
    /// What speaks against it; empty where nothing does.
    package var complaint = ""

    package init(purge: PurgeRecord, made: Int64) {
        self.purge = purge
        self.made = made
    }

    /// What speaks against it, in words.
    package var reason: String { complaint.isEmpty ? "it is about another plan than the purge" : complaint }

    /// Whether nothing speaks against it.
    package var isSound: Bool { state != .damaged && state != .otherKey && complaint.isEmpty }
}
