import Synchronization

/// Counters of a walk that is going on, for whoever shows progress.
package final class WalkProgress: Sendable {
    private let fileCount = Atomic<Int>(0)
    private let folderCount = Atomic<Int>(0)
    private let byteCount = Atomic<Int>(0)

    package init() {}

    /// Entries looked at that are not folders.
    package var files: Int { fileCount.load(ordering: .relaxed) }
    package var folders: Int { folderCount.load(ordering: .relaxed) }
    /// Bytes of content read.
    package var bytes: Int { byteCount.load(ordering: .relaxed) }

    func add(files: Int = 0, folders: Int = 0, bytes: Int = 0) {
        if files > 0 { fileCount.wrappingAdd(files, ordering: .relaxed) }
        if folders > 0 { folderCount.wrappingAdd(folders, ordering: .relaxed) }
        if bytes > 0 { byteCount.wrappingAdd(bytes, ordering: .relaxed) }
    }
}
