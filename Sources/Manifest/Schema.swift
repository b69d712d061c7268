internal import Inventory
internal import SQLite

/// The tables, as numbered steps. A new database takes all of them, an older one those it lacks, so that both end
/// with the same text in `sqlite_schema`.
///
/// ```
///  meta        hash key, sums, chain head, seal
///  scan        one row per audit ──────────┐
///  cache       one row per mount cache ──┐ │
///  scan_cache  what one audit saw of one ┴─┤
///  file        one version of one file: valid from first_scan until gone_scan (NULL: still there)
///  sighting    what is left of versions gone for long: digest, name, first and last time
///  build       one build that BuildKit told of ── build_mount (its cache mounts), build_note (ids of its secrets,
///              network modes, places of credentials)
///  lockfile    one lockfile that somebody registered ── pin (what it says)
///  artifact    one package file of a cache, with its verdict     index_tag   what a cached index calls newest
///              both valid from first_scan to last_scan (NULL: still there)
///  file_digest a digest other than SHA-256 of one version of a file
///  purge       one purge ── purge_step (what it was about to do, while it is not finished), receipt, tombstone,
///              removal (the places it emptied)
///  finding     what the last audit of each cache found
///  feed        what was imported of an advisory database ── advisory ── advisory_package, advisory_digest
///  baseline    accepted ── baseline_cache (cache, scan)      imported ── baseline_file (mount id, path, digest)
/// ```
/// In `file` the columns that every audit reads come first, the long ones last, so that loading the known files
/// decodes only the head of each row. There is no index on digest or path: at 200,000 rows each would cost a new
/// manifest more than a whole-table search costs the rare question that wants it.
enum Schema {
    /// "Bezo": tells our files from other SQLite databases.
    static let applicationID: Int64 = 0x4265_7a6f

    /// Bytes of a page: large, for a table that is mostly appended to and read from end to end.
    static let pageSize = 16384

    /// The version that this program writes.
    static var version: Int64 { Int64(steps.count) }

    /// Step n leads from version n - 1 to version n. A released step is never edited.
    static let steps: [[String]] = [step1, step2, step3, step4, step5, step6]

