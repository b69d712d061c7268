extension Schema {
    /// Advisories: what others say of packages, so that each audit and each hunt can ask.
    ///
    /// ```
    ///  feed ── advisory (its records, by number from first to last) ── advisory_package (one for each package)
    ///                                                                  advisory_digest (files of a package)
    /// ```
    /// A package's row holds its versions and its ranges as text: hundreds of thousands of rows stay small, and only
    /// those whose name lies in some cache are ever taken apart.
    static let advisoryTables = [
        """
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, path BLOB NOT NULL, imported INTEGER NOT NULL,
            newest INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, records INTEGER NOT NULL,
            malware INTEGER NOT NULL, withdrawn INTEGER NOT NULL, others INTEGER NOT NULL, silent INTEGER NOT NULL,
            git_ranges INTEGER NOT NULL, unreadable INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE advisory (
            id INTEGER PRIMARY KEY, feed INTEGER NOT NULL, name TEXT NOT NULL, modified INTEGER NOT NULL,
            published INTEGER, withdrawn INTEGER NOT NULL, kind TEXT NOT NULL, severity TEXT, aliases TEXT NOT NULL,
            summary TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX advisory_name ON advisory (name)",
        """
        CREATE TABLE advisory_package (
            id INTEGER PRIMARY KEY, advisory INTEGER NOT NULL, ecosystem TEXT NOT NULL, name TEXT NOT NULL,
            versions TEXT NOT NULL, ranges TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX advisory_package_name ON advisory_package (name)",
        """
        CREATE TABLE advisory_digest (
            digest BLOB NOT NULL, algorithm TEXT NOT NULL, package INTEGER NOT NULL,
            PRIMARY KEY (digest, algorithm, package)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
