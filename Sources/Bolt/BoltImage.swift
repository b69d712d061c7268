/// One consistent copy of a database, shared by all who look into it.
final class BoltImage: Sendable {
    let bytes: [UInt8]
    let name: String
    let meta: BoltMeta

    init(bytes: [UInt8], name: String, meta: BoltMeta) {
        self.bytes = bytes
        self.name = name
        self.meta = meta
    }

    // MARK: Numbers

    /// The caller has compared the place with the page's end; an array would not let us outside anyway.
    @inline(__always)
    func uint16(_ at: Int) -> UInt16 {
        UInt16(bytes[at]) | UInt16(bytes[at &+ 1]) << 8
    }

    @inline(__always)
    func uint32(_ at: Int) -> UInt32 {
        UInt32(bytes[at]) | UInt32(bytes[at &+ 1]) << 8 | UInt32(bytes[at &+ 2]) << 16
            | UInt32(bytes[at &+ 3]) << 24
    }

    @inline(__always)
    func uint64(_ at: Int) -> UInt64 {
        UInt64(uint32(at)) | UInt64(uint32(at &+ 4)) << 32
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
    private static func order(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Int {
        let common = min(first.count, second.count)
        for index in 0..<common where first[index] != second[index] {
            return Int(first[index]) - Int(second[index])
        }
        return first.count - second.count
    }

    // MARK: Pages

    /// A page of a tree, its header checked.
    func page(_ id: UInt64) throws(BoltError) -> BoltPage {
        guard id >= 2, id < meta.pageCount else {
            throw BoltError(.malformed, page: id, "there is no such page; pages 2 to \(meta.pageCount - 1) hold data")
        }
        // Below the page count, whose product with the page size fits the copy.
        let start = Int(truncatingIfNeeded: id) &* meta.pageSize
        let found = uint64(start)
        guard found == id else { throw BoltError(.malformed, page: id, "the page calls itself \(found)") }
        let more = UInt64(uint32(start &+ 12))
        guard more < meta.pageCount &- id else {
            throw BoltError(.malformed, page: id, "the page and \(more) more reach beyond the end")
        }
        let length = (Int(truncatingIfNeeded: more) &+ 1) &* meta.pageSize
        return try BoltPage(id: id, flags: uint16(start &+ 8), count: uint16(start &+ 10), start..<(start &+ length))
    }

    /// The one leaf of a small bucket, which stands in the value of the bucket that holds it. Errors name `holder`.
    func inlinePage(_ range: Range<Int>, in holder: UInt64) throws(BoltError) -> BoltPage {
        guard range.count >= BoltPage.headerLength else {
            throw BoltError(.malformed, page: holder, "a bucket's own page is cut off")
        }
        let start = range.lowerBound
        let page = try BoltPage(
            id: holder, flags: uint16(start &+ 8), count: uint16(start &+ 10), range, isInline: true)
        guard page.isLeaf, uint64(start) == 0 else {
            throw BoltError(.malformed, page: holder, "a bucket's own page is not a leaf")
        }
        return page
    }
}
