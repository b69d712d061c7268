import Linux
import Synchronization

/// A folder the walk has found: its name, the folder it lies in, and, while somebody needs it, its open descriptor.
///
/// ```
///  root <-parent- "b" <-parent- "c"      A folder stays open until its listing is done and each folder found in it has
///         open      open     waiting     been opened, or until the budget of open descriptors is used up; then it
///                                        is opened again from the root, part by part, when it is needed.
/// ```
final class Folder: Sendable {
    /// An open directory that several threads may use; closes when the last one lets go.
    final class Opened: Sendable {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) {
            self.descriptor = descriptor
        }
    }

    private struct State {
        var parent: Folder?
        var opened: Opened?
        /// Folders found in this one that are still to be opened, plus one while the listing goes on.
        var users = 1
        /// Identity of what was open, to know it again, and the listing's position; set when it is parked.
        var device: UInt64 = 0
        var inode: UInt64 = 0
        var cookie: Int64 = 0
        /// When the listing began, by the clock of file times.
        var listedSince: Int64 = .max
        /// Whether a part of the listing held folders.
        var holdsFolders = false
        /// Whether it stands as an earlier look saw it.
        var isSame = false
        /// The names so far; nothing where those of a part were not noted.
        var listed: FolderFingerprint? = FolderFingerprint()
    }

    let root: WalkRoot
    /// The path below the root with a closing zero where it is short, as it almost always is; else only the last
    /// component, because paths kept whole would let a deep tree of long names fill the memory.
    private let text: [UInt8]
    /// Where the last component begins in `text`.
    private let nameStart: Int
    /// Bytes of the path below the root.
    let pathLength: Int
    private let state: Guarded<State>

    init(root: WalkRoot) {
        self.root = root
        text = [0]
        nameStart = 0
        pathLength = 0
        state = Guarded(State())
    }

    /// A folder found in another one; `name` ends in a zero.
    init(name: Span<UInt8>, in parent: Folder) {
        root = parent.root
        pathLength = parent.pathLength + (parent.pathLength == 0 ? 0 : 1) + name.count - 1
        var text: [UInt8] = []
        if pathLength <= Self.longestShortPath {
            text.reserveCapacity(pathLength + 1)
            text.append(contentsOf: parent.text[..<(parent.text.count - 1)])
            if !text.isEmpty { text.append(UInt8(ascii: "/")) }
        }
        nameStart = text.count
        text.append(copying: name)
        self.text = text
        state = Guarded(State(parent: parent))
        parent.state.withLock { $0.users += 1 }
    }

    deinit {
        // A chain of folders must not be released by recursion: its depth is the attacker's choice.
        var next = takeParent()
        while isKnownUniquelyReferenced(&next) { next = next?.takeParent() }
    }

    private func takeParent() -> Folder? {
        state.withLock { state in
            let parent = state.parent
            state.parent = nil
            return parent
        }
    }

    var parent: Folder? { state.withLock { $0.parent } }

    /// The open directory, if it is open.
    var opened: Opened? { state.withLock { $0.opened } }

    /// When the listing of this folder began: now, if this is the first part of it; whether it is.
    func beginListing(_ now: Int64) -> Bool {
        state.withLock { state in
            guard state.listedSince == .max else { return false }
            state.listedSince = now
            return true
        }
    }

    /// Adds the names of a part that was listed.
    func noteListed(_ part: FolderFingerprint?) {
        state.withLock { state in state.listed = part.flatMap { part in state.listed.map { $0 + part } } }
    }

    /// Notes that a part of the listing held folders.
    func noteFolders() {
        state.withLock { $0.holdsFolders = true }
    }

    /// Whether a part that was noted held folders.
    var holdsFolders: Bool { state.withLock { $0.holdsFolders } }

    /// Notes that it stands as an earlier look saw it.
    func noteSame() {
        state.withLock { $0.isSame = true }
    }

    /// Whether it stands as an earlier look saw it: only the folders in it are to be looked at.
    var isSame: Bool { state.withLock { $0.isSame } }

    /// All names that were listed, if they were noted.
    var listed: FolderFingerprint? { state.withLock { $0.listed } }

    /// A folder that was changed after this was changed while it was listed, or a moment before.
    var listedSince: Int64 { state.withLock { $0.listedSince } }

    /// Keeps an opened directory.
    func keep(_ opened: Opened) {
        state.withLock { $0.opened = opened }
    }

    /// Closes the directory for now; `cookie` is where its listing goes on. False where it was closed already.
    func park(_ status: FileStatus, at cookie: Int64) -> Bool {
        state.withLock { state in
            state.device = status.device
            state.inode = status.inode
            state.cookie = cookie
            guard state.opened != nil else { return false }
            state.opened = nil
            return true
        }
    }

    /// Identity and listing position of a parked folder.
    var parked: (device: UInt64, inode: UInt64, cookie: Int64) {
        state.withLock { ($0.device, $0.inode, $0.cookie) }
    }

    /// One user more: entries of this folder were left to another worker.
    func retain() {
        state.withLock { $0.users += 1 }
    }

    /// One user fewer: the listing is done, or a folder found here has been opened. True when the directory was
    /// closed by this.
    func release() -> Bool {
        state.withLock { state in
            state.users -= 1
            guard state.users == 0, state.opened != nil else { return false }
            state.opened = nil
            return true
        }
    }

    private static let longestShortPath = 512

    /// Opens this folder in the directory it was found in.
    func open(in directory: borrowing Descriptor) throws(SystemError) -> Descriptor {
        let text = self.text
        return try directory.openDirectory(beneath: text.span.extracting(nameStart..<text.count))
    }

    /// Appends the path below the root to `path`, without a leading slash.
    func appendPath(to path: inout [UInt8]) {
        if pathLength <= Self.longestShortPath { return path.append(contentsOf: text[..<(text.count - 1)]) }
        var names: [[UInt8]] = []
        var folder: Folder? = self
        while let current = folder, current.pathLength > Self.longestShortPath {
            names.append(Array(current.text[..<(current.text.count - 1)]))
            folder = current.parent
        }
        folder?.appendPath(to: &path)
        for name in names.reversed() {
            if !path.isEmpty { path.append(UInt8(ascii: "/")) }
            path.append(contentsOf: name)
        }
    }
}
