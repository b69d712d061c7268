/// The pages of one transaction in memory, shared by all who look into them.
final class BoltImage: Sendable {
    /// Where a page lies in `bytes`, those that follow and belong to it included, up to the last byte in use.
    struct Place: Sendable {
        var start: UInt32
        var end: UInt32
        /// A page that was not copied.
        static let none = Place(start: 0, end: 0)

        init(start: UInt32, end: UInt32) {
            self.start = start
            self.end = end
        }

        /// Both ends are below the limit of a copy, which 32 bits hold.
        init(_ range: Range<Int>, shiftedBy shift: Int = 0) {
            start = UInt32(truncatingIfNeeded: range.lowerBound + shift)
            end = UInt32(truncatingIfNeeded: range.upperBound + shift)
        }

        var range: Range<Int> { Int(start)..<Int(max(start, end)) }
    }

    let bytes: [UInt8]
    let name: String
    let meta: BoltMeta
    /// For each page where it lies. Empty: pages lie where they do in the file.
    let places: [Place]
    /// What was copied.
    let selection: BoltSelection

    /// The bytes of a whole file, up to its high-water mark at least.
    init(file bytes: [UInt8], name: String, meta: BoltMeta) {
        self.bytes = bytes
        self.name = name
        self.meta = meta
        places = []
        selection = BoltSelection()
    }

    /// Pages that were copied one by one.
    init(pages bytes: [UInt8], at places: [Place], selection: BoltSelection, name: String, meta: BoltMeta) {
        self.bytes = bytes
        self.name = name
        self.meta = meta
        self.places = places
        self.selection = selection
    }

    // MARK: Order

    /// Negative, zero or positive as the first key comes before, is, or comes after the second.
    @inline(__always)
    func order(_ first: Range<Int>, _ second: Range<Int>) -> Int {
        let bytes = self.bytes
        return Self.order(bytes.span.extracting(first), bytes.span.extracting(second))
    }

    /// The same for a key from elsewhere.
    @inline(__always)
    func order(_ first: Range<Int>, _ second: Span<UInt8>) -> Int {
        let bytes = self.bytes
        return Self.order(bytes.span.extracting(first), second)
    }

    @inline(__always)
    static func order(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Int {
        let common = min(first.count, second.count)
        for index in 0..<common where first[index] != second[index] {
            return Int(first[index]) - Int(second[index])
        }
        return first.count - second.count
    }

    // MARK: Pages

    /// A page of a tree, its header checked.
    func page(_ id: UInt64) throws(BoltError) -> BoltPage {
        try meta.checkNumber(id)
        // Below the page count, whose product with the page size fits the copy.
        let index = Int(truncatingIfNeeded: id)
        if places.isEmpty {
            let start = index &* meta.pageSize
            let length = try BoltPage.length(of: id, bytes, at: start, meta)
            return try BoltPage(id: id, bytes, start..<(start &+ length))
        }
        let place = places[index]
        guard place.end > place.start else { throw BoltError(.malformed, page: id, "the page was not copied") }
        return try BoltPage(id: id, bytes, Int(place.start)..<Int(place.end))
    }
}
