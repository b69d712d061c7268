import Bolt

/// A database as bytes that can be broken at a chosen place.
struct EditableDatabase {
    var bytes: [UInt8]
    let pageSize: Int

    init(_ bytes: [UInt8], pageSize: Int) {
        self.bytes = bytes
        self.pageSize = pageSize
    }

    /// Offset of the newest meta page.
    var meta: Int { number(48 + 16, 8) > number(pageSize + 48 + 16, 8) ? 0 : pageSize }
    /// Pages below the high-water mark.
    var pageCount: Int { number(meta + 56, 8) }

    /// A number of so many bytes, the lowest first.
    func number(_ offset: Int, _ count: Int) -> Int {
        (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }

    /// Puts a number of so many bytes.
    mutating func put(_ value: UInt64, _ count: Int, at offset: Int) {
        for index in 0..<count { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }

    /// Makes the meta page at an offset valid again after it was changed.
    mutating func sign(metaAt offset: Int) {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes[(offset + 16)..<(offset + 72)] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        put(sum, 8, at: offset + 72)
    }

    /// The offset of the page that the bucket at a path of keys begins with.
    func page(of path: String...) throws -> Int {
        var bucket = try BoltDatabase(bytes: bytes).root
        var page = number(meta + 32, 8)
        for key in path {
            guard let entry = try bucket.entry(Array(key.utf8)) else { return 0 }
            page = number(entry.value.lowerBound, 8)
            bucket = try bucket.bucket(of: entry)
        }
        return page * pageSize
    }

    /// The offset of an element of the page at an offset.
    func element(_ index: Int, ofPageAt page: Int) -> Int { page + 16 + 16 * index }

    /// The offset of the page that the n-th element of a branch leads to.
    func child(_ index: Int, ofPageAt page: Int) -> Int {
        number(element(index, ofPageAt: page) + 8, 8) * pageSize
    }
}
