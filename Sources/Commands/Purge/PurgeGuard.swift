import BuildKit
import Inventory
import Linux

/// Keeps a directory that somebody named from being purged where it cannot be a cache: the host's own folders, an
/// engine's state, and where this program keeps what it knows.
struct PurgeGuard {
    /// Folders that hold a host or its users, and not a cache. What lies below them may be one.
    private static let folders = [
        "/", "/home", "/media", "/mnt", "/opt", "/root", "/run", "/srv", "/tmp", "/usr", "/usr/local",
        "/usr/local/share", "/usr/share", "/usr/src", "/var", "/var/cache", "/var/lib", "/var/log", "/var/run",
        "/var/spool", "/var/tmp",
    ]
    /// Folders of which each one in them is somebody's whole: a user's home, the state of a program.
    private static let parents = ["/home", "/var/lib"]
    /// Folders in which nothing is a cache, however deep.
    private static let trees = [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/sbin", "/sys", "/usr/bin",
        "/usr/include", "/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local/bin", "/usr/local/lib", "/usr/sbin",
        "/var/lib/apt", "/var/lib/systemd",
    ]
    /// How deep the folders of a state root lie that hold all caches at once.
    private static let stateDepth = 3

    /// Device and inode: a folder has many paths, and only one of these.
    private struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64

        /// `nil` where there is no such folder. A link is followed: what counts is where it leads.
        init?(_ path: [UInt8]) {
            let isOwn = ProcessPath(path) == nil
            guard
                let status = try? isOwn
                    ? Descriptor.status(ofPath: path + Array("/.".utf8)) : Descriptor.status(withoutLinks: path)
            else { return nil }
            device = status.device
            inode = status.inode
        }
    }

    /// Something of this program's own.
    private struct Own {
        /// What it is, for people.
        var name: String
        var path: ByteString
        /// The folders above it, and itself if it is one; as far as they are there yet.
        var chain: [Identity]
        /// Whether it is a folder that is there.
        var isThere: Bool
        var place: FileSystemPlace?
        /// Whether nothing in it is a cache.
        var isWhole = false
    }

    private var single: Set<Identity> = []
    private var above: Set<Identity> = []
    private var whole: Set<Identity> = []
    private var own: [Own] = []
    private let mounts = MountTables()

    /// What the settings, and a plan if there is one, say of this host.
    init(_ settings: Settings, plan: ByteString? = nil) {
        let roots = [[], settings.hostRoot.value?.bytes ?? []]
        func identities(_ folders: [String]) -> Set<Identity> {
            Set(roots.flatMap { root in folders.compactMap { Identity(root + Array($0.utf8)) } })
        }
        single = identities(Self.folders)
        above = identities(Self.parents)
        whole = identities(Self.trees)
        add("the manifest", settings.database.value)
        add("the quarantine", QuarantineFile.path(settings), isWhole: true)
        if let key = settings.hostKey.value { add("the key", key) }
        if let plan { add("the plan", plan) }
        if let output = settings.output.value { add("the output", output) }
    }

    private mutating func add(_ name: String, _ path: ByteString, isWhole: Bool = false) {
        let folder = isWhole ? path : ManifestFile.folder(of: path)
        var there = folder
        // What is still to be made lies in the nearest folder above it that is there.
        while (try? Folder.realPath(there)) == nil, there != "/", there != "." {
            there = ManifestFile.folder(of: there)
        }
        let chain = Self.folders(down: there)
        var thing = Own(
            name: name, path: path, chain: chain.map(\.identity), isThere: there == folder, isWhole: isWhole)
        let rest = path.bytes.dropFirst(there == "." ? 0 : there.bytes.count)
        if let last = chain.last {
            let names = rest.split(separator: UInt8(ascii: "/"))
            let inside = names.reduce(last.path) { $0.appending(ByteString(Array($1))) }
            thing.place = mounts.place(of: inside)
        }
        own.append(thing)
    }

    /// The folders above a folder, from the root on, and itself; empty where it is not there.
    private static func folders(down path: ByteString) -> [(path: ByteString, identity: Identity)] {
        guard let real = try? Folder.realPath(path) else { return [] }
        let other = ProcessPath(real.bytes)
        var part = other?.root ?? []
        var found: [(path: ByteString, identity: Identity)] = []
        if let root = Identity(part) { found.append((part.isEmpty ? "/" : ByteString(part), root)) }
        for name in other?.names ?? real.bytes.split(separator: UInt8(ascii: "/")) {
            part += [UInt8(ascii: "/")] + name
            if let identity = Identity(part) { found.append((ByteString(part), identity)) }
        }
        return found
    }

    /// Why one of these directories must not be purged; `nil` where all may be.
    func complaint(_ directories: [ByteString]) -> String? {
        for directory in directories {
            if let reason = reason(against: directory) { return Quotation.text(directory.bytes) + ": " + reason }
        }
        return nil
    }

    /// Why one of these directories must not be purged because of what is this program's own; `nil` where all may be.
    func ownComplaint(_ directories: [ByteString]) -> String? {
        for directory in directories {
            if let reason = ownReason(Self.folders(down: directory)) {
                return Quotation.text(directory.bytes) + ": " + reason
            }
        }
        return nil
    }

    /// The same of one directory, by the folders down to it. Whatever mounts lead to what is this program's own.
    private func ownReason(_ chain: [(path: ByteString, identity: Identity)]) -> String? {
        guard let last = chain.last else { return nil }
        let place = mounts.place(of: last.path)
        for thing in own {
            if thing.chain.contains(last.identity) || thing.place?.lies(in: place) == true {
                return "\(thing.name) \(Quotation.text(thing.path.bytes)) lies in it, and would go with it; name the "
                    + "cache's own folder"
            }
            guard thing.isWhole, thing.isThere, let folder = thing.chain.last else { continue }
            if chain.contains(where: { $0.identity == folder }) || place?.lies(in: thing.place) == true {
                return "it lies in \(thing.name), which `bezoar quarantine drop` empties"
            }
        }
        return nil
    }

    private func reason(against directory: ByteString) -> String? {
        let chain = Self.folders(down: directory)
        guard let last = chain.last?.identity else { return nil }
        if let reason = ownReason(chain) { return reason }
        let parent = chain.dropLast().last?.identity
        if single.contains(last) || chain.contains(where: { whole.contains($0.identity) })
            || parent.map({ above.contains($0) }) == true
        {
            return "no cache, but a folder of the host itself; name the cache's own folder"
        }
        if let state = chain.suffix(Self.stateDepth).last(where: { StateDiscovery.isState($0.path) }) {
            let path = Quotation.text(state.path.bytes)
            return "no cache, but a builder's state or a part of it; name the state with `--state \(path)`, and choose "
                + "caches with --cache"
        }
        for (state, inner) in zip(chain, chain.dropFirst())
        where StateDiscovery.mayHoldContent(inner.path.lastComponent) && StateDiscovery.isState(state.path) {
            let path = Quotation.text(state.path.bytes)
            return "it lies in a builder's state; name the cache with `--state \(path) --cache ID`, so that its engine "
                + "and the builds that use it are asked"
        }
        return nil
    }
}
