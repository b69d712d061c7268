/// A page of a tree: a header, a table of elements, and the bytes they point to.
///
/// ```
///   0  u64 id   8  u16 flags: 1 branch, 2 leaf   10  u16 count   12  u32 pages that follow and belong to it
///  16  count elements of 16 bytes, then keys and values, one after the other without a gap, then zeros
///
///   branch element:  u32 pos, u32 key size, u64 child page             key at element + pos
///   leaf element:    u32 flags (1: the value is a bucket), u32 pos, u32 key size, u32 value size
///                                                                      key and value at element + pos
/// ```
///
/// Every version writes pages like this and from a clean buffer, so a count or a length that was changed shows: there
/// is a gap, or something stands behind the last element.
struct BoltPage: Sendable {
    static let headerLength = 16
    static let elementLength = 16
    /// Bytes behind the last element that are looked at: as many as one element, of which there are never so many zero.
    private static let restLength = 16
    private static let branchFlag: UInt16 = 1
    private static let leafFlag: UInt16 = 2

    /// Its number; for a page inside of a value the number of the page that holds it.
    var id: UInt64
    /// Where it lies in the copy.
    var range: Range<Int>
    var count: Int
    var isLeaf: Bool
    var isInline: Bool
    /// Pages that follow and belong to it.
    var following: UInt32

    /// Where keys and values begin.
    var dataStart: Int { range.lowerBound &+ Self.headerLength &+ Self.elementLength &* count }

    /// No page: nothing is in it.
    static let none = BoltPage()

    private init() {
        id = 0
        range = 0..<0
        count = 0
        isLeaf = true
        isInline = false
        following = 0
    }

    /// Takes the page at a place whose first 16 bytes are there.
    init(id: UInt64, _ bytes: [UInt8], _ range: Range<Int>, isInline: Bool = false) throws(BoltError) {
        let flags = bytes.uint16(at: range.lowerBound &+ 8)
        guard flags == Self.branchFlag || flags == Self.leafFlag else {
            throw BoltError(.malformed, page: id, "the page is neither branch nor leaf: its flags are \(flags)")
        }
        self.id = id
        self.range = range
        self.isInline = isInline
        following = bytes.uint32(at: range.lowerBound &+ 12)
        count = Int(bytes.uint16(at: range.lowerBound &+ 10))
        isLeaf = flags == Self.leafFlag
        guard Self.headerLength + Self.elementLength * count <= range.count else {
            throw BoltError(.malformed, page: id, "\(count) elements do not fit the page")
        }
        guard isLeaf || count > 0 else { throw BoltError(.malformed, page: id, "a branch without children") }
    }

    /// Takes the one leaf of a small bucket, which stands in the value of the bucket that holds it. Errors name
    /// `holder`.
    static func inline(_ bytes: [UInt8], _ range: Range<Int>, in holder: UInt64) throws(BoltError) -> BoltPage {
        guard range.count >= headerLength else {
            throw BoltError(.malformed, page: holder, "a bucket's own page is cut off")
        }
        let page = try BoltPage(id: holder, bytes, range, isInline: true)
        guard page.isLeaf, bytes.uint64(at: range.lowerBound) == 0 else {
            throw BoltError(.malformed, page: holder, "a bucket's own page is not a leaf")
        }
        return page
    }

    /// Bytes of a page and of those that follow and belong to it, from its header.
    static func length(of id: UInt64, _ bytes: [UInt8], at start: Int, _ meta: BoltMeta) throws(BoltError) -> Int {
        let found = bytes.uint64(at: start)
        guard found == id else { throw BoltError(.malformed, page: id, "the page calls itself \(found)") }
        let more = UInt64(bytes.uint32(at: start &+ 12))
        guard more < meta.pageCount &- id else {
            throw BoltError(.malformed, page: id, "the page and \(more) more reach beyond the end")
        }
        // Below the page count, whose product with the page size fits.
        let length = (Int(truncatingIfNeeded: more) &+ 1) &* meta.pageSize
        guard length <= BoltLimits.pageLength else {
            throw BoltError(
                .tooLarge, page: id,
                "a value of about \(length) bytes is over the limit of \(BoltLimits.pageLength)")
        }
        return length
    }

