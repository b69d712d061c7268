internal import Hashing
package import Inventory
internal import Linux
internal import SQLite

/// The manifest: what was seen, when, with which digest. One SQLite file, one writer, any number of readers.
///
/// Used by one thread at a time. A store opened for writing holds an advisory lock beside the file until it goes;
/// readers see the state of the last commit while an audit writes.
package final class ManifestStore {
    /// What the store is opened for.
    package enum Mode: Sendable, Hashable {
        /// Makes the file where there is none, brings an older one up to date.
        case write
        /// Changes nothing.
        case read
    }

    /// Bounds of the room.
    enum Limit {
        /// Memory for pages, KiB.
        static let pageCacheKiB = 16 * 1024
        /// The write-ahead log is moved into the file when it has so many bytes. Small, so that its pages are used
        /// again and little is left to move when a scan ends.
        static let logSize = 4 << 20
        /// Caches in one manifest.
        static let cachesMax = 100_000
        /// Files for which memory is taken before they are counted.
        static let filesExpectedMax = 4_000_000
    }

    /// The database file, with the symbolic links of its folder resolved.
    package let path: ByteString
    /// What the store was opened for.
    package let mode: Mode
    /// Whether a writer found the file there and empty: either nobody ever wrote it, or its history was cut off.
    package let wasEmpty: Bool
    /// Whether the chain of scans adds up; looked at when the store is opened for writing. `nil` for a reader.
    package internal(set) var chainAtOpen: ChainVerification?

    let connection: Connection
    var state: ManifestState
    var digester: RowDigester
    /// The open scan, if any; it ends with its writer.
    var openScan: Int64?
    private let lock: FileLock?

    /// Opens the manifest. `path` is the database file; its folder must exist.
    package init(path given: ByteString, mode: Mode) throws(ManifestError) {
        let path = try DatabaseFile.resolve(given)
        self.path = path
        self.mode = mode
        if mode == .write { try DatabaseFile.requireDatabase(path) }
        try DatabaseFile.requirePlainCompanions(path)
        lock = mode == .write ? try DatabaseFile.lock(path) : nil
        let isEmpty = try DatabaseFile.isEmpty(path)
        wasEmpty = mode == .write && isEmpty
        do {
            digester = try RowDigester()
            connection = try Self.open(path, mode: mode)
            if mode == .write { try Self.prepare(connection, &digester) }
            state = try ManifestState.load(connection, &digester)
        } catch {
            throw ManifestError(wrapping: error, path: path)
        }
        guard mode == .write else { return }
        try guarded {
            chainAtOpen = try chainVerification()
            try markInterrupted()
        }
    }

    /// Checks the file through a reader first: one that is refused must not be touched, not even by the checkpoint
    /// that SQLite makes when a writer closes. A half-made file is an exception.
    private static func open(_ path: ByteString, mode: Mode) throws -> Connection {
        if mode == .write { try DatabaseFile.createIfMissing(path) }
        let size = try DatabaseFile.size(path)
        if mode == .write { try DatabaseFile.requireWritable(path) }
        if mode == .write && size == 0 { return try openWriter(path) }
        // A writer that was killed while it made the file: SQLite takes its half step back, but not for a reader.
        let isHalfMade = DatabaseFile.hasJournal(path)
        if isHalfMade && mode == .read {
            throw ManifestError(.interrupted, path: path, detail: "a file beside it ends in -journal")
        }
        let isFrozen = try mode == .read && DatabaseFile.isFrozen(path)
        let reader =
            try isHalfMade ? openWriter(path) : Connection(path: path.bytes, mode: isFrozen ? .frozen : .read)
        switch try Migration.inspect(reader) {
        case .empty:
            guard mode == .write else {
                throw ManifestError(.notAManifest, path: path, detail: "it has no tables yet")
            }
        case .foreign:
            throw ManifestError(.notAManifest, path: path, detail: "its application id is another")
        case .newer(let version):
            throw ManifestError(
                .newer(version: version), path: path, detail: "this program knows format \(Schema.version)")
        case .version(let version):
            guard try Migration.hasExpectedSchema(reader, version: version) else {
                throw ManifestError(.damaged, path: path, detail: "its tables are not those of format \(version)")
            }
            guard mode == .write || version == Schema.version else {
                throw ManifestError(
                    .older(version: version), path: path, detail: "this program writes format \(Schema.version)")
            }
        }
        if mode == .write { return try openWriter(path) }
        try reader.execute("PRAGMA cache_size = -\(Limit.pageCacheKiB)")
        return reader
    }

    private static func openWriter(_ path: ByteString) throws(SQLiteError) -> Connection {
        let connection = try Connection(path: path.bytes, mode: .write)
        // A writer's temporary tables are small, and an audit that locked itself in may not write elsewhere; readers,
        // who sort whole exports, keep theirs in files. The page size counts only until the first table is made.
        try connection.execute("PRAGMA page_size = \(Schema.pageSize)")
        try connection.execute(
            """
            PRAGMA cache_size = -\(Limit.pageCacheKiB); PRAGMA synchronous = NORMAL; PRAGMA secure_delete = OFF;
            PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = \(Limit.logSize);
            """)
        return connection
    }

    private static func prepare(_ connection: Connection, _ digester: inout RowDigester) throws {
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw ManifestFault.refused("its file system does not allow a write-ahead log")
        }
        try connection.execute("PRAGMA wal_autocheckpoint = \(Limit.logSize / Schema.pageSize)")
        let found = try Migration.inspect(connection)
        if found == .version(Schema.version) { return }
        try connection.begin()
        do {
            switch found {
            case .empty:
                try Migration.run(connection, from: 0)
                try ManifestState(hashKey: try Host.randomBytes(16)).store(connection, &digester)
            case .version(let version): try Migration.run(connection, from: version)
            case .newer, .foreign: throw ManifestFault.damaged("it changed while it was being opened")
            }
            try connection.commit()
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// Runs `body` and gives each failure its sentence and the path.
    func guarded<Result>(_ body: () throws -> Result) throws(ManifestError) -> Result {
        do {
            return try body()
        } catch {
            throw ManifestError(wrapping: error, path: path)
        }
    }

    /// Runs `body` in a transaction that also writes the state; both are undone together when it throws.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try requireWriter()
        let before = state
        try connection.begin()
        do {
            let result = try body()
            try state.store(connection, &digester)
            try connection.commit()
            return result
        } catch {
            connection.rollback()
            state = before
            throw error
        }
    }

    /// Refuses what only a writer may do.
    func requireWriter() throws {
        guard mode == .write else { throw ManifestFault.refused("it was opened for reading only") }
    }

    /// Refuses what may not happen during a scan.
    func requireNoScan() throws {
        try requireWriter()
        if openScan != nil { throw ManifestFault.refused("a scan is being recorded") }
    }
}

extension ManifestError {
    /// Finds the kind of any failure that may come up in this room.
    init(wrapping error: any Error, path: ByteString) {
        switch error {
        case let error as ManifestError: self = error
        case let error as SQLiteError: self.init(error, path: path)
        case let error as SystemError: self.init(error, path: path)
        case let error as HashError: self.init(.other, path: path, detail: error.description)
        case ManifestFault.damaged(let detail): self.init(.damaged, path: path, detail: detail)
        case ManifestFault.refused(let detail): self.init(.refused, path: path, detail: detail)
        default: self.init(.other, path: path, detail: "an unexpected failure")
        }
    }
}
