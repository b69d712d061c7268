import Bolt
import Inventory
import Linux

/// Finds the lockfiles of one worker and who used them; `StateLockfiles` has the picture.
struct LockfileFinder {
    /// Lockfiles of one state root.
    static let limit = 100_000
    /// Layers below one step: far beyond the 127 that an image may have.
    static let chainLimit = 1_000
    /// Files in layers that are looked at for the steps upon them, over all.
    static let lookLimit = 10_000_000

    /// What lies in the folder of a layer.
    private struct Searched {
        var folder: ByteString
        var entries: [LayerSearch.Entry]
    }

    private struct Place: Hashable {
        var directory: String
        var path: ByteString
    }

    private let databases: StateDatabases
    private var layers: LayerLookup
    private var search = LayerSearch()
    private var found: [DiscoveredLockfile] = []
    private var uses = LockfileUses()
    private var numbers: [Place: Int] = [:]
    private var searched: [String: Searched] = [:]
    /// Lists of lockfiles that steps upon a layer saw; `nil` where there was no room for one.
    private var above: [RecordID: Int?] = [:]
    private var looksLeft = Self.lookLimit
    private var isFull = false

    /// For the records of these databases.
    init(_ databases: StateDatabases) throws(BoltError) {
        self.databases = databases
        layers = try LayerLookup(databases)
    }

    /// Finds them. A request to stop ends it early; whoever asked says so.
    mutating func run(_ inventory: inout StateInventory) {
        var wanted = WantedSteps(inventory.caches, among: databases.table.traces.steps)
        do throws(SystemError) {
            let content = try Folder(databases.contentFolder)
            for cache in inventory.caches {
                if let text = description(of: cache) { wanted.add(cache, description: text) }
            }
            for build in inventory.builds { wanted.add(build) }
            findLayers(wanted, content)
            findContexts(inventory.builds, &wanted, content)
            findCheckouts(inventory.builds, &wanted, content)
        } catch {
            // Where it matters that it is gone, the caches in it are missed.
            if !error.isAbsence { search.note(databases.contentFolder, error) }
        }
        inventory.lockfiles += lockfiles(inventory.builds, wanted)
        noteLimits(&inventory, wanted)
        inventory.troubles += search.allTroubles(of: databases.contentFolder)
    }

    private mutating func noteLimits(_ inventory: inout StateInventory, _ wanted: WantedSteps) {
        let folder = databases.contentFolder
        if isFull { search.note(folder, .tooLarge, "there are more than \(Self.limit) lockfiles") }
        if databases.table.traces.unlisted > 0 {
            let detail = "\(databases.table.traces.unlisted) contexts and checkouts were not searched for lockfiles"
            search.note(folder, .tooLarge, detail)
        }
        if looksLeft < 0 || uses.unkeptLists > 0 || wanted.unkeptGroups > 0 || uses.namelessLockfiles > 0 {
            search.note(
                folder, .tooLarge,
                "there are too many steps, mounts and lockfiles to say of each which builds used it "
                    + "(\(uses.namelessLockfiles) lockfiles without any)")
        }
        if uses.cutLockfiles > 0 {
            inventory.notes.append(
                "\(uses.cutLockfiles) lockfiles have more builds or mounts than are listed; the newest builds are")
        }
    }

    /// The whole description of a cache's record.
    private func description(of cache: MountCache) -> ByteString? {
        if cache.description.bytes.count < RecordTable.descriptionLimit { return cache.description }
        return layers.description(of: cache.record.utf8)
    }

    /// What was found, in the order of paths.
    private mutating func lockfiles(_ builds: [Build], _ wanted: WantedSteps) -> [DiscoveredLockfile] {
        if found.isEmpty { return [] }
        var started: [String: Int64] = [:]
        for build in builds { started[build.ref] = build.started ?? 0 }
        let names = uses.names(count: found.count, users: wanted.users) { first, second in
            (started[first] ?? 0, first) > (started[second] ?? 0, second)
        }
        for (number, names) in names.enumerated() {
            found[number].mounts = names.mounts
            found[number].builds = names.builds
        }
        return found.sorted { $0.path < $1.path }
    }

    // MARK: Layers

    private mutating func findLayers(_ wanted: WantedSteps, _ content: borrowing Folder) {
        guard !wanted.isEmpty else { return }
        for step in databases.table.traces.steps where wanted.mayAsk(for: step) {
            if Signals.requested != nil { return }
            guard let description = layers.description(at: step.description),
                let command = StepText.ofResult(description), let id = RecordID(layers.bytes(step.record))
            else { continue }
            let groups = wanted.groups(of: command)
            if groups.isEmpty { continue }
            for parent in layers.parents(of: id) {
                guard let list = lockfiles(from: parent, content) else { continue }
                for group in groups { uses.add(group, to: list) }
            }
        }
    }

