package import Linux
import Synchronization

/// The files that readers of packages look into at this moment, held open with what was read of them last.
///
/// ```
///   archive  | …………………………………… | directory | end |
///                          [ one read of the end ]       the directory, small entries before it: taken from there
/// ```
/// An archive is looked at a dozen times, each time somewhere else in its last pages. Opening it anew each time would
/// cost more than all else that is done with it. Each thread looks at one file at a time, so a few are enough.
package final class HeldFiles: Sendable {
    /// An open file, closed when nobody has it any more.
    package final class Open: Sendable {
        /// The file.
        package let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) {
            self.descriptor = descriptor
        }
    }

    /// One of them, in one thread's hands.
    package struct File: Sendable {
        /// Place in the list of files.
        package let index: Int
        /// Shared by all who have it in hand.
        package let open: Open
        /// Whether it was opened just now, so that its status need not be asked for again.
        package private(set) var isFresh = true
        private var start: Int64 = 0
        private var window: [UInt8] = []

        /// Takes over a file that was opened just now.
        package init(index: Int, descriptor: consuming Descriptor) {
            self.index = index
            open = Open(descriptor)
        }

        /// What was read last, as far as it has these bytes.
        package func piece(at offset: Int64, count: Int) -> [UInt8]? {
            guard offset >= start, offset - start <= Int64(window.count - count) else { return nil }
            let first = Int(offset - start)
            return first == 0 && count == window.count ? window : Array(window[first..<(first + count)])
        }

        /// Keeps what was read, unless it is much.
        package mutating func keep(_ bytes: [UInt8], from offset: Int64) {
            isFresh = false
            let isSmall = bytes.count <= HeldFiles.windowMax
            start = isSmall ? offset : 0
            window = isSmall ? bytes : []
        }
    }

    /// Bytes that are read at least: what is looked at next mostly lies right behind.
    package static let readMin = 4 << 10
    /// Bytes that are kept of one file.
    private static let windowMax = 128 << 10
    /// Files that are held.
    private static let filesMax = 4

    private let files = Guarded<[File]>([])

    /// Begins without any.
    package init() {}

    /// Takes a file out; `nil` where it is not held.
    package func take(_ index: Int) -> File? {
        files.withLock { files in
            files.firstIndex { $0.index == index }.map { files.remove(at: $0) }
        }
    }

    /// Holds a file, the oldest one no longer if there are too many.
    package func put(_ file: File) {
        // What is let go of is closed outside of the lock.
        let oldest: File? = files.withLock { files in
            files.append(file)
            return files.count > Self.filesMax ? files.removeFirst() : nil
        }
        _ = oldest
    }
}
