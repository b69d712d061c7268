import Linux

/// Copies the pages of one transaction out of a file: those its trees lead to, and of each only what is in use.
///
/// ```
///   file    |meta|meta|leaf ######···|free|branch ##·····|free|leaf ############|free|…    used ###, slack ···
///                      |                   |                  |
///   bytes   |branch ##|leaf ######|leaf ############|
/// ```
///
/// Half of a busy database is free pages and slack. Buckets of the root that nobody asked for are left out with all
/// they hold. Each page is asked for once, so nothing here can go in circles; order, depth and nesting are the check's.
struct BoltLoader {
    /// A page that is still to be copied.
    private struct Errand {
        var page: UInt64
        /// Whether it belongs to the root itself, whose entries may be left out.
        var isRoot: Bool
    }

    private let meta: BoltMeta
    private let only: [[UInt8]]?
    private var bytes: [UInt8]
    private var filled = 0
    private var places: [BoltImage.Place]
    private var seen: PageSet
    private var errands: [Errand] = []

    private init(_ meta: BoltMeta, only: [[UInt8]]?, limit: Int) throws(BoltError) {
        self.meta = meta
        self.only = only
        // Not touched before it is needed, so a high-water mark far above the pages in use costs nothing.
        bytes = LazyBytes.make(count: try meta.usedLength(limit: min(limit, BoltLimits.copySize)))
        places = [BoltImage.Place](repeating: .none, count: Int(truncatingIfNeeded: meta.pageCount))
        seen = PageSet(below: meta.pageCount)
    }

    /// Copies what the meta leads to.
    static func load(
        _ file: borrowing Descriptor, _ meta: BoltMeta, only: [[UInt8]]?, limit: Int, name: String
    ) throws(BoltError) -> BoltImage {
        var loader = try BoltLoader(meta, only: only, limit: limit)
        try loader.enqueue(meta.root, isRoot: true)
        while let errand = loader.errands.popLast() { try loader.copy(errand, from: file) }
        loader.bytes.removeLast(loader.bytes.count - loader.filled)
        return BoltImage(pages: loader.bytes, at: loader.places, only: only, name: name, meta: meta)
    }

    private mutating func enqueue(_ page: UInt64, isRoot: Bool) throws(BoltError) {
        try meta.checkNumber(page)
        try seen.mark(page...page)
        errands.append(Errand(page: page, isRoot: isRoot))
    }

    private mutating func copy(_ errand: Errand, from file: borrowing Descriptor) throws(BoltError) {
        let id = errand.page
        let start = filled
        try read(file, id, at: start, from: 0, count: meta.pageSize)
        let length = try BoltPage.length(of: id, bytes, at: start, meta)
        if length > meta.pageSize {
            try seen.mark((id &+ 1)...(id &+ UInt64(length / meta.pageSize) &- 1))
            try read(file, id, at: start, from: meta.pageSize, count: length - meta.pageSize)
        }
        let page = try BoltPage(id: id, bytes, start..<(start + length))
        let end = page.isLeaf ? try scanLeaf(page, errand.isRoot) : try scanBranch(page, errand.isRoot)
        // Both below the limit of a copy, which 32 bits hold.
        places[Int(truncatingIfNeeded: id)] = BoltImage.Place(
            start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
        filled = end
    }

    private mutating func read(
        _ file: borrowing Descriptor, _ id: UInt64, at start: Int, from offset: Int, count: Int
    ) throws(BoltError) {
        let position = Int64(id) * Int64(meta.pageSize) + Int64(offset)
        let arrived: Int
        do throws(SystemError) {
            arrived = try file.read(into: &bytes, at: start + offset, count: count, from: position)
        } catch {
            throw BoltError(.unreadable, page: id, "\(error)")
        }
        guard arrived == count else { throw BoltError(.malformed, page: id, "the file ends within the page") }
    }

    /// Enqueues the children, the first on top; gives the end of what is in use.
    private mutating func scanBranch(_ page: BoltPage, _ isRoot: Bool) throws(BoltError) -> Int {
        var end = page.dataStart
        for index in (0..<page.count).reversed() {
            let branch = try page.branch(index, in: bytes)
            end = max(end, branch.key.upperBound)
            try enqueue(branch.child, isRoot: isRoot)
        }
        return end
    }

    /// Enqueues the buckets that are trees; gives the end of what is in use.
    private mutating func scanLeaf(_ page: BoltPage, _ isRoot: Bool) throws(BoltError) -> Int {
        var end = page.dataStart
        for index in (0..<page.count).reversed() {
            let entry = try page.leaf(index, in: bytes)
            end = max(end, entry.value.upperBound)
            guard entry.isBucket else { continue }
            if isRoot, let only, !only.contains(where: { $0.elementsEqual(bytes[entry.key]) }) { continue }
            guard entry.value.count >= BoltBucket.headerLength else { throw BoltBucket.tooShort(entry) }
            let root = bytes.uint64(at: entry.value.lowerBound)
            if root != 0 { try enqueue(root, isRoot: false) }
        }
        return end
    }
}