    private static let step1 = [
        """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY, value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE scan (
            id INTEGER PRIMARY KEY, started INTEGER NOT NULL, finished INTEGER, status TEXT NOT NULL,
            tool TEXT NOT NULL, full INTEGER NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
            added INTEGER NOT NULL, removed INTEGER NOT NULL, modified INTEGER NOT NULL, moved INTEGER NOT NULL,
            silent INTEGER NOT NULL, content BLOB, chain BLOB
        ) STRICT
        """,
        """
        CREATE TABLE cache (
            id INTEGER PRIMARY KEY, mount_id BLOB NOT NULL, root BLOB NOT NULL, record TEXT NOT NULL,
            path BLOB NOT NULL, first_scan INTEGER NOT NULL, last_scan INTEGER NOT NULL, scans INTEGER NOT NULL,
            files INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE scan_cache (
            scan INTEGER NOT NULL, cache INTEGER NOT NULL, complete INTEGER NOT NULL, files INTEGER NOT NULL,
            bytes INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL, modified INTEGER NOT NULL,
            moved INTEGER NOT NULL, PRIMARY KEY (scan, cache)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE file (
            id INTEGER PRIMARY KEY, cache INTEGER NOT NULL, gone_scan INTEGER, path_key INTEGER NOT NULL,
            identity_key INTEGER NOT NULL, first_scan INTEGER NOT NULL, kind INTEGER NOT NULL,
            size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, device INTEGER NOT NULL,
            inode INTEGER NOT NULL, mode INTEGER NOT NULL, uid INTEGER NOT NULL, gid INTEGER NOT NULL,
            links INTEGER NOT NULL, sha256 BLOB, path BLOB NOT NULL, target BLOB
        ) STRICT
        """,
        "CREATE INDEX file_gone ON file (gone_scan) WHERE gone_scan IS NOT NULL",
        """
        CREATE TABLE sighting (
            cache INTEGER NOT NULL, sha256 BLOB NOT NULL, name BLOB NOT NULL, first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (cache, sha256, name)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX sighting_last ON sighting (last_seen)",
        """
        CREATE TABLE baseline (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, host TEXT NOT NULL, created INTEGER NOT NULL,
            fingerprint TEXT NOT NULL, rows INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE baseline_cache (
            baseline INTEGER NOT NULL, cache INTEGER NOT NULL, scan INTEGER NOT NULL, PRIMARY KEY (baseline, cache)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE baseline_file (
            baseline INTEGER NOT NULL, mount_id BLOB NOT NULL, path BLOB NOT NULL, kind INTEGER NOT NULL,
            size INTEGER NOT NULL, mode INTEGER NOT NULL, sha256 BLOB, PRIMARY KEY (baseline, mount_id, path)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// Builds: BuildKit forgets them after two days, the manifest does not.
    private static let step2 = [
        """
        CREATE TABLE build (
            id INTEGER PRIMARY KEY, root BLOB NOT NULL, ref TEXT NOT NULL, harvested INTEGER NOT NULL, project BLOB,
            certainty TEXT, evidence TEXT, revision TEXT, branch BLOB, started INTEGER, finished INTEGER,
            result TEXT NOT NULL, failure BLOB, steps_cached INTEGER, steps_completed INTEGER, steps_total INTEGER,
            insecure INTEGER NOT NULL, pinned INTEGER NOT NULL, provenance INTEGER NOT NULL, dockerfile_name BLOB,
            dockerfile BLOB, UNIQUE (root, ref)
        ) STRICT
        """,
        """
        CREATE TABLE build_mount (
            build INTEGER NOT NULL, position INTEGER NOT NULL, mount_id BLOB NOT NULL, target BLOB NOT NULL,
            sharing TEXT NOT NULL, selector BLOB NOT NULL, read_only INTEGER NOT NULL, based INTEGER NOT NULL,
            execution TEXT NOT NULL, evidence TEXT NOT NULL, command BLOB NOT NULL, started INTEGER,
            finished INTEGER, PRIMARY KEY (build, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE build_note (
            build INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, name BLOB NOT NULL,
            detail TEXT NOT NULL, PRIMARY KEY (build, position)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// Lockfiles and their pins: what is held against the caches lies outside of them.
    private static let step3 = [
        """
        CREATE TABLE lockfile (
            id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, project BLOB NOT NULL, trust TEXT NOT NULL, tier TEXT,
            format TEXT NOT NULL, sha256 BLOB NOT NULL, registered INTEGER NOT NULL, changed INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE pin (
            lockfile INTEGER NOT NULL, position INTEGER NOT NULL, ecosystem TEXT NOT NULL, name TEXT NOT NULL,
            version TEXT, digests TEXT NOT NULL, subject TEXT NOT NULL, file TEXT, url TEXT, line INTEGER NOT NULL,
            place TEXT, unusable TEXT, PRIMARY KEY (lockfile, position)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// Packages: what was recognised in the caches, so that later audits see what became of it, and the digests that
    /// this takes.
    private static let step4 = [
        """
        CREATE TABLE artifact (
            id INTEGER PRIMARY KEY, cache INTEGER NOT NULL, first_scan INTEGER NOT NULL, last_scan INTEGER,
            ecosystem TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
            file TEXT NOT NULL, path BLOB NOT NULL, digests TEXT NOT NULL, verdict TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE index_tag (
            id INTEGER PRIMARY KEY, cache INTEGER NOT NULL, first_scan INTEGER NOT NULL, last_scan INTEGER,
            ecosystem TEXT NOT NULL, name TEXT NOT NULL, tag TEXT NOT NULL, version TEXT NOT NULL,
            path BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE file_digest (
            file INTEGER PRIMARY KEY, algorithm TEXT NOT NULL, digest BLOB NOT NULL
        ) STRICT
        """,
    ]

    /// What purges and those who plan them need, and what others say of packages.
    private static let step5 = purgeTables + advisoryTables

    /// What purges took out: what comes there afterwards is no change of it.
    private static let step6 = removalTables
}
