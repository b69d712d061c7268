import Bolt
import Inventory
import Linux

/// Finds the lockfiles of one worker and who used them; `StateLockfiles` has the picture.
struct LockfileFinder {
    /// Lockfiles of one state root.
    static let limit = 100_000
    /// Layers below one step: far beyond the 127 that an image may have.
    static let chainLimit = 1_000
    /// Builds named for one lockfile, the newest.
    static let buildLimit = 1_000

    private let databases: StateDatabases
    private var layers: LayerLookup
    private var search = LayerSearch()
    private var found: [DiscoveredLockfile] = []
    private var users: [WantedSteps.Users] = []
    /// Numbers of lockfiles by their paths.
    private var numbers: [ByteString: Int] = [:]
    /// What was found in a directory.
    private var searched: [String: [LayerSearch.Entry]] = [:]
    private var above: [RecordID: [Int]] = [:]
    private var isFull = false

    /// For the records of these databases.
    init(_ databases: StateDatabases) throws(BoltError) {
        self.databases = databases
        layers = try LayerLookup(databases)
    }

    /// Finds them.
    mutating func run(_ inventory: inout StateInventory) {
        do throws(SystemError) {
            let content = try Folder(databases.contentFolder)
            var wanted = WantedSteps(inventory.caches, among: databases.table.traces.steps)
            for cache in inventory.caches {
                if let text = description(of: cache) { wanted.add(cache, description: text) }
            }
            for build in inventory.builds { wanted.add(build) }
            findLayers(wanted, content)
            findContexts(inventory.builds, wanted, content)
            findCheckouts(inventory.builds, wanted, content)
        } catch {
            if !error.isAbsence { search.note(databases.contentFolder, error) }
        }
        if isFull {
            search.note(databases.contentFolder, .tooLarge, "there are more than \(Self.limit) lockfiles")
        }
        if databases.table.traces.unlisted > 0 {
            let detail = "\(databases.table.traces.unlisted) contexts and checkouts were not searched for lockfiles"
            search.note(databases.contentFolder, .tooLarge, detail)
        }
        inventory.lockfiles += lockfiles(inventory.builds)
        inventory.troubles += search.allTroubles(of: databases.contentFolder)
    }

    /// The whole description of a cache's record.
    private func description(of cache: MountCache) -> ByteString? {
        if cache.description.bytes.count < RecordTable.descriptionLimit { return cache.description }
        return layers.description(of: cache.record.utf8)
    }

    /// What was found, in the order of paths.
    private func lockfiles(_ builds: [Build]) -> [DiscoveredLockfile] {
        if found.isEmpty { return [] }
        var started: [String: Int64] = [:]
        for build in builds { started[build.ref] = build.started ?? 0 }
        var result: [DiscoveredLockfile] = []
        for (number, lockfile) in found.enumerated() {
            var lockfile = lockfile
            lockfile.mounts = users[number].mounts.sorted()
            let newest = users[number].builds.sorted { (started[$0] ?? 0, $0) > (started[$1] ?? 0, $1) }
            lockfile.builds = Array(newest.prefix(Self.buildLimit))
            result.append(lockfile)
        }
        return result.sorted { $0.path < $1.path }
    }

    // MARK: Layers

    private mutating func findLayers(_ wanted: WantedSteps, _ content: borrowing Folder) {
        guard !wanted.isEmpty else { return }
        for step in databases.table.traces.steps where wanted.mayAsk(for: step) {
            guard let description = layers.description(at: step.description),
                let command = StepText.ofResult(description), let users = wanted.users(of: command),
                let id = RecordID(layers.bytes(step.record))
            else { continue }
            for parent in layers.parents(of: id) {
                for number in lockfiles(from: parent, content) {
                    self.users[number].mounts.formUnion(users.mounts)
                    self.users[number].builds.formUnion(users.builds)
                }
            }
        }
    }

    /// Numbers of the lockfiles that a step upon this layer saw: of several at one place the nearest.
    private mutating func lockfiles(from start: RecordID, _ content: borrowing Folder) -> [Int] {
        if let known = above[start] { return known }
        let chain = chain(from: start)
        var numbers: [Int] = []
        if databases.contentInside.isEmpty {
            guard let top = chain.first else { return [] }
            for entry in entries(of: top.directory, content) where entry.isFile {
                guard let layer = origin(of: entry.path, chain, content) else { continue }
                if let number = number(of: entry.path, layer.directory, .layer, layer.id) { numbers.append(number) }
            }
        } else {
            var paths: Set<ByteString> = []
            for layer in chain where layer.isCopied {
                for entry in entries(of: layer.directory, content) where paths.insert(entry.path).inserted {
                    guard entry.isFile else { continue }
                    if let number = number(of: entry.path, layer.directory, .layer, layer.id) {
                        numbers.append(number)
                    }
                }
            }
        }
        above[start] = numbers
        return numbers
    }

    /// A layer with a directory.
    private struct Link {
        var id: RecordID
        var directory: String
        var isCopied: Bool
    }

