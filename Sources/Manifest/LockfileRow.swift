internal import Inventory
internal import SQLite

/// A row of `lockfile`: a file that somebody registered, with the digest of what was read.
struct LockfileRow: ListedRow {
    var id: Int64
    var lockfile: Lockfile
    /// Nanoseconds since 1970.
    var registered: Int64
    var changed: Int64

    static let tag = RowTag.lockfile
    static let columns = "id, path, project, trust, tier, format, sha256, registered, changed"
    static let columnCount: Int32 = 9

    init(id: Int64, lockfile: Lockfile, registered: Int64, changed: Int64) {
        self.id = id
        self.lockfile = lockfile
        self.registered = registered
        self.changed = changed
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        // A word that is not known may come from an edit by hand; it must not make a lockfile more trusted.
        lockfile = Lockfile(
            path: ByteString(row.blob(at: 1) ?? []), project: ByteString(row.blob(at: 2) ?? []),
            trust: Lockfile.Trust(rawValue: row.text(at: 3) ?? "") ?? .discovered, tier: row.text(at: 4),
            format: row.text(at: 5) ?? "", digest: SHA256Digest(row.blob(at: 6) ?? []) ?? .zero)
        registered = row.integer(at: 7)
        changed = row.integer(at: 8)
    }

    var values: [ColumnValue] {
        [
            .integer(id), .bytes(lockfile.path.bytes), .bytes(lockfile.project.bytes), .text(lockfile.trust.rawValue),
            .text(lockfile.tier), .text(lockfile.format), .bytes(lockfile.digest.array), .integer(registered),
            .integer(changed),
        ]
    }
}
