import Bolt
import Inventory
import Linux

/// Looks for directories that no record names.
///
/// A daemon makes the directory first and the record last, so whatever looks left over is looked at once more, with the
/// databases as they are a moment later.
struct OrphanSearch {
    /// Orphans that are listed one by one.
    static let limit = 10_000
    /// Snapshots without a record that a daemon may have left behind some time.
    private static let lossMinimum = 10

    private let root: FoundRoot
    private let databases: StateDatabases
    private let patience: Patience
    private(set) var orphans: [StateInventory.Orphan] = []
    private(set) var troubles: [Trouble] = []
    private(set) var notes: [String] = []

    init(root: FoundRoot, databases: StateDatabases, patience: Patience) {
        self.root = root
        self.databases = databases
        self.patience = patience
    }

    /// Looks for them.
    mutating func run() {
        do throws(BoltError) {
            switch databases.chain {
            case .snapshots(let chain):
                try searchSnapshots(chain)
            case .graph(let chain):
                try searchGraph(chain)
            }
        } catch {
            troubles.append(
                Trouble(
                    cache: -1, path: root.workerPath, reason: error.troubleReason,
                    detail: "directories without a record were not looked for: \(error.sentence)"))
        }
    }

    // MARK: Snapshotters

    private mutating func searchSnapshots(_ chain: SnapshotChain) throws(BoltError) {
        guard databases.table.failure == nil else { return }
        let names = directoryNames()
        var strangers = try strangers(of: chain, in: databases)
        var loose: [String] = []
        // A containerd's directories may be anybody's; those of a worker's own folder are BuildKit's.
        if root.layout == .worker {
            let known = try chain.knownNumbers()
            loose = names.filter { name in UInt64(name).map { !known.contains($0) } ?? false }
        }
        guard !strangers.isEmpty || !loose.isEmpty else { return }
        patience.pause()
        guard let later = try? StateDatabases.read(root), case .snapshots(let chain) = later.chain else { return }
        let still = Set(try self.strangers(of: chain, in: later).map(\.id))
        strangers.removeAll { !still.contains($0.id) }
        if !loose.isEmpty {
            let known = try chain.knownNumbers()
            let present = Set(directoryNames())
            loose.removeAll { name in
                !present.contains(name) || (UInt64(name).map { known.contains($0) } ?? true)
            }
        }
        noteLostRecords(strangers.count + loose.count, later.table)
        for (id, number) in strangers {
            report(String(number), "no record names its snapshot", record: id)
        }
        for name in loose { report(name, "the snapshotter does not know it") }
    }

    private func strangers(
        of chain: SnapshotChain, in databases: StateDatabases
    ) throws(BoltError) -> [(id: RecordID, number: UInt64)] {
        try chain.strangers(isKnown: try knownNames(of: databases))
    }

    /// Tells whether a record has a name, or names a snapshot so.
    private func knownNames(
        of databases: StateDatabases
    ) throws(BoltError) -> (RecordID) throws(BoltError) -> Bool {
        let records = try databases.records.bucket(RecordTable.bucket)
        let foreign = databases.table.foreignSnapshots
        return { (id) throws(BoltError) in
            let name = id.bytes
            return try records?.entry(name) != nil || foreign.contains(ByteString(name))
        }
    }

    private func directoryNames() -> [String] {
        guard let folder = try? Folder(databases.contentFolder) else { return [] }
        return folder.folderNames().compactMap(\.utf8Text)
    }

    // MARK: Graph drivers

    private mutating func searchGraph(_ chain: GraphChain) throws(BoltError) {
        let names = directoryNames().filter { RecordID($0.utf8) != nil }
        var known = try chain.allGraphIDs()
        let isLost = isLoss(try strangerCount(of: chain, in: databases), databases.table)
        if !isLost, names.allSatisfy(known.contains) { return }
        known.formUnion(layerGraphIDs())
        var loose = names.filter { !known.contains($0) }
        guard isLost || !loose.isEmpty else { return }
        patience.pause()
        guard let later = try? StateDatabases.read(root), case .graph(let chain) = later.chain else { return }
        let registered = try chain.allGraphIDs()
        let present = Set(directoryNames())
        loose.removeAll { registered.contains($0) || !present.contains($0) }
        noteLostRecords(try strangerCount(of: chain, in: later), later.table)
        for name in loose { report(name, "neither a snapshot nor a layer of an image names it") }
    }

    /// Graph ids of image layers: a layer that a build made keeps the name it had as a snapshot.
    private func layerGraphIDs() -> Set<String> {
        guard case .graphDriver(let drivers) = root.layout, let state = try? Folder(root.path) else { return [] }
        var result: Set<String> = []
        for driver in drivers {
            guard let layers = try? state.folder(ByteString("image/\(driver)/layerdb/sha256")) else { continue }
            for name in layers.folderNames() {
                guard let layer = try? layers.folder(name),
                    let id = try? layer.content(of: "cache-id", limit: 128), let text = GraphChain.graphID(id[...])
                else { continue }
                result.insert(text)
            }
        }
        return result
    }

    private func strangerCount(
        of chain: GraphChain, in databases: StateDatabases
    ) throws(BoltError) -> Int {
        let isKnown = try knownNames(of: databases)
        return try chain.strangerCount(isKnown: isKnown)
    }

    /// Whether so many snapshots have no record that the records are what is missing: a daemon removes both together.
    private func isLoss(_ strangers: Int, _ table: RecordTable) -> Bool {
        guard table.faults.isEmpty, table.failure == nil else { return false }
        return strangers > table.count && (table.count == 0 || strangers >= Self.lossMinimum)
    }

    private mutating func noteLostRecords(_ strangers: Int, _ table: RecordTable) {
        guard isLoss(strangers, table) else { return }
        troubles.append(
            Trouble(
                cache: -1, path: root.workerPath.appending(root.metadata), reason: .unusable,
                detail: "records are missing: it has \(table.count), and builds left \(strangers) snapshots that no "
                    + "record names. Either the daemon is cleaning up at this moment (look again), or the database was "
                    + "damaged; what lies there was not audited"))
    }

    private mutating func report(_ directory: String, _ detail: String, record: RecordID? = nil) {
        guard orphans.count < Self.limit else {
            if orphans.count == Self.limit, notes.isEmpty {
                notes.append(
                    "there are more than \(Self.limit) directories without a record; the others are not listed")
            }
            return
        }
        var path = databases.contentFolder.appending(ByteString(directory))
        if !databases.contentInside.isEmpty { path = path.appending(databases.contentInside) }
        orphans.append(StateInventory.Orphan(kind: .directory, record: record?.text, path: path, detail: detail))
    }
}
