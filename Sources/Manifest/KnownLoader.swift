internal import Inventory
internal import Linux
internal import SQLite
internal import Synchronization

/// Loads the present files of an audit's caches into a table.
///
/// ```
///  file    | row 1 … row n/2 | row n/2+1 … row n |     one thread each, through a connection of its own;
///                  │                   │               only the head of a row is decoded
///                  └──► chunks ► KnownTable ◄──┘       one chunk after the other
/// ```
/// Nothing else is done meanwhile: until the table is there, no walk can begin.
struct KnownLoader: Sendable {
    private enum Limit {
        /// Files that are added to the table at once.
        static let chunk = 1 << 15
        /// Files for which a second thread is worth its beginning.
        static let filesOfOneThread = 50_000
        /// Memory of a connection that reads each page once, KiB.
        static let pageCacheKiB = 1_024
    }

    /// What the threads share.
    private struct State {
        var table: KnownTable
        var failure: (any Error)?
    }

    /// Lets the second thread hold what is shared.
    private final class Shared: Sendable {
        let state: Guarded<State>

        init(_ state: consuming State) {
            self.state = Guarded(state)
        }
    }

    private let path: ByteString
    private let isFull: Bool
    /// A file is due when its key leaves this as its rest; by the numbers of the caches.
    private let turns: [Int64: UInt64]
    /// One of so many files is due in a scan; 0: none.
    private let part: UInt64
    private let rowsMax: Int
    private let expected: Int
    private let hashKey: (UInt64, UInt64)
    private let cacheNumbers: [Int64]

    /// Gets ready to load; `path` is the manifest's.
    init(
        _ connection: Connection, path: ByteString, _ caches: [CacheRow], _ options: ScanOptions,
        hashKey: (UInt64, UInt64)
    ) throws(SQLiteError) {
        // The smallest row is larger than 40 bytes, so a file cannot hold more rows than this; a page that claims to
        // is a loop in a damaged tree.
        let pages = try connection.integer("PRAGMA page_count") ?? 0
        let pageSize = try connection.integer("PRAGMA page_size") ?? 0
        let rowsMax = Int(clamping: (pages / 40 + 1).multipliedReportingOverflow(by: pageSize).partialValue)
        // A number in the file decides how much memory is taken at once only up to a bound; beyond it the table grows.
        let expectedMax = min(max(0, rowsMax), ManifestStore.Limit.filesExpectedMax)
        expected = caches.reduce(0) {
            min(expectedMax, $0 + max(0, min(expectedMax, Int(clamping: $1.files))))
        }
        let part = UInt64(clamping: options.rehashEvery)
        turns = Dictionary(
            caches.map { ($0.id, part == 0 ? 0 : UInt64(bitPattern: $0.scans) % part) },
            uniquingKeysWith: { first, _ in first })
        self.part = part
        self.rowsMax = rowsMax
        self.path = path
        isFull = options.full
        self.hashKey = hashKey
        cacheNumbers = caches.map(\.id)
    }

    /// Loads the table, with two threads where there are many files.
    func load(_ connection: Connection) throws -> KnownTable {
        // Held by nobody else: the first insertion would copy it whole.
        let shared = Shared(
            State(table: KnownTable(hashKey: hashKey, cacheNumbers: cacheNumbers, expecting: expected)))
        try fill(shared, connection)
        return try shared.state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.table
        }
    }

    private func fill(_ shared: Shared, _ connection: Connection) throws {
        guard let first = try connection.integer("SELECT min(id) FROM file"),
            let last = try connection.integer("SELECT max(id) FROM file")
        else { return }
        guard first > 0 else { throw ManifestFault.damaged("a row of the table file has a number below 1") }
        guard expected > Limit.filesOfOneThread, first < last else {
            return try read(connection, first...last, into: shared.state)
        }
        let middle = first + (last - first) / 2
        // Where there is no second thread to be had, one does both.
        SideThread.run {
            readHalf((middle + 1)...last, into: shared)
        } beside: {
            readHalf(first...middle, into: shared)
        }
    }

    /// Reads through a connection of its own.
    private func readHalf(_ range: ClosedRange<Int64>, into shared: Shared) {
        do {
            let reader = try Connection(path: path.bytes, mode: .read)
            try reader.execute("PRAGMA cache_size = -\(Limit.pageCacheKiB)")
            try read(reader, range, into: shared.state)
        } catch {
            shared.state.withLock { $0.failure = $0.failure ?? error }
        }
    }

    private func read(
        _ connection: Connection, _ range: ClosedRange<Int64>, into state: borrowing Guarded<State>
    ) throws {
        var rows = try connection.prepare(
            """
            SELECT cache, path_key, identity_key, id FROM file
            WHERE id BETWEEN ?1 AND ?2 AND gone_scan IS NULL
            """)
        try rows.bind(range.lowerBound, at: 1)
        try rows.bind(range.upperBound, at: 2)
        var chunk: [KnownTable.Addition] = []
        chunk.reserveCapacity(min(expected, Limit.chunk))
        var lastCache: Int64?
        var turn: UInt64?
        var count = 0
        while try rows.step() {
            count += 1
            if count > rowsMax { throw ManifestFault.damaged("the table file has more rows than fit into it") }
            let cache = rows.integer(at: 0)
            if cache != lastCache {
                lastCache = cache
                turn = turns[cache]
            }
            guard let turn else { continue }
            let entry = KnownTable.Entry(
                pathKey: UInt64(bitPattern: rows.integer(at: 1)), identityKey: UInt64(bitPattern: rows.integer(at: 2)),
                row: rows.integer(at: 3))
            chunk.append((entry, isFull || (part != 0 && entry.pathKey % part == turn)))
            if chunk.count == Limit.chunk { try add(&chunk, to: state) }
        }
        try add(&chunk, to: state)
    }

    private func add(_ chunk: inout [KnownTable.Addition], to state: borrowing Guarded<State>) throws {
        try state.withLock { state in
            guard state.table.insert(contentsOf: chunk) else {
                throw ManifestFault.damaged("the path keys in the table file were not made by this program")
            }
        }
        chunk.removeAll(keepingCapacity: true)
    }
}
