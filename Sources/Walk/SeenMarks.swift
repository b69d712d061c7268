/// What a walk has seen, as keyed numbers of 64 bits: one for each entry, one for each folder.
///
/// ```
///  bit 63 ......................... 24 23 ................ 0
///      keyed hash of cache and path    keyed hash of what stood there (device and inode; of a folder also its
///                                      change time and whether it holds folders)
/// ```
///
/// So a number says "this very file stood under this path", its upper part alone "something was seen under this path".
/// Both hashes have a key that nobody knows who writes into a cache, so nobody can prepare two alike.
struct SeenMarks: Sendable {
    /// Bits that tell what stood there.
    private static let contentWidth: UInt64 = 24
    private static let contentBits: UInt64 = 1 << contentWidth - 1

    private let sorted: [UInt64]

    /// Nothing seen.
    init() {
        sorted = []
    }

    /// What was seen before and what came to it.
    init(_ earlier: SeenMarks, and chunks: [[UInt64]]) {
        var all = earlier.sorted
        all.reserveCapacity(chunks.reduce(all.count) { $0 + $1.count })
        for chunk in chunks { all.append(contentsOf: chunk) }
        all.sort()
        sorted = all
    }

    /// The number for a path and what stands there, from the keyed hashes of both. Of the latter the upper bits count.
    static func mark(path: UInt64, content: UInt64) -> UInt64 {
        path & ~contentBits | content >> (64 - contentWidth)
    }

    /// Whether exactly this was seen.
    func contains(_ mark: UInt64) -> Bool {
        let place = place(of: mark)
        return place < sorted.count && sorted[place] == mark
    }

    /// Whether anything was seen under a path, by its keyed hash.
    func contains(path: UInt64) -> Bool {
        let low = path & ~Self.contentBits
        let place = place(of: low)
        return place < sorted.count && sorted[place] <= low | Self.contentBits
    }

    /// The first place whose number is not below the given one.
    private func place(of mark: UInt64) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = low + (high - low) / 2
            if sorted[middle] < mark { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
