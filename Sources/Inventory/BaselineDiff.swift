/// How the caches of now differ from a baseline.
package struct BaselineDiff: Sendable, Hashable {
    /// A cache that could not be compared, or not all of it.
    package struct NotCompared: Sendable, Hashable {
        /// Why; the raw value is the word in every output.
        package enum Reason: String, Sendable, CaseIterable {
            /// The baseline has it, and no audit here has seen it to its end.
            case notAudited = "not-audited"
            /// It was audited here, and is no part of the baseline.
            case notInBaseline = "not-in-baseline"
            /// Its last audit left something unseen, which is taken to be as it was.
            case incomplete
        }

        /// Mount id.
        package var cache: ByteString
        package var reason: Reason

        package init(cache: ByteString, reason: Reason) {
            self.cache = cache
            self.reason = reason
        }
    }

    /// A cache that the last audit left out: it is compared as it was last seen.
    package struct Older: Sendable, Hashable {
        /// Mount id.
        package var cache: ByteString
        /// When it was last audited, nanoseconds since 1970.
        package var audited: Int64

        package init(cache: ByteString, audited: Int64) {
            self.cache = cache
            self.audited = audited
        }
    }

    /// What is compared, in words: `scan 12`, `baseline of 2026-11-21`.
    package var from: String
    package var to: String
    /// The changes that are listed.
    package var changes: [Change]
    /// All changes, listed or not.
    package var counts: ChangeCounts
    /// Whether everything could be compared.
    package var isComplete: Bool
    /// Whether the audit that is compared saw all of its caches.
    package var sawEverything = true
    package var notCompared: [NotCompared] = []
    package var older: [Older] = []

    /// Whether an entry differs, or a cache is no part of the baseline: nobody accepted what is in that one.
    package var differs: Bool {
        counts != ChangeCounts() || notCompared.contains { $0.reason == .notInBaseline }
    }

    /// Counts the changes where no counts are given.
    package init(
        from: String, to: String, changes: [Change], counts: ChangeCounts? = nil, isComplete: Bool = true
    ) {
        self.from = from
        self.to = to
        self.changes = changes
        self.isComplete = isComplete
        self.counts = counts ?? Self.count(changes)
    }

    private static func count(_ changes: [Change]) -> ChangeCounts {
        var counts = ChangeCounts()
        for change in changes {
            switch change.kind {
            case .added: counts.added += 1
            case .removed: counts.removed += 1
            case .modified: counts.modified += 1
            case .moved: counts.moved += 1
            }
        }
        return counts
    }
}
