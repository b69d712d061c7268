/// Which names were listed in a folder, in whatever order and parts.
struct FolderFingerprint: Hashable, Sendable {
    private var count = 0
    private var sum: UInt64 = 0

    /// Adds one name by its keyed hash.
    mutating func add(_ hash: UInt64) {
        count += 1
        sum &+= hash
    }

    static func + (left: FolderFingerprint, right: FolderFingerprint) -> FolderFingerprint {
        FolderFingerprint(count: left.count + right.count, sum: left.sum &+ right.sum)
    }
}
