/// One key of a bucket and what stands under it, as places in the database's `bytes`.
package struct BoltEntry: Hashable, Sendable {
    /// Where the key lies; never empty.
    package var key: Range<Int>
    /// Where the value lies; may be empty. For a bucket its header, and its entries where they are few.
    package var value: Range<Int>
    /// Whether it is a bucket: `BoltBucket.bucket(of:)` opens it.
    package var isBucket: Bool
    /// The page it stands on, for messages.
    package var page: UInt64
}
