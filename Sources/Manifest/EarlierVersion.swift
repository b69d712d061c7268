package import Inventory

/// A file as it was before, as far back as it was there without a gap and nobody has accepted what came later.
///
/// ```
///  scans   1    2    3    4    5         accepted up to 2
///  rows    [ A ─────][ B ][ C ─────►     C is there now; A is the oldest that was still there after 2
///                 gone_scan of one is first_scan of the next: no audit saw the place empty in between
/// ```
package struct EarlierVersion: Sendable, Hashable {
    /// Index of the cache in the walk's list.
    package var cache: Int
    package var path: ByteString
    /// Of the oldest of these versions; not that of the present one, unless there was a silent change.
    package var digest: SHA256Digest
    /// When it was seen last: the start of a scan, nanoseconds since 1970.
    package var seen: Int64?
    /// The rows that tell this. Whoever makes a finding of it has the manifest keep them.
    package var rows: [Int64]
    /// The last change that left the file's identity as it was, if an earlier scan found one.
    package var silentChange: SilentChange?
}
