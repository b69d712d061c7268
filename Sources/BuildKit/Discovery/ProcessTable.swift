package import Inventory
package import Linux

/// Which file or folder something is, whatever its path.
package struct Identity: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    /// Of a status.
    package init(_ status: FileStatus) {
        device = status.device
        inode = status.inode
    }
}

/// The processes of the host, as `/proc` tells of them.
package struct ProcessTable: Sendable {
    /// Processes that are looked at.
    package static let limit = 200_000
    /// Bytes of a command line or an environment.
    package static let textLimit = 256 * 1024
    /// Hundredths of seconds by which the age of a process may be wrong.
    private static let ageError: Int64 = 5
    /// Inode of the initial name space of processes, the same on every kernel.
    private static let initialSpace: UInt64 = 0xefff_fffc

    /// Where `/proc` is.
    package let folder: ByteString

    package init(_ folder: ByteString = "/proc") {
        self.folder = folder
    }

    /// Numbers of all processes, ascending.
    package func numbers() -> [Int] {
        guard let folder = try? Folder(folder), let entries = try? folder.entries(upTo: Self.limit) else { return [] }
        return entries.compactMap { $0.name.utf8Text.flatMap { Int($0) } }.filter { $0 > 0 }.sorted()
    }

    /// The words a process was started with; empty for kernel threads and what cannot be read.
    package func words(of process: Int) -> [ByteString] {
        guard let bytes = read(process, "cmdline", limit: Self.textLimit) else { return [] }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).map { ByteString(Array($0)) }
    }

    /// A variable of a process' environment; `nil` also where it cannot be read.
    func variable(_ name: ByteString, of process: Int) -> ByteString? {
        guard let bytes = read(process, "environ", limit: Self.textLimit) else { return nil }
        for entry in bytes.split(separator: 0) {
            if let value = ByteString(Array(entry)).dropping(prefix: name.joined("=")) { return value }
        }
        return nil
    }

    /// The raw mount table of a process.
    func mounts(of process: Int) -> [UInt8]? {
        read(process, "mountinfo", limit: MountTable.sizeLimit)
    }

    /// The raw mount table of this process.
    var ownMounts: [UInt8]? { read("self", "mountinfo", limit: MountTable.sizeLimit) }

    /// What a process' mount name space is: the same value, the same mounts. `nil` where it cannot be looked at.
    func mountSpace(of process: String) -> Identity? {
        space(process, "mnt")
    }

    /// Whether all processes of the host are seen. In a container without the host's process numbers they are not.
    package var seesHost: Bool {
        space("self", "pid")?.inode == Self.initialSpace
    }

    /// A process' root directory: a path that the kernel leads through the process' own mounts.
    package func root(of process: Int) -> ByteString {
        folder.appending(ByteString("\(process)/root"))
    }

    /// When a process was started, by the clock of files and rather too early than too late; `nil` where nobody tells.
    func started(_ process: Int) -> Int64? {
        guard let status = read(process, "stat", limit: Self.textLimit),
            // A name with blanks and brackets stands before.
            let end = status.lastIndex(of: UInt8(ascii: ")")),
            let now = try? Descriptor.open(folder.appending("uptime").bytes, [.noFollow]).content(limit: Self.textLimit)
        else { return nil }
        let fields = status[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let ticks = ByteString(Array(fields[19])).utf8Text.flatMap({ Int64($0) }),
            let uptime = now.split(separator: UInt8(ascii: " ")).first.flatMap({ ByteString(Array($0)).utf8Text }),
            let seconds = Double(uptime), seconds >= 0, seconds < 1e9, ticks >= 0, ticks < 1 << 40
        else { return nil }
        // The kernel counts hundredths for all that ask, and rounds both numbers.
        let age = Int64(seconds * 100) - ticks
        return Clock.now - max(0, age + Self.ageError) * 10_000_000
    }

    /// The user a process runs as.
    func owner(of process: Int) -> UInt32? {
        (try? Descriptor.open(folder.appending(ByteString("\(process)")).bytes, [.path, .directory]).status())?.owner
    }

    /// Asked for by status: reading the link would count as touching a file.
    private func space(_ process: String, _ name: String) -> Identity? {
        let path = folder.appending(ByteString("\(process)/ns/\(name)"))
        return (try? Descriptor.status(ofPath: path.bytes)).map(Identity.init)
    }

    private func read(_ process: Int, _ name: ByteString, limit: Int) -> [UInt8]? {
        read("\(process)", name, limit: limit)
    }

    private func read(_ process: String, _ name: ByteString, limit: Int) -> [UInt8]? {
        let path = folder.appending(ByteString(process)).appending(name)
        guard let file = try? Descriptor.open(path.bytes, [.noFollow]) else { return nil }
        return (try? file.content(limit: limit)) ?? nil
    }
}
