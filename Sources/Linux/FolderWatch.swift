private import CLinux

/// Says that something happened in one folder, not what: whoever is told lists it again. So nothing is missed when
/// the kernel's queue overflows. C counterpart: `inotify`.
package struct FolderWatch: ~Copyable, Sendable {
    /// What happened since the last look.
    package enum News: Sendable {
        case nothing
        /// Something came, went or was changed in it.
        case changed
        /// The folder itself is gone, or another one bears its name: it has to be watched anew.
        case gone
    }

    private let descriptor: Descriptor

    /// Watches a folder, symbolic links followed.
    package init(_ path: [UInt8]) throws(SystemError) {
        try mayFail(.watch)
        let number = CLinux_watch()
        try check(number, .watch)
        let descriptor = Descriptor(owning: number)
        try mayFail(.watchFolder)
        try unsafe withTerminated(path, .watchFolder) { (path) throws(SystemError) in
            try unsafe check(CLinux_watch_folder(number, path), .watchFolder)
        }
        self.descriptor = descriptor
    }

    /// To be waited for.
    package var entry: PollEntry { PollEntry(descriptor.number) }

    /// What happened since the last look.
    package func look() -> News {
        let seen = CLinux_drain_watch(descriptor.number)
        if seen < 0 || seen & 2 != 0 { return .gone }
        return seen == 0 ? .nothing : .changed
    }
}
