package import Linux
private import Synchronization

/// One cache's directory, open. All opens of the walk below it are relative to this descriptor.
package final class WalkRoot: Sendable {
    /// Index of the cache in the audit's list.
    package let cache: Int32
    package let directory: Descriptor
    /// Opens the regular files below it.
    package let opener: RegularFileOpener
    /// Whether the file system takes `RWF_DONTCACHE`; found out by the first read.
    private let dropsBehind = Atomic<Bool>(true)

    /// What changes the look that goes on has met.
    let restlessness = Restlessness()

    /// Bytes of holes that were hashed.
    private let holeBytes = Atomic<Int64>(0)

    /// Takes over an open directory.
    ///
    /// - Parameter other: another root of the same walk, which shares with it what does not depend on the directory.
    package init(
        cache: Int32, directory: consuming Descriptor, beside other: WalkRoot? = nil
    ) throws(SystemError) {
        self.cache = cache
        opener = try RegularFileOpener(for: directory, sharing: other?.opener.descriptors)
        self.directory = directory
    }

    var takesDropBehind: Bool { dropsBehind.load(ordering: .relaxed) }

    /// Whether a hole may still be hashed. One of a terabyte is made by one call; what it costs to hash is bounded for
    /// each cache.
    func mayHash(hole length: Int64, limit: Int64) -> Bool {
        if holeBytes.wrappingAdd(length, ordering: .relaxed).newValue <= limit { return true }
        holeBytes.wrappingSubtract(length, ordering: .relaxed)
        return false
    }

    func noteNoDropBehind() {
        dropsBehind.store(false, ordering: .relaxed)
    }
}
