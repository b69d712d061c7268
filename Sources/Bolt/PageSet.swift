/// Which pages of a database were visited: one bit each.
struct PageSet: Sendable {
    private var words: [UInt64]
    private(set) var count = 0

    /// Marks nothing: for a walk that trusts its limits.
    static let none = PageSet(words: [])

    private init(words: [UInt64]) {
        self.words = words
    }

    /// For pages below a number, which the length of a copy bounds.
    init(below pageCount: UInt64) {
        words = [UInt64](repeating: 0, count: Int(truncatingIfNeeded: pageCount / 64) + 1)
    }

    /// Marks a page and those that follow and belong to it, whose numbers were checked.
    mutating func mark(_ page: BoltPage) throws(BoltError) {
        try mark(page.id...(page.id &+ UInt64(page.following)))
    }

    /// Marks pages; an error where one of them was marked before.
    mutating func mark(_ pages: ClosedRange<UInt64>) throws(BoltError) {
        if words.isEmpty { return }
        for id in pages {
            let word = Int(truncatingIfNeeded: id / 64)
            let bit: UInt64 = 1 << (id % 64)
            guard words[word] & bit == 0 else { throw BoltError(.malformed, page: id, "the page stands twice in it") }
            words[word] |= bit
            count += 1
        }
    }
}
