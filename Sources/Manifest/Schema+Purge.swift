extension Schema {
    /// Purges: each step is written down before it is done, so that whoever comes next can finish it; receipts and
    /// tombstones stay. Findings are those of the last audit of each cache, for plans that ask for them.
    static let purgeTables = [
        """
        CREATE TABLE purge (
            id INTEGER PRIMARY KEY, started INTEGER NOT NULL, finished INTEGER, status TEXT NOT NULL,
            command TEXT NOT NULL, plan_sha256 BLOB NOT NULL, plan BLOB
        ) STRICT
        """,
        """
        CREATE TABLE purge_step (
            purge INTEGER NOT NULL, position INTEGER NOT NULL, target INTEGER NOT NULL, kind TEXT NOT NULL,
            path BLOB NOT NULL, trash BLOB NOT NULL, name BLOB NOT NULL, PRIMARY KEY (purge, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE receipt (
            purge INTEGER PRIMARY KEY, made INTEGER NOT NULL, signed INTEGER NOT NULL, document BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE tombstone (
            id INTEGER PRIMARY KEY, purge INTEGER NOT NULL, purged INTEGER NOT NULL, mount_id BLOB NOT NULL,
            path BLOB NOT NULL, purl TEXT, sha256 BLOB, rule TEXT
        ) STRICT
        """,
        """
        CREATE TABLE finding (
            id INTEGER PRIMARY KEY, scan INTEGER NOT NULL, root BLOB NOT NULL, mount_id BLOB NOT NULL,
            record TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL, path BLOB NOT NULL, purl TEXT
        ) STRICT
        """,
    ]

    /// The places that purges emptied, each with the last scan of its cache before.
    static let removalTables = [
        """
        CREATE TABLE removal (
            id INTEGER PRIMARY KEY, purge INTEGER NOT NULL, cache INTEGER NOT NULL, scan INTEGER NOT NULL,
            path BLOB NOT NULL, for_cause INTEGER NOT NULL
        ) STRICT
        """
    ]
}
