/// A bucket: keys in order, each with a value or another bucket.
///
/// A large bucket is a tree of pages, a small one a single leaf inside of the value that stands for it:
///
/// ```
///   u64 root page, u64 sequence                              a tree that begins there
///   0,             u64 sequence, then a leaf page            up to a quarter of a page, no buckets in it
/// ```
package struct BoltBucket: Sendable {
    /// Where the entries are.
    enum Place: Sendable {
        case tree(UInt64)
        case inline(BoltPage)
    }

    let image: BoltImage
    let place: Place
    /// The counter that the bucket's owner may keep in it.
    package let sequence: UInt64
    /// How many buckets hold this one.
    package let nesting: Int

    static let headerLength = 16

    init(image: BoltImage, place: Place, sequence: UInt64, nesting: Int) {
        self.image = image
        self.place = place
        self.sequence = sequence
        self.nesting = nesting
    }

    /// The bytes of the database, which the ranges lead into.
    package var bytes: [UInt8] { image.bytes }

    /// All entries in key order.
    package func cursor() -> BoltCursor {
        BoltCursor(self)
    }

    // MARK: Lookups

    /// What stands under a key; `nil` where it is not there.
    package func entry(_ key: [UInt8]) throws(BoltError) -> BoltEntry? {
        try entry(key.span)
    }

    /// What stands under a key; `nil` where it is not there. A tree with broken order may hide it: `check` tells.
    package func entry(_ key: Span<UInt8>) throws(BoltError) -> BoltEntry? {
        var page = try firstPage()
        var depth = 1
        while !page.isLeaf {
            guard depth < BoltLimits.depth else { throw Self.tooDeep(page) }
            depth += 1
            // The last child whose first key is not behind the wanted one.
            let index = try firstIndex(after: key, in: page)
            page = try image.page(page.branch(max(index - 1, 0), in: image.bytes).child)
        }
        let index = try firstIndex(after: key, in: page)
        guard index > 0 else { return nil }
        let entry = try page.leaf(index - 1, in: image.bytes)
        return image.order(entry.key, key) == 0 ? entry : nil
    }

    /// The value of a key; `nil` where it is not there, an error where it is a bucket.
    package func value(_ key: [UInt8]) throws(BoltError) -> Range<Int>? {
        guard let entry = try entry(key.span) else { return nil }
        if entry.isBucket { throw BoltError(.malformed, page: entry.page, "a bucket stands where a value should") }
        return entry.value
    }

    /// The bucket under a key; `nil` where it is not there, an error where it is a value.
    package func bucket(_ key: [UInt8]) throws(BoltError) -> BoltBucket? {
        guard let entry = try entry(key.span) else { return nil }
        return try bucket(of: entry)
    }

    /// The bucket that an entry of this one is; an error where it is a value.
    package func bucket(of entry: BoltEntry) throws(BoltError) -> BoltBucket {
        guard entry.isBucket else {
            throw BoltError(.malformed, page: entry.page, "a value stands where a bucket should")
        }
        guard nesting < BoltLimits.nesting else { throw Self.tooNested(entry) }
        let start = entry.value.lowerBound
        let root = try Self.root(of: entry, in: image.bytes)
        let place: Place
        if root == 0 {
            let page = (start + Self.headerLength)..<entry.value.upperBound
            place = .inline(try BoltPage.inline(image.bytes, page, in: entry.page))
        } else {
            place = .tree(root)
        }
        return BoltBucket(image: image, place: place, sequence: image.bytes.uint64(at: start + 8), nesting: nesting + 1)
    }

    /// The page where the bucket's tree begins.
    func firstPage() throws(BoltError) -> BoltPage {
        switch place {
        case .tree(let root): try image.page(root)
        case .inline(let page): page
        }
    }

    /// The page where the tree of a bucket begins; zero for a small one.
    static func root(of entry: BoltEntry, in bytes: [UInt8]) throws(BoltError) -> UInt64 {
        // The second comparison is for entries that come from another database.
        guard entry.value.count >= headerLength, entry.value.upperBound <= bytes.count else {
            throw BoltError(.malformed, page: entry.page, "a bucket of \(entry.value.count) bytes is too short")
        }
        let root = bytes.uint64(at: entry.value.lowerBound)
        guard root == 0 || entry.value.count == headerLength else {
            throw BoltError(.malformed, page: entry.page, "a bucket is both a tree and in its place")
        }
        return root
    }

    static func tooNested(_ entry: BoltEntry) -> BoltError {
        BoltError(.malformed, page: entry.page, "buckets lie in each other deeper than \(BoltLimits.nesting)")
    }

    static func tooDeep(_ page: BoltPage) -> BoltError {
        BoltError(.malformed, page: page.id, "a tree is deeper than \(BoltLimits.depth) pages")
    }

    /// The number of keys in a page that are not behind the wanted one.
    private func firstIndex(after key: Span<UInt8>, in page: BoltPage) throws(BoltError) -> Int {
        var low = 0
        var high = page.count
        while low < high {
            let middle = (low + high) / 2
            if image.order(try page.key(middle, in: image.bytes), key) > 0 {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
