/// Sees to it that the keys of a page ascend, and that what its elements point to does not overlap.
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
        guard key.lowerBound >= self.end else {
            throw BoltError(.malformed, page: page.id, "elements \(index - 1) and \(index) overlap")
        }
        if index == 0 {
            first = key
        } else if BoltImage.order(source.span.extracting(last), source.span.extracting(key)) >= 0 {
            throw BoltError(.malformed, page: page.id, "key \(index) is not behind the one before it")
        }
        last = key
        self.end = end
        index &+= 1
    }

    /// Refuses keys before the first bound or not before the second: places in `copy`, empty where there is none.
    func check(
        _ source: [UInt8], from copy: [UInt8], _ low: Range<Int>, to high: Range<Int>
    ) throws(BoltError) {
        guard index > 0 else { return }
        if !low.isEmpty, BoltImage.order(source.span.extracting(first), copy.span.extracting(low)) < 0 {
            throw BoltError(.malformed, page: page.id, "key 0 is before the one that the branch above has for it")
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
    }
}
