internal import CSQLite

extension Connection {
    /// Takes away what only a hostile file would need: its schema may name functions, triggers, views and virtual
    /// tables, and its pages may claim impossible cells.
    func harden() throws(SQLiteError) {
        let switches: [(name: Int32, value: Int32)] = [
            (SQLITE_DBCONFIG_DEFENSIVE, 1),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
            (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
            (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            (SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0),
            (SQLITE_DBCONFIG_DQS_DML, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0),
        ]
        for (name, value) in switches {
            try check(unsafe CSQLite_set_switch(handle, name, value), "set a safety switch")
        }
        let limits: [(name: Int32, value: Int32)] = [
            (SQLITE_LIMIT_LENGTH, Limit.valueSizeMax),
            (SQLITE_LIMIT_SQL_LENGTH, Limit.statementSizeMax),
            (SQLITE_LIMIT_COLUMN, Limit.columnsMax),
            (SQLITE_LIMIT_EXPR_DEPTH, 100),
            (SQLITE_LIMIT_COMPOUND_SELECT, 8),
            (SQLITE_LIMIT_VDBE_OP, Limit.instructionsMax),
            (SQLITE_LIMIT_FUNCTION_ARG, 8),
            (SQLITE_LIMIT_ATTACHED, 0),
            (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
            (SQLITE_LIMIT_VARIABLE_NUMBER, 100),
            (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
            (SQLITE_LIMIT_WORKER_THREADS, 0),
        ]
        for (name, value) in limits {
            unsafe sqlite3_limit(handle, name, value)
        }
        // Neither reads the file, so both also work on one that is damaged.
        try execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
    }
}
