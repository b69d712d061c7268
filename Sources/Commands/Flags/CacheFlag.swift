import Inventory

/// `--cache ID`: some mount caches only.
struct CacheFlag: Flag {
    let name = "cache"
    let valueName = "ID"
    let category = FlagCategory.input
    private let use: Use

    /// What is in the caches.
    enum Use {
        case all, kept
    }

    /// By default all of a cache is meant.
    init(_ use: Use = .all) {
        self.use = use
    }

    var summary: String {
        switch use {
        case .all: "Only mount caches with this id; may be repeated"
        case .kept: "Only entries of caches with this id; may be repeated"
        }
    }

    var details: String {
        switch use {
        case .all: "Only mount caches whose id matches. " + Self.pattern
        case .kept:
            "Only entries that were taken from caches whose id matches; of a tree that is its path. "
                + Self.pattern
        }
    }

    private static let pattern = """
        In a pattern `*` stands for any characters and `?` for one: `'*pip*'`. May be given several times: what \
        matches one of them is taken. `bezoar caches` lists the ids.
        """
    let variable: String? = nil
    let grammar = PatternListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.cachePatterns }
}
