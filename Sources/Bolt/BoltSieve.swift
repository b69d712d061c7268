/// Which values of a bucket are wanted.
package enum BoltWish: Sendable {
    case no
    case yes
    /// Yes, and those that are wanted beside a mark too.
    case mark
    /// Only where the same bucket has a mark.
    case besideMark
}

/// Says by its key and its size whether a value is wanted. Asked for buckets that lie in a bucket of the root; values
/// of other buckets, and of those that are spread over several pages, are all taken.
package typealias BoltSieve = @Sendable (_ key: Span<UInt8>, _ size: Int) -> BoltWish

/// What of a database is wanted. The rest is checked where it lies, and not kept.
struct BoltSelection: Sendable {
    /// How many buckets hold one whose values are sieved.
    private static let sievedNesting: UInt8 = 2

    /// Buckets of the root, all where it is `nil`: the others are not read at all, and opening one throws.
    var only: [[UInt8]]?
    /// Values; all where it is `nil`.
    var sieve: BoltSieve?

    /// Whether the values of a bucket are sieved that so many others hold.
    func isSieved(_ nesting: UInt8) -> Bool { sieve != nil && nesting == Self.sievedNesting }

    /// Whether a bucket of the root is wanted.
    func takes(_ name: ArraySlice<UInt8>) -> Bool {
        only?.contains { $0.elementsEqual(name) } ?? true
    }
}
