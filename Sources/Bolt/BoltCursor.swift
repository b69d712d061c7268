/// Goes over the entries of a bucket in key order, without recursion and without an allocation per entry.
///
/// Checks on the way what it can see: that keys ascend over the whole bucket, that each page begins with the key that
/// the branch above has for it, that what elements point to lies side by side with nothing behind it, and that the tree
/// has an end. A page that stands twice in one tree breaks the order, so the number of steps is bounded by the size of
/// the file. After an error the cursor is at its end.
package struct BoltCursor: Sendable {
    /// A branch page whose children are being visited.
    private struct Frame {
        var page: BoltPage
        var next: Int
        /// Where the last element seen ends; the next one begins there.
        var dataEnd: Int
    }

    private let bucket: BoltBucket
    private var isBegun = false
    private var branches: [Frame] = []
    /// The leaf whose entries are handed out. Not a frame: a bucket of one leaf needs no array.
    private var leaf = Frame(page: .none, next: 0, dataEnd: 0)
    /// The last key seen, of a leaf or a branch; empty before the first.
    private var floor = 0..<0
    /// Whether `floor` is a branch's key, which the first key below that branch equals.
    private var isBelowBranch = false

    init(_ bucket: BoltBucket) {
        self.bucket = bucket
    }

    /// The next entry, `nil` at the end.
    package mutating func next() throws(BoltError) -> BoltEntry? {
        var noMarks = PageSet.none
        return try next(marking: &noMarks)
    }

    /// The next entry; each page that is entered is marked, and was not before.
    mutating func next(marking visited: inout PageSet) throws(BoltError) -> BoltEntry? {
        do throws(BoltError) {
            if !isBegun {
                isBegun = true
                try enter(try bucket.firstPage(), &visited)
            }
            while true {
                if leaf.next < leaf.page.count { return try nextOfLeaf() }
                guard let child = try nextOfBranches() else { return nil }
                try enter(try bucket.image.page(child), &visited)
            }
        } catch {
            branches = []
            leaf = Frame(page: .none, next: 0, dataEnd: 0)
            throw error
        }
    }

    private mutating func enter(_ page: BoltPage, _ visited: inout PageSet) throws(BoltError) {
        if !page.isInline { try visited.mark(page) }
        guard branches.count < BoltLimits.depth else { throw BoltBucket.tooDeep(page) }
        let frame = Frame(page: page, next: 0, dataEnd: page.dataStart)
        if page.isLeaf {
            leaf = frame
            guard page.count == 0 else { return }
            if isBelowBranch { try page.checkNotEmpty() }
            try page.checkRest(from: frame.dataEnd, in: bucket.image.bytes)
        } else {
            branches.append(frame)
        }
    }

    private mutating func nextOfLeaf() throws(BoltError) -> BoltEntry {
        let image = bucket.image
        let entry = try leaf.page.leaf(leaf.next, in: image.bytes)
        try leaf.page.checkPacked(leaf.next, entry.key, behind: leaf.dataEnd)
        try rise(to: entry.key, leaf)
        isBelowBranch = false
        leaf.dataEnd = entry.value.upperBound
        leaf.next &+= 1
        if leaf.next == leaf.page.count { try leaf.page.checkRest(from: leaf.dataEnd, in: image.bytes) }
        return entry
    }

    /// The page of the next child, `nil` at the end.
    private mutating func nextOfBranches() throws(BoltError) -> UInt64? {
        while let top = branches.indices.last {
            let frame = branches[top]
            guard frame.next < frame.page.count else {
                branches.removeLast()
                continue
            }
            let element = try frame.page.branch(frame.next, in: bucket.image.bytes)
            try frame.page.checkPacked(frame.next, element.key, behind: frame.dataEnd)
            try rise(to: element.key, frame)
            isBelowBranch = true
            branches[top].dataEnd = element.key.upperBound
            branches[top].next &+= 1
            if branches[top].next == frame.page.count {
                try frame.page.checkRest(from: element.key.upperBound, in: bucket.image.bytes)
            }
            return element.child
        }
        return nil
    }

    /// Takes the next key, which must be behind the last one, or be the one that the branch above has for this page.
    @inline(__always)
    private mutating func rise(to key: Range<Int>, _ frame: Frame) throws(BoltError) {
        let order = bucket.image.order(floor, key)
        if isBelowBranch {
            guard order == 0 else { throw frame.page.strangeFirstKey }
        } else if order >= 0 {
            throw BoltError(.malformed, page: frame.page.id, "key \(frame.next) is not behind the one before it")
        }
        floor = key
    }
}
