package import Inventory
package import Linux

/// A directory of a state root: its names, its small files, the folders below it. Nothing is opened through a link.
package struct Folder: ~Copyable {
    /// What a listing tells of an entry.
    package struct Entry: Sendable {
        package var name: ByteString
        /// `true` where the listing says so or does not say.
        package var mayBeFolder: Bool
    }

    /// Entries of one listing that are looked at.
    package static let entryLimit = 4_000_000

    /// The open directory.
    package let descriptor: Descriptor
    /// Its path as this process sees it, without links.
    package let path: ByteString

    /// Opens a directory by a path that holds no link; where somebody has put one there since, that is an error.
    package init(_ path: ByteString) throws(SystemError) {
        descriptor = try Self.open(path)
        self.path = path
    }

    /// The directory alone, opened as this type does it.
    package static func open(_ path: ByteString) throws(SystemError) -> Descriptor {
        try Descriptor.openFolder(withoutLinks: path.bytes)
    }

    /// The path without links of a directory that somebody named. Links below `/proc/<pid>/root` mean what they mean
    /// for that process.
    package static func realPath(_ path: ByteString) throws(SystemError) -> ByteString {
        if ProcessPath(path.bytes) != nil {
            let place = HostView.place(of: path)
            return try place.view.resolve(place.path)
        }
        let directory = try Descriptor.open(path.bytes, [.path, .directory])
        let real = ByteString(try directory.realPath())
        // Of a place among another process' mounts the kernel tells a path that is one of ours.
        let there = try Descriptor.status(withoutLinks: real.bytes)
        guard Identity(there) == Identity(try directory.status()) else {
            throw SystemError(SystemError.crossesDevice, .readlinkat)
        }
        return real
    }

    /// The directory of a mount cache. Between the folder of all snapshots and the content of one nothing is mounted:
    /// whoever may mount something there would have it audited, and purged, as his cache.
    package static func open(cache path: ByteString) throws(SystemError) -> Descriptor {
        let names = path.components
        let count = names.last == "fs" || names.last == "diff" ? 2 : 1
        let base = names.dropLast(count).reduce(ByteString("/")) { $0.appending($1) }
        let content = names.suffix(count).reduce(ByteString("")) { $0.appending($1) }
        return try open(base).openDirectory(beneath: content.terminated.span)
    }

    private init(_ descriptor: consuming Descriptor, path: ByteString) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens a folder below this one, no link followed.
    ///
    /// The kernel stops where something else is mounted. A part of a state root on a file system of its own is usual
    /// (`overlay2`, `volumes`), and only a privileged process can mount there, so such a step is taken by its path. In
    /// another process' view that process may mount, also what it cannot read: there it is an error.
    package func folder(_ relative: ByteString) throws(SystemError) -> Folder {
        do throws(SystemError) {
            return Folder(
                try descriptor.openDirectory(beneath: relative.terminated.span), path: path.appending(relative))
        } catch {
            guard error.number == SystemError.crossesDevice, ProcessPath(path.bytes) == nil else { throw error }
        }
        var names = relative.components
        guard !names.isEmpty, !names.contains("..") else { throw SystemError(SystemError.invalid, .openat2) }
        var folder = try step(names.removeFirst())
        for name in names { folder = try folder.step(name) }
        return folder
    }

    private func step(_ name: ByteString) throws(SystemError) -> Folder {
        try Folder(path.appending(name))
    }

    /// What is in it, in byte order.
    package func entries() throws(SystemError) -> [Entry] {
        let entries = try entries(upTo: Self.entryLimit)
        guard entries.count < Self.entryLimit else { throw SystemError(SystemError.noMemory, .getdents64) }
        return entries
    }

    /// The first entries of a listing, a few more than asked for; in byte order.
    func entries(upTo limit: Int) throws(SystemError) -> [Entry] {
        // A folder may be listed before: its position is where that listing ended.
        try descriptor.resumeListing(at: 0)
        var lister = DirectoryLister()
        var block = EntryBlock()
        var result: [Entry] = []
        while result.count < limit, try lister.read(descriptor, into: &block) {
            for entry in block.entries {
                let name = ByteString(Array(block.names[block.name(of: entry)].dropLast()))
                result.append(Entry(name: name, mayBeFolder: entry.type == 4 || entry.type == 0))
            }
        }
        return result.sorted { $0.name < $1.name }
    }

    /// Names of what may be a folder in it, in byte order; none where it cannot be read.
    package func folderNames() -> [ByteString] {
        ((try? entries()) ?? []).filter(\.mayBeFolder).map(\.name)
    }

    /// Status of an entry, no link followed.
    package func status(of name: ByteString) throws(SystemError) -> FileStatus {
        try descriptor.status(of: name.terminated.span)
    }

    /// Whether there is anything of that name, or something that cannot be looked at: what it is, opening it tells.
    package func holds(_ name: ByteString) -> Bool {
        do throws(SystemError) {
            _ = try status(of: name)
            return true
        } catch {
            return !error.isAbsence
        }
    }

    /// Whether there is a regular file of that name.
    package func hasFile(_ name: ByteString) -> Bool {
        (try? status(of: name))?.isRegularFile ?? false
    }

    /// Whether there is a folder of that name.
    package func hasFolder(_ name: ByteString) -> Bool {
        (try? status(of: name))?.isDirectory ?? false
    }

    /// Opens a regular file below this folder; `nil` where it is none.
    package func file(_ name: ByteString) throws(SystemError) -> Descriptor? {
        try RegularFileOpener(for: descriptor).open(name.terminated.span, in: descriptor)
    }

    /// The content of a regular file; `nil` where it is none, or larger than the limit.
    package func content(of name: ByteString, limit: Int) throws(SystemError) -> [UInt8]? {
        guard let file = try file(name) else { return nil }
        return try file.content(limit: limit)
    }
}

extension Descriptor {
    /// Reads on to the end; `nil` where there is more than the limit.
    package func content(limit: Int) throws(SystemError) -> [UInt8]? {
        let size = try status().size
        guard size <= limit else { return nil }
        var buffer = ReadBuffer(capacity: 64 * 1024)
        var result: [UInt8] = []
        // Once, for a file that tells its size: what grows by each block is copied as often as there are blocks.
        result.reserveCapacity(Int(clamping: max(0, size)))
        while true {
            let count = try buffer.readNext(from: self)
            if count == 0 { return result }
            guard result.count + count <= limit else { return nil }
            buffer.append(to: &result)
        }
    }
}

extension SystemError {
    /// Why something of a state root could not be read, and what would help.
    package var advice: String {
        switch number {
        case Self.accessDenied, Self.notPermitted:
            "\(text): run as root, or with the capability CAP_DAC_READ_SEARCH"
        case Self.tooManyLinks: "it leads through a symbolic link, which is not followed here"
        case Self.crossesDevice: "another file system is mounted there"
        default: text
        }
    }

    /// Whether the answer is that there is no such thing. Something else in the place of a folder is no absence:
    /// somebody has put it there.
    package var isAbsence: Bool { number == Self.notFound }

    /// Whether a path that was only tried leads nowhere: there is no such thing, or it goes on behind a file.
    package var isNowhere: Bool { isAbsence || number == Self.notDirectory }
}
