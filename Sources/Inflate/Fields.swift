/// Numbers at known places of a record whose length was checked. What would lie outside is zero.
struct Fields {
    /// The record.
    let bytes: [UInt8]

    /// Takes a record.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Two bytes, the low one first.
    func two(_ at: Int) -> Int { Int(truncatingIfNeeded: number(at, 2)) }

    /// Four bytes, the lowest first.
    func four(_ at: Int) -> Int { Int(truncatingIfNeeded: number(at, 4)) }

    /// Eight bytes, the lowest first; `nil` where no size is that large.
    func eight(_ at: Int) -> Int? { Int(exactly: number(at, 8)) }

    /// Whether these bytes stand there.
    func holds(_ expected: [UInt8], at: Int) -> Bool {
        at >= 0 && bytes.count - at >= expected.count && bytes[at..<at + expected.count].elementsEqual(expected)
    }

    /// A piece, cut at the end.
    func piece(_ at: Int, _ count: Int) -> [UInt8] {
        guard at >= 0, at < bytes.count, count > 0 else { return [] }
        return Array(bytes[at..<at + min(count, bytes.count - at)])
    }

    private func number(_ at: Int, _ count: Int) -> UInt64 {
        guard at >= 0, at <= bytes.count - count else { return 0 }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[at + index]) << UInt64(8 * index) }
        return value
    }
}
