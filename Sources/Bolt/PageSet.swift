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

    /// Marks a page and those that follow and belong to it; an error where one of them was marked before.
    mutating func mark(_ page: BoltPage, pageSize: Int) throws(BoltError) {
        if words.isEmpty { return }
        let pages = UInt64(page.range.count / pageSize)
        for id in page.id..<(page.id + pages) {
            let word = Int(truncatingIfNeeded: id / 64)
            let bit: UInt64 = 1 << (id % 64)
            guard words[word] & bit == 0 else { throw BoltError(.malformed, page: id, "the page stands twice in it") }
            words[word] |= bit
        }
        count += Int(truncatingIfNeeded: pages)
    }
}
