/// How the caches of now differ from a baseline.
package struct BaselineDiff: Sendable, Hashable {
    /// What is compared, in words: `scan 12`, `baseline of 2026-11-21`.
    package var from: String
    package var to: String
    /// The changes that are listed.
    package var changes: [Change]
    /// All changes, listed or not.
    package var counts: ChangeCounts
    /// Whether everything could be compared.
    package var isComplete: Bool

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
