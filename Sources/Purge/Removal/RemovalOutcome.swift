package import Inventory

/// What a removal did. It counts what this process took out, not what somebody else removed meanwhile.
package struct RemovalOutcome: Hashable, Sendable {
    /// Entries that are no folders and are gone.
    package var files = 0
    package var folders = 0
    /// Bytes of the disk (blocks, not sizes) of what is gone with its last name. What a program still holds open is
    /// freed when that program closes it.
    package var bytesFreed: Int64 = 0
    /// What is still there, up to `listedMax`; folders that stay only because of it are not listed.
    package var left: [RemovalRemainder] = []
    /// How many there are, listed or not.
    package var leftCount = 0
    /// Names that stood in the directory in the end and were not there when it was emptied, up to `listedMax`.
    package var appeared: [ByteString] = []
    /// How many there are, listed or not.
    package var appearedCount = 0
    /// The trash folder, where it could not be removed: everything taken away that is left lies in it.
    package var trash: ByteString?
    /// Whether it ended early: told to stop, or a step was not allowed.
    package var wasStopped = false
    /// Whether the directory in its last state survives a power loss.
    package var isSynchronized = false

    package init() {}

    /// Whether all that was to go is gone. What appeared since is not counted: it was not there.
    package var isComplete: Bool { leftCount == 0 && !wasStopped && trash == nil }

    /// Remainders and names that are listed.
    package static let listedMax = 1000
    /// Bytes of paths that are listed.
    private static let listedBytesMax = 1 << 20

    /// Notes what stays; beyond the limits it is only counted.
    mutating func note(_ remainder: RemovalRemainder) {
        leftCount += 1
        let bytes = left.count < Self.listedMax ? left.reduce(0) { $0 + $1.size } : Int.max
        if bytes < Self.listedBytesMax { left.append(remainder) }
    }

    /// Adds what another part of the same removal did.
    mutating func add(_ other: RemovalOutcome) {
        files += other.files
        folders += other.folders
        bytesFreed = Self.sum(bytesFreed, other.bytesFreed)
        let unlisted = other.leftCount - other.left.count
        for remainder in other.left { note(remainder) }
        leftCount += unlisted
        wasStopped = wasStopped || other.wasStopped
    }

    /// Drops what stays from the account: it will be looked for again.
    mutating func forgetLeft() {
        left = []
        leftCount = 0
    }

    /// Counts blocks of 512 bytes; a file system that lies about them does not stop anybody.
    mutating func free(blocks: Int64) {
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: 512)
        if !overflow, bytes > 0 { bytesFreed = Self.sum(bytesFreed, bytes) }
    }

    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

extension RemovalRemainder {
    fileprivate var size: Int { path.bytes.count + (place?.bytes.count ?? 0) }
}