    /// The layers that lie upon each other, from this one down.
    private mutating func chain(from start: RecordID) -> [Link] {
        var result: [Link] = []
        var queue = [start]
        var seen: Set<RecordID> = [start]
        var next = 0
        while next < queue.count {
            guard next < Self.chainLimit else {
                search.note(
                    databases.contentFolder, .tooDeep, "record \(start.text) lies on more than \(next) layers")
                break
            }
            let id = queue[next]
            next += 1
            guard let layer = layers.layer(id) else { continue }
            for parent in layer.parents where seen.insert(parent).inserted { queue.append(parent) }
            if let directory = layer.directory {
                result.append(Link(id: id, directory: directory, isCopied: layer.isCopied))
            }
        }
        return result
    }

    /// Where each layer is a full copy of the one below, the layer that brought a file: the lowest that has it as it is
    /// in the one above. What a step wrote over it does not count.
    private func origin(of path: ByteString, _ chain: [Link], _ content: borrowing Folder) -> Link? {
        var origin: Link?
        var mark: FileStatus?
        for layer in chain {
            let name = ByteString(layer.directory).appending(path)
            let open = try? content.descriptor.openPath(beneath: name.terminated.span)
            let status: FileStatus?
            switch open {
            case .none: status = nil
            case .some(let file): status = try? file.status()
            }
            let isSame = status.map { $0.size == mark?.size && $0.modified == mark?.modified } ?? false
            if !isSame, let origin, origin.isCopied { return origin }
            guard let status, status.isRegularFile else { return nil }
            origin = layer
            mark = status
        }
        return origin.flatMap { $0.isCopied ? $0 : nil }
    }

    // MARK: Directories

    /// Path of what a snapshot holds, below the folder of all of them.
    private func inside(_ directory: String) -> ByteString {
        let name = ByteString(directory)
        return databases.contentInside.isEmpty ? name : name.appending(databases.contentInside)
    }

    /// What is in a directory, looked for once.
    private mutating func entries(of directory: String, _ content: borrowing Folder) -> [LayerSearch.Entry] {
        if let known = searched[directory] { return known }
        let folder = content.path.appending(inside(directory))
        var result: [LayerSearch.Entry] = []
        do throws(SystemError) {
            let open = try content.descriptor.openDirectory(beneath: inside(directory).terminated.span)
            result = search.run(open, path: folder)
        } catch {
            // Layers are pruned independently of the steps upon them.
            if !error.isAbsence { search.note(folder, error) }
        }
        searched[directory] = result
        return result
    }

    /// The number of a lockfile, a new one where it has none yet; `nil` where there are too many.
    private mutating func number(
        of path: ByteString, _ directory: String, _ source: DiscoveredLockfile.Source, _ record: RecordID
    ) -> Int? {
        let folder = databases.contentFolder.appending(inside(directory))
        let name = source == .layer ? ByteString("/").appending(path) : path
        let lockfile = DiscoveredLockfile(folder: folder, name: name, source: source, record: record.text)
        if let known = numbers[lockfile.path] { return known }
        guard found.count < Self.limit else {
            isFull = true
            return nil
        }
        numbers[lockfile.path] = found.count
        found.append(lockfile)
        users.append(WantedSteps.Users())
        return found.count - 1
    }

    // MARK: Contexts and checkouts

    private mutating func findContexts(_ builds: [Build], _ wanted: WantedSteps, _ content: borrowing Folder) {
        if databases.table.traces.locals.isEmpty { return }
        let times = BuildTimes(builds)
        for local in databases.table.traces.locals where local.source.isContext {
            guard let directory = layers.layer(local.record)?.directory else { continue }
            let files = entries(of: directory, content).filter(\.isFile)
            guard !files.isEmpty else { continue }
            // The folder holds what the last build sent.
            let builds = times.builds(at: local.source.lastUsed)
            for file in files {
                guard let number = number(of: file.path, directory, .context, local.record) else { continue }
                add(builds, to: number, wanted)
            }
        }
    }

    private mutating func findCheckouts(_ builds: [Build], _ wanted: WantedSteps, _ content: borrowing Folder) {
        let checkouts = databases.table.traces.checkouts
        guard !checkouts.isEmpty else { return }
        var byRevision: [ByteString: [Build]] = [:]
        for build in builds {
            if let revision = build.revision { byRevision[ByteString(revision), default: []].append(build) }
        }
        for checkout in checkouts {
            guard let directory = layers.layer(checkout.record)?.directory else { continue }
            for file in entries(of: directory, content) where file.isFile {
                guard let number = number(of: file.path, directory, .checkout, checkout.record) else { continue }
                add(byRevision[checkout.commit] ?? [], to: number, wanted)
            }
        }
    }

    private mutating func add(_ builds: [Build], to number: Int, _ wanted: WantedSteps) {
        for build in builds {
            users[number].builds.insert(build.ref)
            for use in build.mounts where use.execution != .skipped {
                users[number].mounts.formUnion(wanted.ids(of: use))
            }
        }
    }
}

extension LocalSource {
    /// Whether it is a folder of a project: not the Dockerfile alone, nor a file of names to leave out.
    fileprivate var isContext: Bool {
        !sharedKey.hasPrefix("dockerfile:") && !sharedKey.holds("-.dockerignore")
    }
}
