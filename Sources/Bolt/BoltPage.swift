/// A page of a tree: a header, a table of elements, and the bytes they point to.
///
/// ```
///   0  u64 id   8  u16 flags: 1 branch, 2 leaf   10  u16 count   12  u32 pages that follow and belong to it
///  16  count elements of 16 bytes, then keys and values, one after the other
///
///   branch element:  u32 pos, u32 key size, u64 child page             key at element + pos
///   leaf element:    u32 flags (1: the value is a bucket), u32 pos, u32 key size, u32 value size
///                                                                      key and value at element + pos
/// ```
struct BoltPage: Sendable {
    static let headerLength = 16
    static let elementLength = 16
    private static let branchFlag: UInt16 = 1
    private static let leafFlag: UInt16 = 2

    /// Its number; for a page inside of a value the number of the page that holds it.
    var id: UInt64
    /// Where it lies in the copy.
    var range: Range<Int>
    var count: Int
    var isLeaf: Bool
    var isInline: Bool

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
    }

    init(
        id: UInt64, flags: UInt16, count: UInt16, _ range: Range<Int>, isInline: Bool = false
    ) throws(BoltError) {
        guard flags == Self.branchFlag || flags == Self.leafFlag else {
            throw BoltError(.malformed, page: id, "the page is neither branch nor leaf: its flags are \(flags)")
        }
        self.id = id
        self.range = range
        self.count = Int(count)
        self.isInline = isInline
        isLeaf = flags == Self.leafFlag
        guard Self.headerLength + Self.elementLength * self.count <= range.count else {
            throw BoltError(.malformed, page: id, "\(count) elements do not fit the page")
        }
        guard isLeaf || count > 0 else { throw BoltError(.malformed, page: id, "a branch without children") }
    }

    /// Offset of an element; the caller has compared the index with the count.
    @inline(__always)
    func element(_ index: Int) -> Int {
        range.lowerBound &+ Self.headerLength &+ Self.elementLength &* index
    }

    /// A key and a child.
    @inline(__always)
    func branch(_ index: Int, in image: BoltImage) throws(BoltError) -> BoltBranch {
        let at = element(index)
        let start = at &+ Int(image.uint32(at))
        let end = start &+ Int(image.uint32(at &+ 4))
        guard start >= dataStart, start < end, end <= range.upperBound else { throw misplaced(index) }
        return BoltBranch(key: start..<end, child: image.uint64(at &+ 8))
    }

    /// A key and a value.
    @inline(__always)
    func leaf(_ index: Int, in image: BoltImage) throws(BoltError) -> BoltEntry {
        let at = element(index)
        let start = at &+ Int(image.uint32(at &+ 4))
        let keyEnd = start &+ Int(image.uint32(at &+ 8))
        let end = keyEnd &+ Int(image.uint32(at &+ 12))
        guard start >= dataStart, start < keyEnd, end <= range.upperBound else { throw misplaced(index) }
        let flags = image.uint32(at)
        guard flags <= 1 else {
            throw BoltError(.malformed, page: id, "element \(index) has the unknown flags \(flags)")
        }
        if flags == 1 && isInline {
            throw BoltError(.malformed, page: id, "element \(index) of a small bucket is a bucket")
        }
        return BoltEntry(key: start..<keyEnd, value: keyEnd..<end, isBucket: flags == 1, page: id)
    }

    /// The key alone, for searching.
    @inline(__always)
    func key(_ index: Int, in image: BoltImage) throws(BoltError) -> Range<Int> {
        isLeaf ? try leaf(index, in: image).key : try branch(index, in: image).key
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
