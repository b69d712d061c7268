/// What the quarantine keeps: the answer of `quarantine list`.
package struct QuarantineReport: Sendable {
    /// One entry.
    package struct Row: Sendable, Hashable {
        package var id: String
        /// When it was taken, nanoseconds since 1970.
        package var taken: Int64
        /// Mount id, and path below the cache.
        package var cache: ByteString
        package var path: ByteString
        package var kind: EntryKind
        package var size: Int64
        package var digest: SHA256Digest?
        package var rule: String?
        package var reason: String
        /// Number of the purge that kept it; `nil` where that is not known.
        package var purge: Int64?
        /// Whether it stayed the same while it was copied.
        package var isStable: Bool
        /// When it was put back last, nanoseconds since 1970; `nil` where it was not.
        package var restored: Int64?

        package init(
            id: String, taken: Int64, cache: ByteString, path: ByteString, kind: EntryKind, size: Int64,
            digest: SHA256Digest?, rule: String?, reason: String, isStable: Bool, restored: Int64? = nil,
            purge: Int64? = nil
        ) {
            self.purge = purge
            self.id = id
            self.taken = taken
            self.cache = cache
            self.path = path
            self.kind = kind
            self.size = size
            self.digest = digest
            self.rule = rule
            self.reason = reason
            self.isStable = isStable
            self.restored = restored
        }
    }

    package var path: ByteString
    /// Bytes on disk, and how many there may be.
    package var used: Int64
    package var budget: Int64
    /// The oldest first.
    package var rows: [Row] = []
    /// What is damaged, and in which way.
    package var problems: [(path: ByteString, detail: String)] = []

    package init(path: ByteString, used: Int64, budget: Int64) {
        self.path = path
        self.used = used
        self.budget = budget
    }
}
