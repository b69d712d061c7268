/// Which advisories are known, and what a command has done with them: the answer of `intel import`, `list` and
/// `remove`.
package struct IntelReport: Sendable {
    /// What happened to a feed; the raw value is the word in every output.
    package enum Outcome: String, Sendable, CaseIterable {
        case imported, removed
        /// It was only listed.
        case known
        /// It was not taken, and what was known before stays.
        case refused
    }

    /// One feed.
    package struct Row: Sendable, Hashable {
        package var feed: KeptFeed
        package var outcome: Outcome
        /// Why it was refused.
        package var reason: String?

        package init(_ feed: KeptFeed, _ outcome: Outcome, reason: String? = nil) {
            self.feed = feed
            self.outcome = outcome
            self.reason = reason
        }
    }

    /// Advisories of one kind on packages of one ecosystem.
    package struct Count: Sendable, Hashable {
        package var ecosystem: String
        package var kind: String
        package var count: Int

        package init(ecosystem: String, kind: String, count: Int) {
            self.ecosystem = ecosystem
            self.kind = kind
            self.count = count
        }
    }

    package var rows: [Row]
    package var counts: [Count]
    /// Paths are absolute, and belong to no cache.
    package var troubles: [Trouble]
    package var unlistedTroubles = 0

    package init(rows: [Row] = [], counts: [Count] = [], troubles: [Trouble] = []) {
        self.rows = rows
        self.counts = counts
        self.troubles = troubles
    }

    /// Whether all could be read.
    package var isComplete: Bool { troubles.isEmpty && unlistedTroubles == 0 }
}
