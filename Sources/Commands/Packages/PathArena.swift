import Inventory

/// Paths that no reader of packages asks for: there may be millions of them, and each is looked at once, for whether
/// anybody knows it.
///
/// ```
///   blocks   [ a / b 0 a / c 0 ... ]  [ d / e 0 ... ]  ...     64 KiB each; no path holds a zero
/// ```
struct PathArena {
    private static let blockSize = 64 << 10

    /// Those that are full, and the one that is being filled.
    private var blocks: [[UInt8]] = []
    private var block: [UInt8] = []

    /// Bytes that a path of so many takes.
    static func cost(of length: Int) -> Int { length + 1 }

    /// Adds a path.
    mutating func add(_ path: ArraySlice<UInt8>) {
        let cost = Self.cost(of: path.count)
        if block.capacity - block.count < cost {
            if !block.isEmpty { blocks.append(block) }
            block = []
            block.reserveCapacity(max(Self.blockSize, cost))
        }
        block.append(contentsOf: path)
        block.append(0)
    }

    /// Calls `body` with each path.
    func forEach(_ body: (ByteString) -> Void) {
        for block in blocks + [block] where !block.isEmpty {
            for path in block.dropLast().split(separator: 0, omittingEmptySubsequences: false) {
                body(ByteString(Array(path)))
            }
        }
    }
}
