/// Sees to it that the keys of a page ascend, and that what its elements point to lies side by side.
struct BoltOrder {
    private let page: BoltPage
    private var index = 0
    private var first = 0..<0
    private var last = 0..<0
    /// Where what is in use ends.
    private(set) var end: Int

    /// Begins with a page without elements.
    init(_ page: BoltPage) {
        self.page = page
        end = page.dataStart
    }

    /// Takes the next element: its key, and where its value ends.
    @inline(__always)
    mutating func rise(to key: Range<Int>, end: Int, in source: [UInt8]) throws(BoltError) {
        try page.checkPacked(index, key, behind: self.end)
        if index == 0 {
            first = key
        } else if BoltImage.order(source.span.extracting(last), source.span.extracting(key)) >= 0 {
            throw BoltError(.malformed, page: page.id, "key \(index) is not behind the one before it")
        }
        last = key
        self.end = end
        index &+= 1
    }

    /// Refuses a page that does not end with its last element, one that does not begin with the key that the branch
    /// above has for it, and keys not before those of the next page: both are places in `copy`, empty where there is
    /// none.
    func check(
        _ source: [UInt8], from copy: [UInt8], _ low: Range<Int>, to high: Range<Int>
    ) throws(BoltError) {
        try page.checkRest(from: end, in: source)
        guard index > 0 else {
            if !low.isEmpty { try page.checkNotEmpty() }
            return
        }
        if !low.isEmpty, BoltImage.order(source.span.extracting(first), copy.span.extracting(low)) != 0 {
            throw page.strangeFirstKey
        }
        if !high.isEmpty, BoltImage.order(source.span.extracting(last), copy.span.extracting(high)) >= 0 {
            throw BoltError(.malformed, page: page.id, "key \(index - 1) is not before those of the next page")
        }
    }

    /// Checks a leaf of values.
    static func check(_ page: BoltPage, in source: [UInt8]) throws(BoltError) {
        var order = BoltOrder(page)
        for index in 0..<page.count {
            let entry = try page.leaf(index, in: source)
            try order.rise(to: entry.key, end: entry.value.upperBound, in: source)
        }
        try page.checkRest(from: order.end, in: source)
    }
}