    /// The list of the lockfiles that a step upon this layer saw: of several at one place the nearest.
    private mutating func lockfiles(from start: RecordID, _ content: borrowing Folder) -> Int? {
        // Layers that bring none are passed over: what lies upon them saw the same.
        var passed: [RecordID] = []
        var top = start
        while above[top] == nil, passed.count < Self.chainLimit, let layer = layers.layer(top),
            layer.parents.count == 1,
            !databases.contentInside.isEmpty, !brings(layer, content)
        {
            passed.append(top)
            top = layer.parents[0]
        }
        let list: Int?
        if let known = above[top] {
            list = known
        } else {
            list = looksLeft < 0 ? nil : uses.list(seen(from: top, content))
            above[top] = .some(list)
        }
        for id in passed { above[id] = .some(list) }
        return list
    }

    private mutating func brings(_ layer: LayerLookup.Layer, _ content: borrowing Folder) -> Bool {
        guard layer.isCopied, let directory = layer.directory else { return false }
        return !entries(of: directory, content).isEmpty
    }

    private mutating func seen(from start: RecordID, _ content: borrowing Folder) -> [Int] {
        let chain = chain(from: start)
        var numbers: [Int] = []
        if databases.contentInside.isEmpty {
            guard let top = chain.first else { return [] }
            for entry in entries(of: top.directory, content) where entry.isFile && looksLeft >= 0 {
                guard let layer = origin(of: entry.path, chain, content) else { continue }
                if let number = number(of: entry.path, layer.directory, .layer, layer.id) { numbers.append(number) }
            }
            return numbers
        }
        var paths: Set<ByteString> = []
        for layer in chain where layer.isCopied && looksLeft >= 0 {
            let entries = entries(of: layer.directory, content)
            looksLeft -= entries.count
            for entry in entries where paths.insert(entry.path).inserted && entry.isFile {
                if let number = number(of: entry.path, layer.directory, .layer, layer.id) { numbers.append(number) }
            }
        }
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
    private mutating func origin(of path: ByteString, _ chain: [Link], _ content: borrowing Folder) -> Link? {
        var origin: Link?
        var mark: FileStatus?
        for layer in chain {
            looksLeft -= 1
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

    // MARK: Files

    private func inside(_ directory: String) -> ByteString {
        databases.contentInside.isEmpty
            ? ByteString(directory) : ByteString(directory).appending(databases.contentInside)
    }

    /// What lies in a directory; nothing where it is gone: layers are pruned independently of the steps upon them.
    private mutating func entries(of directory: String, _ content: borrowing Folder) -> [LayerSearch.Entry] {
        if let known = searched[directory] { return known.entries }
        var result = Searched(folder: content.path.appending(inside(directory)), entries: [])
        do throws(SystemError) {
            let open = try content.descriptor.openDirectory(beneath: inside(directory).terminated.span)
            result.entries = search.run(open, path: result.folder)
        } catch {
            if !error.isAbsence { search.note(result.folder, error) }
        }
        searched[directory] = result
        return result.entries
    }

    /// The number of a lockfile, a new one where it has none yet; `nil` where there are too many.
    private mutating func number(
        of path: ByteString, _ directory: String, _ source: DiscoveredLockfile.Source, _ record: RecordID
    ) -> Int? {
        let place = Place(directory: directory, path: path)
        if let known = numbers[place] { return known }
        guard found.count < Self.limit else {
            isFull = true
            return nil
        }
        let folder = searched[directory]?.folder ?? databases.contentFolder.appending(inside(directory))
        let name = source == .layer ? ByteString("/").appending(path) : path
        numbers[place] = found.count
        found.append(DiscoveredLockfile(folder: folder, name: name, source: source, record: record.text))
        return found.count - 1
    }

    // MARK: Contexts and checkouts

    private mutating func findContexts(_ builds: [Build], _ wanted: inout WantedSteps, _ content: borrowing Folder) {
        if databases.table.traces.locals.isEmpty { return }
        var times = BuildTimes(builds)
        for local in databases.table.traces.locals where local.source.isContext {
            // The folder holds what the last build sent.
            add(local.record, .context, content, &wanted) {
                times.builds(at: local.source.lastUsed, atMost: LockfileUses.namedLimit)
            }
        }
        if times.looksLeft < 0 { looksLeft = -1 }
    }

    private mutating func findCheckouts(_ builds: [Build], _ wanted: inout WantedSteps, _ content: borrowing Folder) {
        let checkouts = databases.table.traces.checkouts
        guard !checkouts.isEmpty else { return }
        var byRevision: [ByteString: [Build]] = [:]
        for build in builds {
            if let revision = build.revision { byRevision[ByteString(revision), default: []].append(build) }
        }
        for checkout in checkouts {
            add(checkout.record, .checkout, content, &wanted) {
                Array((byRevision[checkout.commit] ?? []).suffix(LockfileUses.namedLimit))
            }
        }
    }

    /// Adds the lockfiles of a folder that builds were given.
    private mutating func add(
        _ record: RecordID, _ source: DiscoveredLockfile.Source, _ content: borrowing Folder,
        _ wanted: inout WantedSteps, builds: () -> [Build]
    ) {
        guard Signals.requested == nil, let directory = layers.layer(record)?.directory else { return }
        var numbers: [Int] = []
        for file in entries(of: directory, content) where file.isFile {
            if let number = number(of: file.path, directory, source, record) { numbers.append(number) }
        }
        guard !numbers.isEmpty, let group = wanted.group(of: builds()), let list = uses.list(numbers) else { return }
        uses.add(group, to: list)
    }
}
