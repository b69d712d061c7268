internal import Hashing
internal import Inventory
internal import Linux
internal import SQLite

/// Records one walk. Used by one thread; `known` may be shared with the threads that walk.
///
/// What was recorded stays when the process dies: the versions are valid, only the scan's own row then says
/// "interrupted", and files that are gone are noticed by the next scan that finishes.
package final class ScanWriter {
    /// Bounds of a scan.
    enum Limit {
        /// Rows and nanoseconds after which the open transaction is committed.
        static let rowsPerCommit = 20_000
        static let commitInterval: Int64 = 2_000_000_000
        /// Paths below which nothing counts as removed, per cache. With more than these the whole cache is kept.
        static let keptPathsMax = 100_000
        /// Bytes of these paths, per cache.
        static let keptBytesMax = 16 << 20
        /// Removed files that are compared with added ones to find moves.
        static let moveCandidatesMax = 100_000
    }

    /// A version that took the place of another one.
    struct Replacement {
        var new: Int64
        var old: Int64
    }

    /// What is gathered of one cache while the walk goes on.
    struct Progress {
        var files = 0
        var bytes: Int64 = 0
        var counts = ChangeCounts()
        /// Paths that could not be looked at: they, or all below them, are not removed. The flag says which.
        var kept: [ByteString: Bool] = [:]
        var hasTooManyKept = false
        var keptBytes = 0
        /// Lengths of the paths below which all is kept: no other part of a path need be looked up.
        var keptLengths: Set<Int> = []
        /// Entries for which there was no room.
        var unrecorded = 0
    }

    /// The known files, for the walk.
    package let known: KnownTable
    /// The manifest's number of each listed cache; the walk mixes it into the path keys, so that they do not depend
    /// on the order of the list.
    package let cacheNumbers: [Int64]
    /// The scan's number.
    package var scan: Int64 { row.id }
    /// Entries of each listed cache, new or changed, that were not recorded because the scan's bytes of paths were
    /// used up, and the cache's own part of them. What is known of them stays as it was, and a later scan takes them.
    package var unrecorded: [Int] { progress.map(\.unrecorded) }
    /// Whether there was more to be told of earlier versions than is kept in mind.
    package internal(set) var isEarlierCut = false
    /// How many bytes of paths are recorded, of all caches and of each.
    package var pathBytesMax: Int { options.pathBytesMax }
    package var pathBytesLeast: Int { pathBytes.least }

    let store: ManifestStore
    let listed: [MountCache]
    let options: ScanOptions
    var row: ScanRow
    var caches: [CacheRow]
    var progress: [Progress]
    /// One bit per slot of `known`.
    var seen: [UInt64]
    /// The next row's number; all from `firstRow` on were written by this scan.
    let firstRow: Int64
    var nextRow: Int64
    /// Versions that took another one's place, oldest first; and whether the content or the mode differ.
    var replacements: [Replacement] = []
    /// Bytes of paths and targets in the rows that this scan writes, by the places of the listed caches.
    var pathBytes: ByteBudget
    var isFinished = false
    /// What `meta` says since the last commit.
    private var committed: ManifestState
    private var pendingRows = 0
    private var transactionBegan: Int64 = 0

    var insertFile: Statement
    var closeFile: Statement
    var rekeyFile: Statement
    var selectFile: Statement
    var selectDigest: Statement
    var insertDigest: Statement
    /// What else the content of the record in hand is known by.
    var otherDigest: ContentDigest?
    /// Holds the digest just read.
    var digestBuffer: [UInt8] = []

    init(
        store: ManifestStore, row: ScanRow, listed: [MountCache], caches: [CacheRow], known: KnownTable,
        options: ScanOptions
    ) throws {
        self.store = store
        self.row = row
        self.listed = listed
        self.caches = caches
        self.known = known
        self.options = options
        pathBytes = ByteBudget(all: options.pathBytesMax, lists: caches.count)
        committed = store.state
        cacheNumbers = caches.map(\.id)
        progress = Array(repeating: Progress(), count: caches.count)
        seen = Array(repeating: 0, count: known.slotCount / 64 + 1)
        let last = try store.connection.integer("SELECT max(id) FROM file") ?? 0
        let (next, overflow) = last.addingReportingOverflow(1)
        if overflow || next <= 0 { throw ManifestFault.damaged("the row numbers of the table file are used up") }
        firstRow = next
        nextRow = next
        let marks = (1...19).map { "?\($0)" }.joined(separator: ", ")
        insertFile = try store.connection.prepare(
            "INSERT INTO file (\(FileNumbers.columns), sha256, path, target) VALUES (\(marks))")
        closeFile = try store.connection.prepare("UPDATE file SET gone_scan = ?2 WHERE id = ?1 AND gone_scan IS NULL")
        rekeyFile = try store.connection.prepare("UPDATE file SET identity_key = ?2 WHERE id = ?1")
        selectDigest = try store.connection.prepare("SELECT sha256 FROM file WHERE id = ?1 AND gone_scan IS NULL")
        insertDigest = try store.connection.prepare(
            "INSERT INTO file_digest (\(FileDigestRow.columns)) VALUES (?1, ?2, ?3)")
        selectFile = try store.connection.prepare(
            """
            SELECT \(FileNumbers.columns), sha256, path, target FROM file WHERE id = ?1 AND gone_scan IS NULL
            """)
    }

    deinit {
        // Dropped without `finish`: what was not committed is undone, and the next opening closes the scan's row.
        if !isFinished { abandon() }
    }

    /// Runs `body`. A failure ends the scan: SQLite may have undone more than the last statement, so all since the
    /// last commit is undone, and what was kept in memory with it. A refused call changed nothing and ends nothing.
    func writing<Result>(_ body: () throws -> Result) throws(ManifestError) -> Result {
        do {
            if isFinished { throw ManifestFault.refused("the scan has ended") }
            return try body()
        } catch {
            let failure = ManifestError(wrapping: error, path: store.path)
            if failure.kind != .refused && !isFinished { abandon() }
            throw failure
        }
    }

    /// Undoes what was not committed; the next scan or the next opening closes this one's row as interrupted.
    private func abandon() {
        isFinished = true
        store.connection.rollback()
        store.state = committed
        store.openScan = nil
    }

    /// Ends the scan in the transaction that is open.
    func commitEnd() throws {
        store.state.running = 0
        try commitNow()
        isFinished = true
        store.openScan = nil
    }

    // MARK: - Transactions

    /// Begins a transaction where none is open.
    func beginIfNeeded() throws {
        guard !store.connection.isInTransaction else { return }
        try store.connection.begin()
        pendingRows = 0
        transactionBegan = Clock.steady
    }

    /// Counts a written row.
    func countRow() {
        pendingRows += 1
    }

    /// Commits when enough has come together.
    func commitIfDue() throws {
        guard pendingRows > 0 else { return }
        if pendingRows >= Limit.rowsPerCommit || Clock.steady - transactionBegan >= Limit.commitInterval {
            try commitNow()
        }
    }

    /// Commits rows and state together.
    func commitNow() throws {
        guard store.connection.isInTransaction else { return }
        try store.state.store(store.connection, &store.digester)
        try store.connection.commit()
        committed = store.state
        pendingRows = 0
    }

    /// Makes all that was recorded so far survive the end of this process.
    package func commit() throws(ManifestError) {
        try writing { try commitNow() }
    }

    // MARK: - Slots

    func isSeen(_ slot: Int32) -> Bool {
        seen[Int(slot) / 64] & 1 << UInt64(slot % 64) != 0
    }

    func markSeen(_ slot: Int32) {
        seen[Int(slot) / 64] |= 1 << UInt64(slot % 64)
    }
}
