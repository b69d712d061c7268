private import Synchronization

/// Whether reading may have touched access times in this process.
package enum AccessTimes {
    private static let touched = Atomic<Bool>(false)

    /// True once a file or folder had to be opened without `O_NOATIME`, because it belongs to somebody else and the
    /// process has no `CAP_FOWNER`, or a symbolic link was read. Below a confined view nothing was touched all the
    /// same.
    package static var mayBeTouched: Bool { touched.load(ordering: .relaxed) }

    static func noteTouch() {
        touched.store(true, ordering: .relaxed)
    }
}
