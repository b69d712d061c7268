internal import CSQLite

/// One open database. Used by one thread at a time: it is not `Sendable`, and SQLite's own mutexes are off.
///
/// A class, because statements keep their connection alive: it closes when the last of them is gone.
@safe package final class Connection {
    /// How the file is opened. All refuse a symbolic link anywhere in the path.
    package enum Mode: Sendable, Hashable {
        /// Reads only. The file must exist.
        case read
        /// Reads a file that nobody can change: on a file system mounted read-only, where SQLite could not make the
        /// files it needs beside the database. A write-ahead log is not looked at.
        case frozen
        /// Reads and writes. The file must exist.
        case write
        /// Reads and writes, and makes the file where there is none.
        case create
    }

    /// Sizes that a connection allows, whatever a file asks for.
    package enum Limit {
        /// Bytes of one value or row.
        package static let valueSizeMax: Int32 = 16 << 20
        /// Bytes of one statement.
        package static let statementSizeMax: Int32 = 64 << 10
        /// Columns of a table or a result.
        package static let columnsMax: Int32 = 64
        /// Instructions of one compiled statement.
        package static let instructionsMax: Int32 = 25_000
    }

    // The handle never leaves this module; statements use it only while they keep this object alive.
    let handle: OpaquePointer

    /// Opens a database file. `path` is relative to the working directory unless it begins with a slash; it is
    /// never read as a URI or as one of SQLite's special names.
    package convenience init(path: [UInt8], mode: Mode, busyTimeoutMilliseconds: Int32 = 5_000) throws(SQLiteError) {
        guard !path.isEmpty, !path.contains(0) else {
            throw SQLiteError(
                code: SQLITE_CANTOPEN, message: "the path is empty or holds a zero byte", operation: "open")
        }
        var name = path.first == UInt8(ascii: "/") ? path : Array("./".utf8) + path
        if mode == .frozen { name = Self.frozenName(name) }
        name.append(0)
        let flags =
            switch mode {
            case .read: SQLITE_OPEN_READONLY
            case .frozen: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            case .write: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        try self.init(name: name, flags: flags, busyTimeout: busyTimeoutMilliseconds)
    }

    /// The path as a URI, with every byte escaped that could mean something in one.
    private static func frozenName(_ path: [UInt8]) -> [UInt8] {
        var name = Array("file:".utf8)
        let digits = Array("0123456789abcdef".utf8)
        for byte in path {
            let isPlain = byte == UInt8(ascii: "/") || isAlphanumeric(byte)
            name += isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return name + Array("?immutable=1".utf8)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: false
        }
    }

    /// Opens an empty database that lives in memory and goes with the connection.
    package static func inMemory() throws(SQLiteError) -> Connection {
        try Connection(
            name: Array(":memory:".utf8) + [0], flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, busyTimeout: 0)
    }

    private init(name: [UInt8], flags: Int32, busyTimeout: Int32) throws(SQLiteError) {
        let always = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        unsafe handle = try Self.open(name, flags: flags | always)
        // From here on the object is whole: where one of these throws, `deinit` closes.
        try harden()
        try check(unsafe sqlite3_busy_timeout(handle, busyTimeout), "set the busy timeout")
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
    }

    /// Whether a transaction is open. SQLite itself ends one after some failures, such as a full disk.
    package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Row id of the last inserted row.
    package var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Rows changed by the last finished INSERT, UPDATE or DELETE.
    package var changedRows: Int64 { unsafe sqlite3_changes64(handle) }

    /// Runs one or more statements that return nothing of interest.
    package func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, "execute", sql: sql) }
    }

    /// Compiles one statement.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK else { throw failure(code, "prepare", sql: sql) }
        guard let statement = unsafe statement else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "the statement is empty", sql: sql, operation: "prepare")
        }
        return unsafe Statement(connection: self, handle: statement)
    }

    /// The first column of the first row as a number; `nil` where there is no row or it is NULL.
    package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        var statement = try prepare(sql)
        guard try statement.step(), !statement.isNull(at: 0) else { return nil }
        return statement.integer(at: 0)
    }

    /// The first column of the first row as text; `nil` where there is no row or it is NULL.
    package func text(_ sql: String) throws(SQLiteError) -> String? {
        var statement = try prepare(sql)
        guard try statement.step() else { return nil }
        return statement.text(at: 0)
    }

    /// An error with SQLite's message about the failure just met.
    func failure(_ code: Int32, _ operation: String, sql: String = "") -> SQLiteError {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        return SQLiteError(code: code, message: message, sql: sql, operation: operation)
    }

    func check(_ code: Int32, _ operation: String) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw failure(code, operation) }
    }

    private static func open(_ name: [UInt8], flags: Int32) throws(SQLiteError) -> OpaquePointer {
        var handle: OpaquePointer?
        let code = unsafe name.withUnsafeBufferPointer { bytes in
            // The bytes end in a zero; they need not be UTF-8, which Linux does not ask for and SQLite passes on.
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe characters.baseAddress.map { unsafe sqlite3_open_v2($0, &handle, flags, nil) } ?? SQLITE_CANTOPEN
            }
        }
        guard let handle = unsafe handle else {
            throw SQLiteError(code: SQLITE_NOMEM, message: "no memory for a connection", operation: "open")
        }
        guard code == SQLITE_OK else {
            let error = unsafe SQLiteError(
                code: code, message: String(cString: sqlite3_errmsg(handle)), operation: "open")
            unsafe sqlite3_close_v2(handle)
            throw error
        }
        return unsafe handle
    }
}
