import Audit
import Inventory

/// Which mount ids were asked for (`--cache`).
struct CacheFilter {
    private let patterns: [ByteString]

    init(_ settings: Settings) {
        patterns = settings.cachePatterns.value
    }

    /// Whether nothing was asked for, and so all is taken.
    var isOpen: Bool { patterns.isEmpty }

    /// What nothing matched, as a trouble: a mistyped pattern in a timer must not pass for a clean host.
    func complaint(taken: Int, of all: Int) -> Trouble? {
        guard !patterns.isEmpty, taken == 0 else { return nil }
        let shown = patterns.map { Quotation.text($0.bytes) }.joined(separator: ", ")
        return Trouble(
            cache: -1, path: "", reason: .unusable,
            detail: "none of \(all) mount caches has an id like \(shown); `bezoar caches` lists the ids")
    }

    /// Whether the id matches a pattern, or nothing was asked for.
    func takes(_ id: ByteString) -> Bool {
        patterns.isEmpty || Self.matches(id, patterns)
    }

    /// Whether an id matches one of these patterns.
    static func matches(_ id: ByteString, _ patterns: [ByteString]) -> Bool {
        patterns.contains { $0 == id || Glob($0.bytes)?.matches(id.bytes) == true }
    }
}
