package import Inventory

/// One table `[[purge]]` of the configuration file: what a purge by policy takes, and when.
package struct PurgePolicy: Sendable, Equatable {
    /// Where the table stands.
    package var origin: Origin
    /// Patterns for mount ids; empty means all.
    package var caches: [ByteString] = []
    package var keep: [ByteString] = []
    /// Seconds.
    package var olderThan: Int64?
    package var unusedFor: Int64?
    package var budget: Int64?
    /// First hour of the day, in UTC, and the first one that is none any more; equal where every hour counts.
    package var hours: (from: Int, to: Int) = (0, 0)

    package init(origin: Origin) {
        self.origin = origin
    }

    /// Whether the table may act at a moment, in nanoseconds since 1970.
    package func mayAct(at moment: Int64) -> Bool {
        if hours.from == hours.to { return true }
        let hour = Int((moment / 3_600_000_000_000 % 24 + 24) % 24)
        return hours.from < hours.to ? (hours.from..<hours.to).contains(hour) : hour >= hours.from || hour < hours.to
    }

    package static func == (left: PurgePolicy, right: PurgePolicy) -> Bool {
        left.origin == right.origin && left.caches == right.caches && left.keep == right.keep
            && left.olderThan == right.olderThan && left.unusedFor == right.unusedFor && left.budget == right.budget
            && left.hours == right.hours
    }

    /// For `doctor`: `*pip* older-than 7d`.
    var shown: String {
        var words = caches.isEmpty ? ["*"] : caches.map { Quotation.text($0.bytes) }
        let times = DurationGrammar()
        if let olderThan { words += ["older-than", times.literal(olderThan)?.plain ?? ""] }
        if let unusedFor { words += ["unused-for", times.literal(unusedFor)?.plain ?? ""] }
        if let budget { words += ["budget", SizeGrammar().literal(budget)?.plain ?? ""] }
        return words.joined(separator: " ")
    }
}