    /// Offset of an element; the caller has compared the index with the count.
    @inline(__always)
    func element(_ index: Int) -> Int {
        range.lowerBound &+ Self.headerLength &+ Self.elementLength &* index
    }

    /// A key and a child.
    @inline(__always)
    func branch(_ index: Int, in bytes: [UInt8]) throws(BoltError) -> BoltBranch {
        let at = element(index)
        let start = at &+ Int(bytes.uint32(at: at))
        let end = start &+ Int(bytes.uint32(at: at &+ 4))
        guard start >= dataStart, start < end, end <= range.upperBound else { throw misplaced(index) }
        return BoltBranch(key: start..<end, child: bytes.uint64(at: at &+ 8))
    }

    /// A key and a value.
    @inline(__always)
    func leaf(_ index: Int, in bytes: [UInt8]) throws(BoltError) -> BoltEntry {
        let at = element(index)
        let start = at &+ Int(bytes.uint32(at: at &+ 4))
        let keyEnd = start &+ Int(bytes.uint32(at: at &+ 8))
        let end = keyEnd &+ Int(bytes.uint32(at: at &+ 12))
        guard start >= dataStart, start < keyEnd, end <= range.upperBound else { throw misplaced(index) }
        let flags = bytes.uint32(at: at)
        guard flags <= 1 else {
            throw BoltError(.malformed, page: id, "element \(index) has the unknown flags \(flags)")
        }
        if flags == 1 && isInline {
            throw BoltError(.malformed, page: id, "element \(index) of a small bucket is a bucket")
        }
        return BoltEntry(key: start..<keyEnd, value: keyEnd..<end, isBucket: flags == 1, page: id)
    }

    /// Refuses a page that holds more than its elements say, which end there.
    func checkRest(from end: Int, in bytes: [UInt8]) throws(BoltError) {
        // A small bucket ends with its last element, and so does a page of a copy.
        if isInline, end != range.upperBound { throw excess(end) }
        for index in end..<min(range.upperBound, end &+ Self.restLength) where bytes[index] != 0 { throw excess(end) }
    }

    private func excess(_ end: Int) -> BoltError {
        BoltError(
            .malformed, page: id,
            "something stands behind its \(count) elements, at byte \(end - range.lowerBound): some may be missing")
    }

    /// What is said of a page that begins with another key than the branch above has for it. A transaction that writes
    /// a page writes its key into the branch.
    var strangeFirstKey: BoltError {
        BoltError(.malformed, page: id, "key 0 is not the one that the branch above has for it")
    }

    /// Refuses a leaf without elements below a branch, where a transaction takes it away.
    func checkNotEmpty() throws(BoltError) {
        if count == 0 { throw BoltError(.malformed, page: id, "a leaf below a branch has no elements") }
    }

    /// Refuses an element whose key does not begin where the one before it ended.
    @inline(__always)
    func checkPacked(_ index: Int, _ key: Range<Int>, behind end: Int) throws(BoltError) {
        guard key.lowerBound == end else { throw unpacked(index, overlaps: key.lowerBound < end) }
    }

    private func unpacked(_ index: Int, overlaps: Bool) -> BoltError {
        let reason = overlaps ? "elements \(index - 1) and \(index) overlap" : "there is a gap before element \(index)"
        return BoltError(.malformed, page: id, reason)
    }

    /// The key alone, for searching.
    @inline(__always)
    func key(_ index: Int, in bytes: [UInt8]) throws(BoltError) -> Range<Int> {
        isLeaf ? try leaf(index, in: bytes).key : try branch(index, in: bytes).key
    }

    private func misplaced(_ index: Int) -> BoltError {
        BoltError(.malformed, page: id, "element \(index) points outside of the page, or its key is empty")
    }
}

/// An element of a branch page.
struct BoltBranch: Sendable {
    var key: Range<Int>
    var child: UInt64
}
