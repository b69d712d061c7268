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
    /// How often a state is looked at while each look misses something else.
    private static let looks = 4

    private let root: FoundRoot
    /// Until a daemon has finished what it was at, before a link counts as missing.
    private let patience: Patience
    private var inventory: StateInventory

    private init(_ root: FoundRoot, _ patience: Patience) {
        self.root = root
        self.patience = patience
        inventory = StateInventory(root: root.root)
    }

    /// Reads its mount caches. What cannot be read stands in the inventory's troubles; builds and lockfiles are not
    /// looked for.
    package static func read(_ root: FoundRoot) -> StateInventory {
        read(root, Patience())
    }

    /// The same as one of several, which share what patience there is.
    package static func read(_ root: FoundRoot, _ patience: Patience) -> StateInventory {
        if root.layout == .plain { return BuildahReader.read(root) }
        var reader = StateReader(root, patience)
        _ = reader.readRecords()
        return reader.inventory
    }

    /// Reads all there is, its mount caches, builds and lockfiles, and the databases of the records once for all.
    ///
    /// The history is read by a thread of its own, which waits for the records where a build has no other name.
    ///
    /// - Parameters:
    ///   - known: builds that were read before, by their names. They are taken as they are, and their blobs are not
    ///     opened.
    ///   - patience: what is left of it, which all state roots of a run share.
    package static func readAll(
        _ root: FoundRoot, known: [String: Build] = [:], patience: Patience = Patience()
    ) -> StateInventory {
        if root.layout == .plain { return BuildahReader.read(root) }
        var reader = StateReader(root, patience)
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

    /// Which of these records are gone by now: a daemon has pruned them since they were read, and nothing is missing.
    package static func gone(_ records: Set<String>, in root: FoundRoot) -> Set<String> {
        guard !records.isEmpty, root.layout != .plain, let table = try? StateDatabases.table(of: root),
            table.failure == nil, table.faults.isEmpty
        else { return [] }
        return records.subtracting((table.mounts + table.detached).map(\.id.text))
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
            patience.pause()
            databases = try StateDatabases.read(root)
            resolution = try Resolution(databases)
            looks += 1
            if resolution.unresolved.isSubset(of: before) { break }
        }
        if !resolution.unresolved.isEmpty {
            // A daemon that prunes one after the other: what the last look missed may be gone by now.
            let table = try StateDatabases.table(of: root)
            resolution.keepGaps(of: Set((table.mounts + table.detached).map(\.id)))
        }
        inventory.caches = resolution.caches(root: root.path)
        inventory.orphans = resolution.orphans
        inventory.troubles += resolution.allTroubles(records: root.workerPath.appending(root.metadata))
        if !resolution.unresolved.isEmpty { inventory.troubles += resolution.faults(of: databases) }
        noteFaults(databases.table)
        if let trouble = StateHistory.missing(root, databases) {
            inventory.troubles.append(trouble)
        } else if root.history == nil, !inventory.caches.isEmpty {
            inventory.notes.append(
                "no records of builds are kept here (BuildKit before 0.11, Docker before 24): who shares these caches, "
                    + "and which build changed a file, cannot be told")
        }
        var search = OrphanSearch(root: root, databases: databases, patience: patience)
        search.run()
        inventory.orphans += search.orphans
        inventory.troubles += search.troubles
        inventory.notes += search.notes
        inventory.traits = VersionEvidence.sentences(root, databases.table)
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
