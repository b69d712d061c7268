/// The pages of a copy, one behind the other, and of sieved buckets only what is wanted.
///
/// ```
///   source   |header 3|e0|e1|e2|key, value|key, value      |key, value|···    e1 is not wanted
///   copy     |header 2|e0|e2|key, value|key, value|
/// ```
///
/// What is written is in the form of the file, so the same readers serve both.
struct BoltCopy {
    /// One element of a bucket that is being sieved.
    private struct Kept {
        var entry: BoltEntry
        var isBesideMark: Bool
    }

    private(set) var bytes: [UInt8] = []
    private let sieve: BoltSieve?
    private var kept: [Kept] = []

    /// With room for what may come. Not touched before it is needed, so a high-water mark far above the pages in use
    /// costs nothing.
    init(capacity: Int, _ sieve: BoltSieve?) {
        bytes.reserveCapacity(capacity)
        self.sieve = sieve
    }

    /// Appends bytes as they are.
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        bytes.append(contentsOf: source[range])
    }

    // MARK: A page with sieved buckets in it

    /// Appends the header of a page, and room for its elements.
    mutating func begin(_ page: BoltPage, in source: [UInt8]) {
        append(source, page.range.lowerBound..<page.dataStart)
    }

    /// Appends key and value of an element, and writes the element to its place in the copy. Of a small bucket what
    /// was sifted out goes in.
    mutating func put(_ entry: BoltEntry, at element: Int, _ small: BoltPage?, from source: [UInt8]) {
        let start = bytes.count
        if let small {
            append(source, entry.key.lowerBound..<small.range.lowerBound)
            appendSifted(small, from: source)
        } else {
            append(source, entry.key.lowerBound..<entry.value.upperBound)
        }
        put(start - element, at: element + 4)
        put(bytes.count - start - entry.key.count, at: element + 12)
    }

    /// Writes a number below 2^32.
    private mutating func put(_ number: Int, at offset: Int) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    }

    // MARK: A sieved bucket

    /// Checks a leaf, and remembers what is wanted of it. Buckets are.
    mutating func sift(_ page: BoltPage, in source: [UInt8]) throws(BoltError) -> BoltOrder {
        kept.removeAll(keepingCapacity: true)
        var order = BoltOrder(page)
        var hasMark = false
        for index in 0..<page.count {
            let entry = try page.leaf(index, in: source)
            try order.rise(to: entry.key, end: entry.value.upperBound, in: source)
            let wish = entry.isBucket ? .yes : sieve?(source.span.extracting(entry.key), entry.value.count) ?? .yes
            if wish == .no { continue }
            if wish == .mark { hasMark = true }
            kept.append(Kept(entry: entry, isBesideMark: wish == .besideMark))
        }
        if !hasMark { kept.removeAll(where: \.isBesideMark) }
        return order
    }

    /// Appends the leaf that was sifted last.
    mutating func appendSifted(_ page: BoltPage, from source: [UInt8]) {
        let start = bytes.count
        append(source, page.range.lowerBound..<(page.range.lowerBound + BoltPage.headerLength))
        // Not more than there were.
        bytes[start + 10] = UInt8(truncatingIfNeeded: kept.count)
        bytes[start + 11] = UInt8(truncatingIfNeeded: kept.count >> 8)
        var position = kept.count * BoltPage.elementLength
        for one in kept {
            let entry = one.entry
            let length = entry.value.upperBound - entry.key.lowerBound
            appendElement(entry.isBucket ? 1 : 0, position, entry.key.count, entry.value.count)
            position += length - BoltPage.elementLength
        }
        for one in kept { append(source, one.entry.key.lowerBound..<one.entry.value.upperBound) }
    }

    private mutating func appendElement(_ flags: Int, _ position: Int, _ keySize: Int, _ valueSize: Int) {
        let fields: [4 of Int] = [flags, position, keySize, valueSize]
        bytes.append(addingCapacity: BoltPage.elementLength) { output in
            for index in 0..<BoltPage.elementLength {
                output.append(UInt8(truncatingIfNeeded: fields[index / 4] >> (8 * (index % 4))))
            }
        }
    }
}
