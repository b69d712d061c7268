package import Inventory
import Linux

/// Which mount caches builds have mounted at this moment.
///
/// ```
///   a build step's own mounts     …/snapshots/snapshots/29/fs      /root/.cache/pip     the folder itself
///                                 overlay, upperdir=…/29/fs        /cache               with a base below
///   a process of fuse-overlayfs   -o lowerdir=…,upperdir=…/29/fs,workdir=…
///   executor/<id>/config.json     "source": "…/29/fs"              without /proc of the host
/// ```
///
/// Paths in these are of the file system or of the daemon's own mounts, so they are compared by inode where the kernel
/// leads there, and by their last components where it does not. In doubt a cache is in use: an audit reads it all the
/// same, and a purge leaves it alone.
package struct InUse: Sendable {
    /// One sign that a folder is mounted.
    struct Sign: Sendable, Hashable {
        /// Path of the folder, in whosever words.
        var path: ByteString
        /// Paths under which this process may find the same folder.
        var places: [ByteString]
        /// Whether links may be in them: whoever made an overlay chose the words. The kernel's own hold none.
        var mayHoldLinks = false
        /// Who has it mounted, for people.
        var holder: ByteString
    }

    /// Bytes of a program's name that are told.
    private static let programLimit = 64
    private static let programSigns = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_:".utf8)
    /// Signs of one host.
    static let signLimit = 1_000_000
    private static let daemons: [ByteString] = ["buildkitd", "dockerd", "containerd"]
    private static let overlayProgram: ByteString = "fuse-overlayfs"
    /// What a mount's line must hold to be of interest.
    private static let marks: [ByteString] = [
        "/snapshots/", "/diff", "upperdir=", "/vfs/dir/", "/subvolumes/", "buildah-cache",
    ]

    /// The processes that were looked at.
    package let processes: ProcessTable
    private(set) var signs: Set<Sign> = []
    /// What limits the answer, in sentences.
    package private(set) var notes: [String] = []

    /// Looks at the mounts of all processes.
    package init(processes folder: ByteString = "/proc") {
        processes = ProcessTable(folder)
        let numbers = processes.numbers()
        if numbers.count >= ProcessTable.limit {
            notes.append("there are more processes than are looked at: caches in use may be missed")
        }
        var daemons: [Int] = []
        var drivers: [(process: Int, words: [ByteString])] = []
        for number in numbers {
            let words = processes.words(of: number)
            guard let program = words.first?.lastComponent else { continue }
            if Self.daemons.contains(program) { daemons.append(number) }
            if program == Self.overlayProgram { drivers.append((number, words)) }
        }
        look(numbers, daemons)
        for driver in drivers { look(driver.process, driver.words) }
        if numbers.isEmpty {
            notes.append("no process is seen, so nothing tells which caches are in use")
        } else if !processes.seesHost {
            notes.append(
                "only the processes of this container are seen: caches in use elsewhere may be missed "
                    + "(run with the host's process numbers: --pid=host, hostPID)")
        }
    }

    private mutating func look(_ numbers: [Int], _ daemons: [Int]) {
        var spaces: Set<Identity> = []
        var unreadable = 0
        for number in numbers {
            let space = processes.mountSpace(of: "\(number)")
            if let space, spaces.contains(space) { continue }
            guard let bytes = processes.mounts(of: number) else {
                unreadable += 1
                continue
            }
            // Only now: of a process that has just ended, another one may tell the same.
            if let space { spaces.insert(space) }
            let table = MountTable(bytes) { line in Self.marks.contains { line.holds($0.bytes) } }
            if table.entries.isEmpty { continue }
            let holder = Self.name(number, processes.words(of: number))
            for entry in table.entries {
                guard signs.count < Self.signLimit else {
                    return notes.append("there are more mounts than are looked at: caches in use may be missed")
                }
                take(entry, number, holder, daemons)
            }
        }
        // Processes end while they are looked at: a few are no sign of missing rights.
        if unreadable > max(8, numbers.count / 10) {
            notes.append("the mounts of \(unreadable) processes cannot be read (CAP_SYS_PTRACE is missing)")
        }
    }

    private mutating func take(
        _ entry: MountTable.Entry, _ process: Int, _ holder: ByteString, _ daemons: [Int]
    ) {
        if let upper = entry.option("upperdir") {
            let roots = ([process] + daemons).map { processes.root(of: $0) } + [""]
            let places = roots.map { Self.join($0, upper) }
            signs.insert(Sign(path: upper, places: places, mayHoldLinks: true, holder: holder))
        } else {
            let place = Self.join(processes.root(of: process), entry.mountPoint)
            signs.insert(Sign(path: entry.root, places: [place], holder: holder))
        }
    }

    private mutating func look(_ process: Int, _ words: [ByteString]) {
        let holder = Self.name(process, words)
        for word in words {
            for part in word.bytes.split(separator: UInt8(ascii: ",")) {
                guard let upper = ByteString(Array(part)).dropping(prefix: "upperdir=") else { continue }
                let place = Self.join(processes.root(of: process), upper)
                signs.insert(Sign(path: upper, places: [place], mayHoldLinks: true, holder: holder))
            }
        }
    }

    /// `process 4711 (npm)`.
    static func name(_ process: Int, _ words: [ByteString]) -> ByteString {
        // Whoever runs it chose the name: no sign in it may look like the end of it.
        let program = (words.first?.lastComponent.bytes.prefix(programLimit) ?? []).map { byte in
            programSigns.contains(byte) ? byte : UInt8(ascii: "?")
        }
        var name = Array("process \(process)".utf8)
        if !program.isEmpty { name += Array(" (".utf8) + program + [UInt8(ascii: ")")] }
        return ByteString(name)
    }

    private static func join(_ root: ByteString, _ path: ByteString) -> ByteString {
        ByteString(root.bytes + (path.isAbsolute ? [] : [UInt8(ascii: "/")]) + path.bytes)
    }

    /// Marks the caches that are in use. `roots` and `inventories` belong together, one by one.
    package func mark(_ inventories: inout [StateInventory], of roots: [FoundRoot]) {
        var index = CacheIndex(inventories)
        for sign in signs { index.mark(sign) }
        for (position, root) in roots.enumerated() where inventories.indices.contains(position) {
            let executor = ExecutorFolder.read(root, processes)
            for step in executor.mounts {
                index.mark(Sign(path: step.source, places: [], holder: step.file), only: position)
            }
            guard let trouble = executor.trouble, !inventories[position].caches.isEmpty else { continue }
            inventories[position].troubles.append(trouble)
            index.markAll(of: position, holder: trouble.path)
        }
        for use in index.uses {
            inventories[use.place.inventory].caches[use.place.cache].inUse = true
            inventories[use.place.inventory].caches[use.place.cache].usedBy = use.holders
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether these bytes are somewhere in it.
    func holds(_ other: [UInt8]) -> Bool {
        guard let first = other.first else { return true }
        var rest = self
        while let index = rest.firstIndex(of: first) {
            if rest[index...].starts(with: other) { return true }
            rest = rest[(index + 1)...]
        }
        return false
    }
}
