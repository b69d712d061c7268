internal import CSQLite

extension Connection {
    /// When a transaction takes its locks.
    package enum TransactionKind: Sendable {
        /// At the first read or write: for readers, who then see one state throughout.
        case deferred
        /// At once, so that it cannot fail for a lock halfway: for writers.
        case immediate
    }

    /// What a checkpoint did.
    package struct Checkpoint: Sendable, Hashable {
        /// Pages in the write-ahead log, and how many of them now stand in the database file.
        package var logged: Int32
        package var moved: Int32
        /// Whether the whole log was moved. Readers can hold it back; nothing is lost then.
        package var isComplete: Bool
    }

    /// Begins a transaction.
    package func begin(_ kind: TransactionKind = .immediate) throws(SQLiteError) {
        try execute(kind == .immediate ? "BEGIN IMMEDIATE" : "BEGIN")
    }

    /// Makes the open transaction's work last.
    package func commit() throws(SQLiteError) {
        try execute("COMMIT")
    }

    /// Undoes the open transaction, if there is one. Failure is of no interest: SQLite undoes what was not
    /// committed when the file is next opened.
    package func rollback() {
        guard isInTransaction else { return }
        unsafe sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    }

    /// Runs `body` in a transaction: committed when it returns, undone when it throws.
    package func transaction<Result>(
        _ kind: TransactionKind = .immediate, _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try begin(kind)
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Moves the write-ahead log into the database file, synchronised to disk, and empties it.
    package func checkpoint() throws(SQLiteError) -> Checkpoint {
        var logged: Int32 = 0
        var moved: Int32 = 0
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, &logged, &moved)
        if code & 0xff == SQLITE_BUSY { return Checkpoint(logged: logged, moved: moved, isComplete: false) }
        guard code == SQLITE_OK else { throw failure(code, "checkpoint") }
        return Checkpoint(logged: logged, moved: moved, isComplete: true)
    }
}
