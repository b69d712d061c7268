/// What a database may ask for. Real ones stay far below: the largest seen had 16 MiB.
package enum BoltLimits {
    /// Bytes of a file that is looked into at all.
    package static let fileSize: Int64 = 4 << 30
    /// Bytes that are copied into memory: the pages below the high-water mark.
    package static let copySize = 1 << 30
    /// Bytes of one page with those that follow and belong to it: of a value with its key. Records of builds, the
    /// largest that are read, have some KiB.
    static let pageLength = 32 << 20
    /// Smallest and largest page; a host's page size when the file was made.
    static let pageSizes: ClosedRange<Int> = 1024...(16 << 20)
    /// Pages from the root of a bucket down to a leaf. A real tree of ten million keys has five.
    static let depth = 64
    /// Buckets in buckets. The deepest of a real daemon is 8.
    static let nesting = 16

    // How often and how long a file that changes is read again.

    /// Copies that are tried.
    static let attempts = 30
    /// Copies that may be broken although nobody wrote meanwhile, before the file is called broken.
    static let faultyCopies = 3
    /// Looks at a file that has no valid meta page; a torn write of one is over in less than a millisecond.
    static let metaAttempts = 20
    /// Pause between those looks.
    static let metaPauseMilliseconds: UInt32 = 20
    /// First pause between two copies; each following one is twice as long, up to the longest.
    static let firstPauseMilliseconds: UInt32 = 5
    static let longestPauseMilliseconds: UInt32 = 500
    /// All attempts together.
    static let patienceNanoseconds: Int64 = 10_000_000_000
}
