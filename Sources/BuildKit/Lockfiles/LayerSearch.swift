import Inventory
import Linux

/// Looks for lockfiles in folders that builds wrote: layers, sent contexts, checkouts.
///
/// The nearest folders come first, so that a limit cuts off what lies deep. Nothing is followed, nothing is opened
/// but folders, and each is opened from the top, which the kernel does not let it leave.
struct LayerSearch {
    /// Something that has the name of a lockfile.
    struct Entry: Sendable {
        /// Below the folder that was searched.
        var path: ByteString
        /// Whether it is a regular file: what is none hides a file of that name in a layer below.
        var isFile: Bool
    }

    /// Folders of one layer that lie in each other.
    static let depthLimit = 64
    /// Bytes of a path, as the kernel takes them in one step.
    static let pathLimit = 4000
    /// Entries of one layer, and of all layers of a state root.
    static let layerEntryLimit = 500_000
    static let totalEntryLimit = 5_000_000
    /// Lockfiles of one layer.
    static let foundLimit = 10_000
    /// Bytes of the paths of folders that wait to be searched, and of lockfiles in all layers.
    static let waitingLimit = 32 << 20
    static let foundPathLimit = 32 << 20

    private struct Place {
        /// Below the folder that is searched; empty once it was.
        var path: ByteString
        var depth: Int
    }

    private var troubles = TroubleList()
    private var entriesLeft = Self.totalEntryLimit
    private var foundPathLeft = Self.foundPathLimit

    // Of the layer that is searched now.
    private var found: [Entry] = []
    private var folders: [Place] = []
    private var waiting = 0
    private var isCut = false

    /// What is there, in the order of depth.
    mutating func run(_ top: borrowing Descriptor, path: ByteString) -> [Entry] {
        found = []
        folders = [Place(path: "", depth: 0)]
        waiting = 0
        isCut = false
        search(top, path)
        if isCut { note(path, .tooLarge, "there is too much in it; not all of its lockfiles are known") }
        folders = []
        return found
    }

    private mutating func search(_ top: borrowing Descriptor, _ path: ByteString) {
        var next = 0
        var lister = DirectoryLister()
        var block = EntryBlock()
        var layerLeft = Self.layerEntryLimit
        while next < folders.count {
            if Signals.requested != nil { return }
            let folder = folders[next]
            folders[next].path = ""
            waiting -= folder.path.bytes.count
            next += 1
            do throws(SystemError) {
                let name: ByteString = folder.path.isEmpty ? "." : folder.path
                let open = try top.openDirectory(beneath: name.terminated.span)
                while try lister.read(open, into: &block) {
                    layerLeft -= block.entries.count
                    entriesLeft -= block.entries.count
                    guard layerLeft >= 0, entriesLeft >= 0, found.count < Self.foundLimit else {
                        isCut = true
                        return
                    }
                    for entry in block.entries {
                        let name = block.names[block.name(of: entry)].dropLast()
                        take(name, entry.type, in: folder, of: open, path)
                    }
                }
            } catch {
                // What is gone was pruned while it was looked at.
                if !error.isAbsence { note(path.appending(folder.path), error) }
            }
        }
    }

    /// Troubles, with a word on those beyond the limit.
    func allTroubles(of path: ByteString) -> [Trouble] { troubles.all(of: path) }

    private mutating func take(
        _ name: ArraySlice<UInt8>, _ type: UInt8, in folder: Place, of open: borrowing Descriptor, _ top: ByteString
    ) {
        let isNamed = LockfileName.isLockfile(name)
        // 4 is a folder, 8 a regular file; 0 where the file system does not say.
        guard isNamed || type == 4 || type == 0 else { return }
        var isFolder = type == 4
        var isFile = type == 8
        if type == 0 {
            guard let status = try? open.status(of: (Array(name) + [0]).span) else { return }
            isFolder = status.isDirectory
            isFile = status.isRegularFile
        }
        let path = folder.path.appending(ByteString(Array(name)))
        if isNamed {
            foundPathLeft -= path.bytes.count
            if foundPathLeft >= 0 { found.append(Entry(path: path, isFile: isFile)) } else { isCut = true }
        }
        guard isFolder, !LockfileName.isSkippedFolder(name) else { return }
        if folder.depth >= Self.depthLimit || path.bytes.count > Self.pathLimit {
            note(top.appending(path), .tooDeep, "it lies too deep to be searched for lockfiles", isSubtree: true)
        } else if waiting + path.bytes.count > Self.waitingLimit {
            isCut = true
        } else {
            waiting += path.bytes.count
            folders.append(Place(path: path, depth: folder.depth + 1))
        }
    }

    // MARK: Troubles

    /// A folder that could not be searched.
    mutating func note(_ path: ByteString, _ error: SystemError) {
        let reason: Trouble.Reason = error.number == SystemError.crossesDevice ? .mountPoint : .unreadable
        note(path, reason, "it was not searched for lockfiles: \(error.advice)", isSubtree: true)
    }

    /// Something that was left out.
    mutating func note(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String, isSubtree: Bool = false) {
        troubles.add(path, reason, detail, isSubtree: isSubtree)
    }
}
