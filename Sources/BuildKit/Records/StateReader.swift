import Bolt
package import Inventory
import Linux

/// Reads the mount caches of one worker of a state root from its files alone: nothing is written, no lock taken, no
/// daemon asked.
///
/// ```
///   record  ──cache.snapshot──►  snapshot's key  ──►  name  ──►  number  ──►  directory
///   metadata_v2.db               containerdmeta.db         metadata.db       snapshots/<n>/fs
///                                └──────── Docker's graph drivers: snapshots.db ────────┘
/// ```
package struct StateReader {
    /// How long a daemon has to finish what it was at before a link counts as missing.
    private static let patienceMilliseconds: UInt32 = 50
    /// How often a state is looked at while each look misses something else.
    private static let looks = 4

    private let root: FoundRoot
    private var inventory: StateInventory

    private init(_ root: FoundRoot) {
        self.root = root
        inventory = StateInventory(root: root.root)
    }

    /// Reads its mount caches. What cannot be read stands in the inventory's troubles; builds and lockfiles are not
    /// looked for.
    package static func read(_ root: FoundRoot) -> StateInventory {
        if root.layout == .plain { return BuildahReader.read(root) }
        var reader = StateReader(root)
        _ = reader.readRecords()
        return reader.inventory
    }

    /// Reads all there is, its mount caches, builds and lockfiles, and the databases of the records once for all.
    ///
    /// The history is read by a thread of its own, which waits for the records where a build has no other name.
    ///
    /// - Parameter known: builds that were read before, by their names. They are taken as they are, and their blobs are
    ///   not opened.
    package static func readAll(_ root: FoundRoot, known: [String: Build] = [:]) -> StateInventory {
        if root.layout == .plain { return BuildahReader.read(root) }
        var reader = StateReader(root)
        let locals = Handover<[LocalSource]>([])
        let history = Handover(StateInventory(root: root.root))
        let databases = SideThread.run {
            var found = StateInventory(root: root.root)
            StateHistory.read(root, locals: locals.wait(), known: known, into: &found)
            history.put(found)
        } beside: {
            let databases = reader.readRecords()
            locals.put(databases?.table.traces.locals.map(\.source) ?? [])
            return databases
        }
        reader.add(history.wait())
        if let databases { StateLockfiles.find(root, databases, into: &reader.inventory) }
        return reader.inventory
    }

    /// Adds what the history tells.
    private mutating func add(_ history: StateInventory) {
        inventory.builds += history.builds
        inventory.troubles += history.troubles
        inventory.isHistoryWhole = history.isHistoryWhole
    }

    /// The databases that were read; `nil` where they cannot be.
    private mutating func readRecords() -> StateDatabases? {
        do throws(StateDatabases.Failure) {
            return try read()
        } catch {
            inventory.troubles.append(error.trouble)
            return nil
        }
    }

    private mutating func read() throws(StateDatabases.Failure) -> StateDatabases {
        for oddity in root.oddities {
            inventory.troubles.append(Trouble(cache: -1, path: root.workerPath, reason: .unusable, detail: oddity))
        }
        var databases = try StateDatabases.read(root)
        var resolution = try Resolution(databases)
        // Pruned between the first file and the last, or gone for good: what is missing twice in a row is gone.
        var looks = 1
        while looks < Self.looks, !resolution.unresolved.isEmpty {
            let before = resolution.unresolved
            Clock.pause(milliseconds: Self.patienceMilliseconds)
            databases = try StateDatabases.read(root)
            resolution = try Resolution(databases)
            looks += 1
            if resolution.unresolved.isSubset(of: before) { break }
        }
        inventory.caches = resolution.caches(root: root.path)
        inventory.orphans = resolution.orphans
        inventory.troubles += resolution.allTroubles(records: root.workerPath.appending(root.metadata))
        if !resolution.unresolved.isEmpty { inventory.troubles += resolution.faults(of: databases) }
        noteFaults(databases.table)
        var search = OrphanSearch(root: root, databases: databases)
        search.run()
        inventory.orphans += search.orphans
        inventory.troubles += search.troubles
        inventory.notes += VersionEvidence.notes(root, databases.table) + search.notes
        return databases
    }

    private mutating func noteFaults(_ table: RecordTable) {
        let path = root.workerPath.appending(root.metadata)
        if let failure = table.failure {
            inventory.troubles.append(
                Trouble(
                    cache: -1, path: path, reason: failure.troubleReason,
                    detail: "\(failure.sentence); records behind that place are not seen"))
        }
        for fault in table.faults {
            inventory.troubles.append(
                Trouble(
                    cache: -1, path: path, reason: .malformed,
                    detail: "record \(fault.record.display): \(fault.reason)"))
        }
        if table.unlistedFaults > 0 {
            inventory.troubles.append(
                Trouble(
                    cache: -1, path: path, reason: .malformed,
                    detail: "\(table.unlistedFaults) more records could not be understood"))
        }
    }
}
