import Audit
import Inventory

/// Which mount ids were asked for (`--cache`).
struct CacheFilter {
    private let patterns: [ByteString]

    init(_ settings: Settings) {
        patterns = settings.cachePatterns.value
    }

    /// Whether the id matches a pattern, or nothing was asked for.
    func takes(_ id: ByteString) -> Bool {
        patterns.isEmpty || patterns.contains { $0 == id || Glob($0.bytes)?.matches(id.bytes) == true }
    }
}
