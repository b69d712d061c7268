internal import CSQLite

/// A compiled statement. Belongs to the connection that made it, keeps it alive, and is released with it.
///
/// Parameters count from 1 and columns from 0, as in SQLite. A column is read only after `step` returned `true`; a
/// column that does not exist reads as NULL.
@safe package struct Statement: ~Copyable {
    private let connection: Connection
    // Lives exactly as long as this value, which cannot be copied.
    private let handle: OpaquePointer

    init(connection: Connection, handle: OpaquePointer) {
        self.connection = connection
        unsafe self.handle = handle
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    // MARK: - Running

    /// Runs up to the next row. `true`: there is one; `false`: done, and the statement is ready to run again.
    package mutating func step() throws(SQLiteError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE {
            unsafe sqlite3_reset(handle)
            return false
        }
        let error = failure(code, "step")
        unsafe sqlite3_reset(handle)
        throw error
    }

    /// Runs a statement that returns no rows of interest, and makes it ready to run again.
    package mutating func run() throws(SQLiteError) {
        while try step() {}
    }

    /// Gives up the rows not yet read and makes the statement ready to run again. Bound values stay.
    package mutating func reset() {
        // The code returned repeats the failure that `step` already threw.
        unsafe sqlite3_reset(handle)
    }

    // MARK: - Binding

    /// Binds a number.
    package mutating func bind(_ value: Int64, at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    /// Binds NULL.
    package mutating func bindNull(at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_null(handle, index))
    }

    /// Binds bytes; none are a zero-length blob, not NULL. They are copied.
    package mutating func bind(_ bytes: Span<UInt8>, at index: Int32) throws(SQLiteError) {
        let statement = unsafe handle
        let code = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, !buffer.isEmpty else {
                return unsafe sqlite3_bind_zeroblob(statement, index, 0)
            }
            return unsafe CSQLite_bind_blob(statement, index, base, UInt64(buffer.count))
        }
        try check(code)
    }

    /// Binds bytes; none are a zero-length blob, not NULL. They are copied.
    package mutating func bind(_ bytes: [UInt8], at index: Int32) throws(SQLiteError) {
        try bind(bytes.span, at: index)
    }

    /// Binds text. It is copied.
    package mutating func bind(_ text: String, at index: Int32) throws(SQLiteError) {
        let statement = unsafe handle
        try check(unsafe CSQLite_bind_text(statement, index, text, UInt64(text.utf8.count)))
    }

    // MARK: - Reading

    /// Whether the column is NULL.
    package func isNull(at column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// The column as a number; 0 where it is none.
    package func integer(at column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    /// The column as text; `nil` for NULL. Bytes that are no UTF-8 are replaced.
    package func text(at column: Int32) -> String? {
        guard !isNull(at: column), let base = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }

    /// The column's bytes; `nil` for NULL. SQLite has no pointer for a zero-length blob: that is an empty array.
    package func blob(at column: Int32) -> [UInt8]? {
        guard !isNull(at: column) else { return nil }
        var bytes: [UInt8] = []
        appendBlob(at: column, to: &bytes)
        return bytes
    }

    /// Appends the column's bytes, nothing for NULL, and returns how many there were. For loops that reuse a buffer.
    @discardableResult
    package func appendBlob(at column: Int32, to bytes: inout [UInt8]) -> Int {
        // The pointer has to be asked for before the length: asking may convert the value.
        guard let base = unsafe sqlite3_column_blob(handle, column) else { return 0 }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: base, count: count))
        return count
    }

    // MARK: - Failure

    private func check(_ code: Int32) throws(SQLiteError) {
        if code != SQLITE_OK { throw failure(code, "bind") }
    }

    private func failure(_ code: Int32, _ operation: String) -> SQLiteError {
        let sql = unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? ""
        return connection.failure(code, operation, sql: sql)
    }
}
