import Linux

/// Copies the pages of one transaction out of a file: those its trees lead to, and of each only what is wanted.
///
/// ```
///   file    |meta|meta|leaf ######···|free|branch ##·····|free|leaf ############|free|…    used ###, slack ···
///                      '-----------------'       '-------------------' read at once, in the file's order
///   bytes   |branch ##|leaf ####|leaf ########|
/// ```
///
/// Level by level: first the root's page, then all pages below it, then all below those, each level in the order of the
/// file. So what lies side by side is read by one call, and nothing is read twice. Half of a busy database is free
/// pages and slack; buckets of the root that nobody asked for are left out with all they hold, and so is what the
/// sieve does not want.
///
/// Every page is checked where it was read, also what is then left out: bounds, order, that elements lie side by side
/// with nothing behind them, that no page is asked for twice, that keys lie between those of the branch above. What was
/// loaded needs no other check.
struct BoltLoader {
    /// A page that is still to be copied.
    private struct Errand {
        var page: UInt64
        /// Keys of branches: those of the page are not before the first and before the second. Empty where there is
        /// none.
        var low: BoltImage.Place
        var high: BoltImage.Place
        /// Branches above it, in its own tree.
        var depth: UInt8
        /// Buckets that hold its own.
        var nesting: UInt8
    }

    /// Bytes that one call reads at most.
    private static let windowSize = 256 << 10
    /// Bytes between two pages that are rather read than jumped over.
    private static let gapSize = 16 << 10

    private let meta: BoltMeta
    private let selection: BoltSelection
    private var copy: BoltCopy
    private var places: [BoltImage.Place]
    private var seen: PageSet
    private var errands: [Errand] = []
    /// What was read last.
    private var window: [UInt8]

    private init(_ meta: BoltMeta, _ selection: BoltSelection, limit: Int) throws(BoltError) {
        self.meta = meta
        self.selection = selection
        let limit = min(limit, BoltLimits.copySize)
        copy = BoltCopy(capacity: try meta.usedLength(limit: limit), selection.sieve)
        places = [BoltImage.Place](repeating: .none, count: Int(truncatingIfNeeded: meta.pageCount))
        seen = PageSet(below: meta.pageCount)
        window = LazyBytes.make(count: max(Self.windowSize, meta.pageSize))
    }

    /// Copies what the meta leads to.
    static func load(
        _ file: borrowing Descriptor, _ meta: BoltMeta, _ selection: BoltSelection, limit: Int, name: String
    ) throws(BoltError) -> BoltImage {
        var loader = try BoltLoader(meta, selection, limit: limit)
        let root = Errand(page: meta.root, low: .none, high: .none, depth: 0, nesting: 0)
        try loader.enqueue(root)
        while !loader.errands.isEmpty { try loader.copyLevel(from: file) }
        return BoltImage(
            pages: loader.copy.bytes, at: loader.places, selection: selection, name: name, meta: meta)
    }

    private mutating func enqueue(_ errand: Errand) throws(BoltError) {
        try meta.checkNumber(errand.page)
        try seen.mark(errand.page...errand.page)
        errands.append(errand)
    }

    // MARK: Reading

    /// Copies the pages that are asked for, and leaves those they lead to.
    private mutating func copyLevel(from file: borrowing Descriptor) throws(BoltError) {
        let level = errands.sorted { $0.page < $1.page }
        errands = []
        var next = 0
        while next < level.count {
            let first = level[next].page
            var end = next + 1
            while end < level.count, isNear(level[end].page, level[end - 1].page, first) { end += 1 }
            let count = (Int(truncatingIfNeeded: level[end - 1].page &- first) &+ 1) &* meta.pageSize
            try read(file, first, count)
            for index in next..<end {
                let offset = Int(truncatingIfNeeded: level[index].page &- first) &* meta.pageSize
                try take(level[index], from: file, at: offset, before: count)
            }
            next = end
        }
    }

    /// Whether a page is read together with the one before it, in a window that begins with the first.
    private func isNear(_ page: UInt64, _ previous: UInt64, _ first: UInt64) -> Bool {
        let size = UInt64(truncatingIfNeeded: meta.pageSize)
        return (page &- previous &- 1) &* size <= UInt64(Self.gapSize)
            && (page &- first &+ 1) &* size <= UInt64(Self.windowSize)
    }

    private mutating func read(_ file: borrowing Descriptor, _ id: UInt64, _ count: Int) throws(BoltError) {
        try Self.read(file, id, &window, count, pageSize: meta.pageSize)
    }

    private static func read(
        _ file: borrowing Descriptor, _ id: UInt64, _ buffer: inout [UInt8], _ count: Int, pageSize: Int
    ) throws(BoltError) {
        let arrived: Int
        do throws(SystemError) {
            arrived = try file.read(into: &buffer, at: 0, count: count, from: Int64(id) * Int64(pageSize))
        } catch {
            throw BoltError(.unreadable, page: id, "\(error)")
        }
        guard arrived == count else {
            throw BoltError(
                .malformed, page: id + UInt64(arrived / pageSize), "the file ends within the page, or before it")
        }
    }

