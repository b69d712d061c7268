package import Linux
private import Synchronization

/// One cache's directory, open. All opens of the walk below it are relative to this descriptor.
package final class WalkRoot: Sendable {
    /// Index of the cache in the audit's list.
    package let cache: Int32
    package let directory: Descriptor
    let opener: RegularFileOpener
    /// Whether the file system takes `RWF_DONTCACHE`; found out by the first read.
    private let dropsBehind = Atomic<Bool>(true)

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

    func noteNoDropBehind() {
        dropsBehind.store(false, ordering: .relaxed)
    }
}
