import Inventory

/// Paths that no reader of packages asks for, end to end in one array: there may be millions of them, and each is
/// looked at once, for whether anybody knows it.
struct PathArena {
    private var bytes: [UInt8] = []
    private var ends: [Int32] = []

    /// Bytes that it takes.
    var size: Int { bytes.count + ends.count * MemoryLayout<Int32>.size }

    /// Adds a path; false where no more fit.
    mutating func add(_ path: Span<UInt8>) -> Bool {
        guard let end = Int32(exactly: bytes.count + path.count) else { return false }
        for index in 0..<path.count { bytes.append(path[index]) }
        ends.append(end)
        return true
    }

    /// Calls `body` with each path.
    func forEach(_ body: (ByteString) -> Void) {
        var start = 0
        for end in ends {
            body(ByteString(Array(bytes[start..<Int(end)])))
            start = Int(end)
        }
    }
}