    /// Copies the page at a place of the window, which was filled up to `end`.
    private mutating func take(
        _ errand: Errand, from file: borrowing Descriptor, at start: Int, before end: Int
    ) throws(BoltError) {
        let id = errand.page
        let length = try BoltPage.length(of: id, window, at: start, meta)
        if length > meta.pageSize {
            try seen.mark((id &+ 1)...(id &+ UInt64(length / meta.pageSize) &- 1))
        }
        if length <= end - start { return try take(errand, window, start..<(start + length)) }
        // Seldom, and seldom twice: kept for the next one it would be the largest part of what reading takes.
        var large = LazyBytes.make(count: length)
        try Self.read(file, id, &large, length, pageSize: meta.pageSize)
        try take(errand, large, 0..<length)
    }

    // MARK: Checking and copying

    private mutating func take(_ errand: Errand, _ source: [UInt8], _ range: Range<Int>) throws(BoltError) {
        let page = try BoltPage(id: errand.page, source, range)
        guard errand.depth < BoltLimits.depth else { throw BoltBucket.tooDeep(page) }
        let start = copy.bytes.count
        var order = BoltOrder(page)
        if !page.isLeaf {
            try takeBranch(page, errand, source, &order)
        } else if selection.isSieved(errand.nesting), errand.depth == 0 {
            try takeSieved(page, errand, source, &order)
        } else {
            try takeLeaf(page, errand, source, &order)
        }
        try order.check(source, from: copy.bytes, errand.low.range, to: errand.high.range)
        // Below the limit of a copy, which 32 bits hold.
        places[Int(truncatingIfNeeded: errand.page)] = BoltImage.Place(start..<copy.bytes.count)
    }

    private mutating func takeBranch(
        _ page: BoltPage, _ errand: Errand, _ source: [UInt8], _ order: inout BoltOrder
    ) throws(BoltError) {
        for index in 0..<page.count {
            let key = try page.branch(index, in: source).key
            try order.rise(to: key, end: key.upperBound, in: source)
        }
        // From a key of the source to its place in the copy.
        let shift = copy.bytes.count - page.range.lowerBound
        copy.append(source, page.range.lowerBound..<order.end)
        for index in 0..<page.count {
            let branch = try page.branch(index, in: source)
            let isLast = index + 1 == page.count
            let high = isLast ? nil : try page.branch(index + 1, in: source).key
            try enqueue(
                Errand(
                    page: branch.child, low: BoltImage.Place(branch.key, shiftedBy: shift),
                    high: high.map { BoltImage.Place($0, shiftedBy: shift) } ?? errand.high,
                    depth: errand.depth + 1, nesting: errand.nesting))
        }
    }

    /// Takes a leaf: as it is, or with its small buckets sieved.
    private mutating func takeLeaf(
        _ page: BoltPage, _ errand: Errand, _ source: [UInt8], _ order: inout BoltOrder
    ) throws(BoltError) {
        let isRewritten = selection.isSieved(errand.nesting + 1)
        let table = copy.bytes.count + BoltPage.headerLength
        if isRewritten { copy.begin(page, in: source) }
        for index in 0..<page.count {
            let entry = try page.leaf(index, in: source)
            try order.rise(to: entry.key, end: entry.value.upperBound, in: source)
            let small = entry.isBucket ? try takeBucket(entry, errand, source) : nil
            guard isRewritten else {
                if let small { try BoltOrder.check(small, in: source) }
                continue
            }
            if let small { try small.checkRest(from: try copy.sift(small, in: source).end, in: source) }
            copy.put(entry, at: table + index * BoltPage.elementLength, small, from: source)
        }
        if !isRewritten { copy.append(source, page.range.lowerBound..<order.end) }
    }

    /// Takes a bucket that is one page.
    private mutating func takeSieved(
        _ page: BoltPage, _ errand: Errand, _ source: [UInt8], _ order: inout BoltOrder
    ) throws(BoltError) {
        order = try copy.sift(page, in: source)
        for index in 0..<page.count {
            let entry = try page.leaf(index, in: source)
            guard entry.isBucket, let small = try takeBucket(entry, errand, source) else { continue }
            try BoltOrder.check(small, in: source)
        }
        copy.appendSifted(page, from: source)
    }

    /// Enqueues a bucket that is a tree; gives the page of one that is small.
    private mutating func takeBucket(
        _ entry: BoltEntry, _ errand: Errand, _ source: [UInt8]
    ) throws(BoltError) -> BoltPage? {
        if errand.nesting == 0, !selection.takes(source[entry.key]) { return nil }
        guard errand.nesting < BoltLimits.nesting else { throw BoltBucket.tooNested(entry) }
        let root = try BoltBucket.root(of: entry, in: source)
        if root == 0 {
            let place = (entry.value.lowerBound + BoltBucket.headerLength)..<entry.value.upperBound
            return try BoltPage.inline(source, place, in: entry.page)
        }
        try enqueue(Errand(page: root, low: .none, high: .none, depth: 0, nesting: errand.nesting + 1))
        return nil
    }
}
