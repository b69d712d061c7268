private import CLinux

/// A folder of our own that is being filled: with what an attacker could put into a cache, for the self-test and the
/// tests.
///
/// ```
///  makeFolder write makeLink makeHardLink makeFIFO makeSocket makeDevice     new entries
///  setMode setOwner setModified rename remove                                changes to them
///  removeAll                                                                 and all of it is gone
/// ```
///
/// Names are relative to the folder and may hold several components. Nothing here is meant for a cache of somebody
/// else: the kernel resolves the names as usual.
package struct OwnTree: ~Copyable, Sendable {
    /// Bits of a mode that say what kind of entry it is.
    private enum Kind {
        static let fifo: UInt32 = 0o010000
        static let socket: UInt32 = 0o140000
        static let characterDevice: UInt32 = 0o020000
    }

    /// Absolute path of the folder.
    package let path: [UInt8]
    private let directory: Descriptor

    /// Makes the folder, for its owner alone. It must not exist yet.
    package init(making path: [UInt8]) throws(SystemError) {
        try OwnFile.makeDirectory(path, mode: 0o700)
        directory = try Self.openMade(path)
        self.path = path
    }

    /// Opens the folder that was just made; where that fails nothing stays behind.
    private static func openMade(_ path: [UInt8]) throws(SystemError) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor.open(path, [.directory, .noFollow])
        } catch {
            try? removeEmptyFolder(path)
            throw error
        }
    }

    /// The absolute path of an entry.
    package func path(of name: [UInt8]) -> [UInt8] { path + [UInt8(ascii: "/")] + name }

    /// Status of an entry; a symbolic link is not followed.
    package func status(of name: [UInt8]) throws(SystemError) -> FileStatus {
        try directory.status(of: (name + [0]).span)
    }

    // MARK: New entries

    /// Makes a folder; the one above it must be there.
    package func makeFolder(_ name: [UInt8], mode: UInt32 = 0o755) throws(SystemError) {
        try unsafe call(.mkdirat, name) { unsafe CLinux_mkdirat($0, $1, mode) }
    }

    /// Writes a file, or replaces the content of one that is there (its inode stays). The disk gets it at once: what is
    /// unwritten counts as about to change.
    package func write(_ name: [UInt8], _ content: [UInt8], mode: UInt32 = 0o644) throws(SystemError) {
        let file = try Descriptor.open(path(of: name), [.writeOnly, .create, .truncate, .noFollow], mode: mode)
        try file.write(content)
        file.dropCached(from: 0, length: 0)
    }

    /// Waits until the disk has all of a file: what `write` leaves to the kernel may take its time on a busy one.
    package func synchronize(_ name: [UInt8]) throws(SystemError) {
        try Descriptor.open(path(of: name), [.writeOnly, .noFollow]).synchronize()
    }

    /// Makes a file of `size` bytes that is one hole.
    package func writeHole(_ name: [UInt8], size: Int64) throws(SystemError) {
        let file = try Descriptor.open(path(of: name), [.writeOnly, .create, .truncate, .noFollow], mode: 0o644)
        try mayFail(.ftruncate)
        try check(CLinux_ftruncate(file.number, size), .ftruncate)
    }

    /// Makes a symbolic link.
    package func makeLink(_ name: [UInt8], to target: [UInt8]) throws(SystemError) {
        try unsafe call(.symlinkat, name) { (directory, name) throws(SystemError) in
            try unsafe withTerminated(target, .symlinkat) { target in
                unsafe CLinux_symlinkat(target, directory, name)
            }
        }
    }

    /// Gives a file of the folder a second name.
    package func makeHardLink(_ name: [UInt8], to old: [UInt8]) throws(SystemError) {
        try unsafe call(.linkat, name) { (directory, name) throws(SystemError) in
            try unsafe withTerminated(old, .linkat) { old in
                unsafe CLinux_linkat(directory, old, directory, name)
            }
        }
    }

    package func makeFIFO(_ name: [UInt8]) throws(SystemError) {
        try makeNode(name, Kind.fifo)
    }

    package func makeSocket(_ name: [UInt8]) throws(SystemError) {
        try makeNode(name, Kind.socket)
    }

    /// Makes a character device; needs `CAP_MKNOD`.
    package func makeDevice(_ name: [UInt8], major: UInt32, minor: UInt32) throws(SystemError) {
        try makeNode(name, Kind.characterDevice, major, minor)
    }

    private func makeNode(
        _ name: [UInt8], _ kind: UInt32, _ major: UInt32 = 0, _ minor: UInt32 = 0
    ) throws(SystemError) {
        try unsafe call(.mknodat, name) { directory, name in
            unsafe CLinux_mknodat(directory, name, kind | 0o644, major, minor)
        }
    }

    // MARK: Changes

    package func setMode(_ name: [UInt8], _ mode: UInt32) throws(SystemError) {
        try unsafe call(.fchmodat, name) { unsafe CLinux_fchmodat($0, $1, mode) }
    }

    /// Gives an entry to another user and group; needs `CAP_CHOWN`.
    package func setOwner(_ name: [UInt8], _ owner: UInt32) throws(SystemError) {
        try unsafe call(.fchownat, name) { unsafe CLinux_fchownat($0, $1, owner, owner) }
    }

    /// Sets modification and access time, nanoseconds since 1970. The kernel sets the change time to now.
    package func setModified(_ name: [UInt8], _ nanoseconds: Int64) throws(SystemError) {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let seconds = remainder < 0 ? quotient - 1 : quotient
        let rest = remainder < 0 ? remainder + 1_000_000_000 : remainder
        try unsafe call(.utimensat, name) { unsafe CLinux_utimensat($0, $1, seconds, rest) }
    }

    package func rename(_ old: [UInt8], to new: [UInt8]) throws(SystemError) {
        try OwnFile.rename(path(of: old), to: path(of: new))
    }

    /// Removes an entry that is no folder.
    package func remove(_ name: [UInt8]) throws(SystemError) {
        try unsafe call(.unlinkat, name) { unsafe CLinux_unlinkat($0, $1, 0) }
    }

    /// Calls the kernel with this folder's number and a name.
    private func call(
        _ call: SystemCall, _ name: [UInt8], _ body: (Int32, UnsafePointer<CChar>) throws(SystemError) -> Int32
    ) throws(SystemError) {
        try mayFail(call)
        let number = directory.number
        let result = try unsafe withTerminated(name, call) { (name) throws(SystemError) -> Int32 in
            try unsafe body(number, name)
        }
        try check(result, call)
    }

    // MARK: The end

    /// Removes the folder and all that is in it. No link is followed and no other file system entered: each folder is
    /// opened beneath this one, and what lies in it is removed by its bare name.
    package func removeAll() throws(SystemError) {
        var folders: [[UInt8]] = [[UInt8(ascii: ".")]]
        var next = 0
        while next < folders.count {
            folders += try empty(folders[next])
            next += 1
        }
        for name in folders.dropFirst().reversed() { try removeFolder(name) }
        try Self.removeEmptyFolder(path)
    }

    private static func removeEmptyFolder(_ path: [UInt8]) throws(SystemError) {
        try mayFail(.unlinkat)
        try unsafe withTerminated(path, .unlinkat) { (path) throws(SystemError) in
            try unsafe check(CLinux_unlinkat(CLinux_AT_FDCWD, path, CLinux_AT_REMOVEDIR), .unlinkat)
        }
    }

    /// Removes what is no folder, and returns the folders.
    private func empty(_ name: [UInt8]) throws(SystemError) -> [[UInt8]] {
        let folder = try directory.openDirectory(beneath: (name + [0]).span)
        var lister = DirectoryLister()
        var block = EntryBlock()
        // Gathered first: what is removed meanwhile may shift the listing.
        var entries: [[UInt8]] = []
        while try lister.read(folder, into: &block) {
            for entry in block.entries { entries.append(Array(block.names[block.name(of: entry)])) }
        }
        var folders: [[UInt8]] = []
        for entry in entries {
            if try folder.status(of: entry.span).isDirectory {
                folders.append(name + [UInt8(ascii: "/")] + entry.dropLast())
            } else {
                try mayFail(.unlinkat)
                try unsafe withName(entry.span, .unlinkat) { (entry) throws(SystemError) in
                    try unsafe check(CLinux_unlinkat(folder.number, entry, 0), .unlinkat)
                }
            }
        }
        return folders
    }

    private func removeFolder(_ name: [UInt8]) throws(SystemError) {
        guard let slash = name.lastIndex(of: UInt8(ascii: "/")) else { return }
        let parent = try directory.openDirectory(beneath: (Array(name[..<slash]) + [0]).span)
        try mayFail(.unlinkat)
        try unsafe withTerminated(Array(name[(slash + 1)...]), .unlinkat) { (name) throws(SystemError) in
            try unsafe check(CLinux_unlinkat(parent.number, name, CLinux_AT_REMOVEDIR), .unlinkat)
        }
    }
}
