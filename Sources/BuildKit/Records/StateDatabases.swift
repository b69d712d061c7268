import Bolt
import Inventory
import Linux

/// The databases of one worker, read in the order in which their links cannot be missing by chance: records first,
/// then the names of snapshots, then their numbers. A daemon writes them the other way round.
struct StateDatabases {
    /// The half of the chain behind the records.
    enum Chain {
        case snapshots(SnapshotChain)
        case graph(GraphChain)
    }

    /// Why a worker cannot be read at all.
    struct Failure: Error {
        var path: ByteString
        var reason: Trouble.Reason
        var detail: String
    }

    let records: BoltDatabase
    let table: RecordTable
    let chain: Chain
    /// The databases behind the records, with their paths.
    let others: [(database: BoltDatabase, path: ByteString)]
    /// Folder of the snapshots, absolute.
    let contentFolder: ByteString
    /// Name inside of each of them.
    let contentInside: ByteString
    /// Whether the snapshots lie among those of others, so that a record must not name any but its own.
    var isAmongOthers = false

    /// Follows the chain from a mount cache, whose snapshot BuildKit gives the record's own name. In a containerd
    /// another name would make the directory of any container a cache of whoever wrote the record.
    func follow(_ mount: MountRecord) throws(BoltError) -> SnapshotLink {
        if isAmongOthers, mount.snapshot.bytes != mount.id.bytes {
            return .broken("it names a snapshot that is not its own")
        }
        return try follow(mount.snapshot)
    }

    /// Follows the chain from a snapshot's key.
    func follow(_ key: ByteString) throws(BoltError) -> SnapshotLink {
        switch chain {
        case .snapshots(let chain): try chain.follow(key)
        case .graph(let chain): try chain.follow(key)
        }
    }

    /// Reads all of them.
    static func read(_ root: FoundRoot) throws(Failure) -> StateDatabases {
        let state = try open(root.path)
        let worker = try openWorker(root, state)
        let records = try records(root, worker)
        let table = RecordTable.read(records)
        switch root.layout {
        case .worker:
            let snapshotter = ByteString(root.root.snapshotter ?? "")
            let names = try database("containerdmeta.db", in: worker)
            let store = try open("snapshots", in: worker)
            return try snapshots(records, table, names, worker.path.appending("containerdmeta.db"), store, snapshotter)
        case .containerd(let roots):
            return try containerd(root, roots, records, table)
        case .graphDriver(let drivers):
            let snapshots = try database("snapshots.db", in: worker)
            return try graph(drivers, records, table, snapshots, worker.path, state)
        case .plain:
            throw Failure(path: root.path, reason: .unusable, detail: "it has no records")
        }
    }

    /// Reads the records alone.
    static func table(of root: FoundRoot) throws(Failure) -> RecordTable {
        RecordTable.read(try records(root, openWorker(root, open(root.path))))
    }

    private static func openWorker(_ root: FoundRoot, _ state: borrowing Folder) throws(Failure) -> Folder {
        try root.folder.isEmpty ? open(root.path) : open(root.folder, in: state)
    }

    private static func records(_ root: FoundRoot, _ worker: borrowing Folder) throws(Failure) -> BoltDatabase {
        try database(root.metadata, in: worker, only: [RecordTable.bucket], sieve: PropertyName.sieve)
    }

    // MARK: Layouts

    private static func snapshots(
        _ records: BoltDatabase, _ table: RecordTable, _ names: BoltDatabase, _ namesPath: ByteString,
        _ store: borrowing Folder, _ snapshotter: ByteString
    ) throws(Failure) -> StateDatabases {
        let numbers = try database("metadata.db", in: store)
        let numbersPath = store.path.appending("metadata.db")
        let chain = SnapshotChain(
            spaces: try reading(namesPath) { () throws(BoltError) in
                try SnapshotChain.spaces(in: names, of: snapshotter)
            },
            numbers: try reading(numbersPath) { () throws(BoltError) in try SnapshotChain.numbers(in: numbers) })
        return StateDatabases(
            records: records, table: table, chain: .snapshots(chain),
            others: [(names, namesPath), (numbers, numbersPath)], contentFolder: store.path.appending("snapshots"),
            contentInside: ContentPlace.inside(ofSnapshotter: snapshotter))
    }

