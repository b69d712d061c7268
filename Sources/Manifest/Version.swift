internal import Inventory
internal import SQLite

/// What a change says of one version of a file.
struct Version {
    var path: ByteString
    var kind: Int64
    var mode: Int64
    var owner: Int64
    var group: Int64
    var digest: SHA256Digest?

    /// Whether the difference is more than times, inode or links.
    func differs(from other: Version) -> Bool {
        digest != other.digest || kind != other.kind || mode != other.mode || owner != other.owner
            || group != other.group
    }
}

/// Reads versions by their row number.
struct VersionReader: ~Copyable {
    private var statement: Statement

    init(_ connection: Connection) throws {
        statement = try connection.prepare("SELECT path, kind, mode, uid, gid, sha256 FROM file WHERE id = ?1")
    }

    mutating func read(_ id: Int64) throws -> Version? {
        try statement.bind(id, at: 1)
        guard try statement.step() else { return nil }
        let version = Version(
            path: ByteString(statement.blob(at: 0) ?? []), kind: statement.integer(at: 1),
            mode: statement.integer(at: 2), owner: statement.integer(at: 3), group: statement.integer(at: 4),
            digest: statement.blob(at: 5).flatMap { SHA256Digest($0) })
        statement.reset()
        return version
    }
}

extension Change {
    static func added(_ new: Version, cache: ByteString) -> Change {
        Change(
            kind: .added, cache: cache, path: new.path, newDigest: new.digest,
            newMode: UInt32(truncatingIfNeeded: new.mode))
    }

    static func removed(_ old: Version, cache: ByteString) -> Change {
        Change(
            kind: .removed, cache: cache, path: old.path, oldDigest: old.digest,
            oldMode: UInt32(truncatingIfNeeded: old.mode))
    }

    static func modified(old: Version, new: Version, cache: ByteString) -> Change {
        Change(
            kind: .modified, cache: cache, path: new.path, oldDigest: old.digest, newDigest: new.digest,
            oldMode: UInt32(truncatingIfNeeded: old.mode), newMode: UInt32(truncatingIfNeeded: new.mode))
    }

    static func moved(old: Version, new: Version, cache: ByteString) -> Change {
        Change(
            kind: .moved, cache: cache, path: new.path, oldPath: old.path, oldDigest: old.digest,
            newDigest: new.digest, oldMode: UInt32(truncatingIfNeeded: old.mode),
            newMode: UInt32(truncatingIfNeeded: new.mode))
    }
}
