internal import SQLite

/// Brings a database to the version this program writes, and refuses one that is not what it says.
enum Migration {
    /// What a file turned out to be.
    enum Finding: Equatable {
        /// No table yet.
        case empty
        /// A manifest of this version.
        case version(Int64)
        /// A manifest of a version not known here.
        case newer(Int64)
        /// A database of something else.
        case foreign
    }

    /// Looks at a database without changing it.
    static func inspect(_ connection: Connection) throws(SQLiteError) -> Finding {
        let application = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        if application == 0, version == 0, try objects(connection).isEmpty { return .empty }
        guard application == Schema.applicationID, version > 0 else { return .foreign }
        return version > Schema.version ? .newer(version) : .version(version)
    }

    /// Names and texts of all tables and indexes that somebody made. SQLite's own begin with `sqlite_`.
    static func objects(_ connection: Connection) throws(SQLiteError) -> [String] {
        var query = try connection.prepare(
            """
            SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '')
            FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY type, name
            """)
        var result: [String] = []
        while try query.step() {
            result.append(query.text(at: 0) ?? "")
            // No version has nearly as many; a hostile file may.
            if result.count > 200 { break }
        }
        return result
    }

    /// Whether the tables are exactly those of a version: no trigger, no view, no column more.
    static func hasExpectedSchema(_ connection: Connection, version: Int64) throws(SQLiteError) -> Bool {
        let model = try Connection.inMemory()
        for step in Schema.steps.prefix(Int(version)) {
            for statement in step { try model.execute(statement) }
        }
        return try objects(connection) == objects(model)
    }

    /// Runs the steps that lead from `version` to this program's, all or none. Belongs into a transaction.
    static func run(_ connection: Connection, from version: Int64) throws(SQLiteError) {
        for step in Schema.steps.dropFirst(Int(version)) {
            for statement in step { try connection.execute(statement) }
        }
        try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
        try connection.execute("PRAGMA user_version = \(Schema.version)")
    }
}