    /// Takes the first containerd that knows a snapshot of these records; the first that can be read where none does.
    private static func containerd(
        _ root: FoundRoot, _ roots: [ByteString], _ records: BoltDatabase, _ table: RecordTable
    ) throws(Failure) -> StateDatabases {
        let snapshotter = ByteString(root.root.snapshotter ?? "")
        var first: StateDatabases?
        var failure: Failure?
        for path in roots {
            do throws(Failure) {
                let folder = try open(path)
                let meta = try open("io.containerd.metadata.v1.bolt", in: folder)
                let names = try database("meta.db", in: meta)
                let store = try open(ByteString("io.containerd.snapshotter.v1.").joined(snapshotter), in: folder)
                var read = try snapshots(
                    records, table, names, meta.path.appending("meta.db"), store, snapshotter)
                read.isAmongOthers = true
                if read.knowsAny(of: table) { return read }
                if first == nil { first = read }
            } catch {
                // That one is not there tells nothing while there are others; that one cannot be read does.
                if failure == nil || error.reason != .vanished { failure = error }
            }
        }
        if let first { return first }
        let looked = roots.map(\.display).joined(separator: ", ")
        let why = failure.map { "\($0.path.display): \($0.detail)" } ?? "no place is known"
        let isDockers = root.root.kind == .containerd && root.path.lastComponent == "buildkit"
        let hint = isDockers ? "; if this is a folder of Docker's, name the one above it" : ""
        throw Failure(
            path: root.workerPath, reason: failure?.reason == .unreadable ? .unreadable : .unusable,
            detail: "the containerd that keeps the snapshots of these records was not found (looked at: \(looked); "
                + "\(why))\(hint)")
    }

    private static func graph(
        _ drivers: [String], _ records: BoltDatabase, _ table: RecordTable, _ snapshots: BoltDatabase,
        _ worker: ByteString, _ state: borrowing Folder
    ) throws(Failure) -> StateDatabases {
        let chain = GraphChain(snapshots)
        let path = worker.appending("snapshots.db")
        var best: (folder: ByteString, inside: ByteString)?
        for driver in drivers {
            guard let place = ContentPlace.ofDriver(driver), let folder = try? state.folder(place.folder) else {
                continue
            }
            let content = ContentPlace(folder, inside: place.inside)
            if best == nil { best = place }
            if chain.hasAny(of: table, in: content) {
                best = place
                break
            }
        }
        guard let best else {
            let names = drivers.isEmpty ? "none is there" : drivers.joined(separator: ", ")
            throw Failure(
                path: state.path, reason: .unusable,
                detail: "no folder of a graph driver whose content can be read without mounting it (\(names))")
        }
        return StateDatabases(
            records: records, table: table, chain: .graph(chain), others: [(snapshots, path)],
            contentFolder: state.path.appending(best.folder), contentInside: best.inside)
    }

    private func knowsAny(of table: RecordTable) -> Bool {
        (table.mounts + table.detached).contains {
            if case .found = try? follow($0) { true } else { false }
        }
    }

    // MARK: Opening

    private static func open(_ path: ByteString) throws(Failure) -> Folder {
        do throws(SystemError) {
            return try Folder(path)
        } catch {
            throw Failure(error, path: path)
        }
    }

    private static func open(_ name: ByteString, in folder: borrowing Folder) throws(Failure) -> Folder {
        do throws(SystemError) {
            return try folder.folder(name)
        } catch {
            throw Failure(error, path: folder.path.appending(name))
        }
    }

    private static func database(
        _ name: ByteString, in folder: borrowing Folder, only: [[UInt8]]? = nil, sieve: BoltSieve? = nil
    ) throws(Failure) -> BoltDatabase {
        try reading(folder.path.appending(name)) { () throws(BoltError) in
            try BoltDatabase.read(folder.descriptor, name.bytes, only: only, sieve: sieve)
        }
    }

    private static func reading<Value>(
        _ path: ByteString, _ body: () throws(BoltError) -> Value
    ) throws(Failure) -> Value {
        do throws(BoltError) {
            return try body()
        } catch {
            throw Failure(error, path: path)
        }
    }
}

extension GraphChain {
    /// Whether the directory of any mount cache lies there.
    fileprivate func hasAny(of table: RecordTable, in place: borrowing ContentPlace) -> Bool {
        for record in table.mounts + table.detached {
            guard case .found(let directory, _) = try? follow(record.snapshot) else { continue }
            if case .there = place.presence(of: directory) { return true }
        }
        return false
    }
}

extension StateDatabases.Failure {
    init(_ error: SystemError, path: ByteString) {
        self.init(path: path, reason: error.isAbsence ? .vanished : .unreadable, detail: error.advice)
    }

    init(_ error: BoltError, path: ByteString) {
        self.init(path: path, reason: error.troubleReason, detail: error.sentence)
    }

    /// As the inventory has it.
    var trouble: Trouble {
        Trouble(cache: -1, path: path, reason: reason, detail: detail, isSubtree: true)
    }
}

extension BoltError {
    /// The inventory's word for it.
    var troubleReason: Trouble.Reason {
        switch kind {
        case .missing: .unusable
        case .unreadable: .unreadable
        case .tooLarge: .tooLarge
        case .malformed: .malformed
        case .unstable: .unstable
        }
    }

    /// The reason with its page, and what helps.
    var sentence: String {
        if kind == .missing { return "the file is not there" }
        let place = page.map { "page \($0): " } ?? ""
        let isRefused = reason.contains("(EACCES") || reason.contains("(EPERM")
        return place + reason + (isRefused ? "; run as root, or with the capability CAP_DAC_READ_SEARCH" : "")
    }
}

extension ByteString {
    /// Both, one behind the other.
    func joined(_ other: ByteString) -> ByteString { ByteString(bytes + other.bytes) }
}
