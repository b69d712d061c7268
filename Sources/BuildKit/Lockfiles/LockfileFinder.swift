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
    /// What was found in a directory: the lockfile's number, or that something else has its name.
    private var searched: [String: [(path: ByteString, number: Int?)]] = [:]
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
            var wanted = WantedSteps(inventory.caches)
            for cache in inventory.caches {
                if let text = layers.description(of: cache.record.utf8) { wanted.add(cache, description: text) }
            }
            for build in inventory.builds { wanted.add(build) }
            findLayers(wanted, content)
            let times = BuildTimes(inventory.builds)
            findContexts(times, wanted, content)
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

    /// What was found, in the order of paths.
    private func lockfiles(_ builds: [Build]) -> [DiscoveredLockfile] {
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
        for step in databases.table.traces.steps {
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
        var numbers: [Int] = []
        var paths: Set<ByteString> = []
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
            guard layer.isCopied, let directory = layer.directory else { continue }
            for (path, number) in searched(directory, .layer, id, content) where paths.insert(path).inserted {
                if let number { numbers.append(number) }
            }
        }
        above[start] = numbers
        return numbers
    }

    /// What is in the directory of a record, looked for once.
    private mutating func searched(
        _ directory: String, _ source: DiscoveredLockfile.Source, _ id: RecordID, _ content: borrowing Folder
    ) -> [(path: ByteString, number: Int?)] {
        if let known = searched[directory] { return known }
        let inside = databases.contentInside
        let name = inside.isEmpty ? ByteString(directory) : ByteString(directory).appending(inside)
        let folder = content.path.appending(name)
        var result: [(path: ByteString, number: Int?)] = []
        do throws(SystemError) {
            let open = try content.descriptor.openDirectory(beneath: name.terminated.span)
            for entry in search.run(open, path: folder) {
                guard entry.isFile else {
                    result.append((entry.path, nil))
                    continue
                }
                guard found.count < Self.limit else {
                    isFull = true
                    break
                }
                result.append((entry.path, found.count))
                found.append(
                    DiscoveredLockfile(
                        folder: folder, name: source == .layer ? ByteString("/").appending(entry.path) : entry.path,
                        source: source, record: id.text))
                users.append(WantedSteps.Users())
            }
        } catch {
            // Layers are pruned independently of the steps upon them.
            if !error.isAbsence { search.note(folder, error) }
        }
        searched[directory] = result
        return result
    }

    // MARK: Contexts and checkouts

    private mutating func findContexts(_ times: BuildTimes, _ wanted: WantedSteps, _ content: borrowing Folder) {
        for local in databases.table.traces.locals where local.source.isContext {
            guard let directory = layers.layer(local.record)?.directory else { continue }
            let entries = searched(directory, .context, local.record, content)
            guard !entries.isEmpty else { continue }
            let builds = times.builds(at: local.source.lastUsed)
            for (_, number) in entries {
                if let number { add(builds, to: number, wanted) }
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
            for (_, number) in searched(directory, .checkout, checkout.record, content) {
                if let number { add(byRevision[checkout.commit] ?? [], to: number, wanted) }
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
