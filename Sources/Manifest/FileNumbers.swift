internal import Inventory
internal import SQLite

/// The columns of a `file` row that are numbers; all but `gone` and `identityKey` never change once written.
struct FileNumbers: Equatable {
    var id: Int64
    var cache: Int64
    /// The scan that no longer found it; `nil` while it is present.
    var gone: Int64?
    var pathKey: Int64
    var identityKey: Int64
    var firstScan: Int64
    var kind: Int64
    var size: Int64
    var modified: Int64
    var changed: Int64
    var device: Int64
    var inode: Int64
    var mode: Int64
    var owner: Int64
    var group: Int64
    var links: Int64

    /// The columns in the order of the table; `read` and `bind` follow it.
    static let columns = """
        id, cache, gone_scan, path_key, identity_key, first_scan, kind, size, mtime, ctime, device, inode, mode, \
        uid, gid, links
        """

    /// How many columns that are; the next one of a query is read at this index.
    static let columnCount: Int32 = 16

    /// Reads the first columns of the row that a statement stands on.
    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        cache = row.integer(at: 1)
        gone = row.isNull(at: 2) ? nil : row.integer(at: 2)
        pathKey = row.integer(at: 3)
        identityKey = row.integer(at: 4)
        firstScan = row.integer(at: 5)
        kind = row.integer(at: 6)
        size = row.integer(at: 7)
        modified = row.integer(at: 8)
        changed = row.integer(at: 9)
        device = row.integer(at: 10)
        inode = row.integer(at: 11)
        mode = row.integer(at: 12)
        owner = row.integer(at: 13)
        group = row.integer(at: 14)
        links = row.integer(at: 15)
    }

    /// A new version, as the walk saw it.
    init(id: Int64, cache: Int64, firstScan: Int64, record: FileRecord) {
        self.id = id
        self.cache = cache
        gone = nil
        pathKey = Int64(bitPattern: record.pathKey)
        identityKey = Int64(bitPattern: record.identityKey)
        self.firstScan = firstScan
        kind = Int64(record.kind.rawValue)
        size = record.identity.size
        modified = record.identity.modified
        changed = record.identity.changed
        device = Int64(bitPattern: record.identity.device)
        inode = Int64(bitPattern: record.identity.inode)
        mode = Int64(record.identity.mode)
        owner = Int64(record.owner)
        group = Int64(record.group)
        links = Int64(record.links)
    }

    /// Whether all that was seen of two versions is the same, but for the key by which the next scan knows them.
    func isSameButForIdentityKey(as other: FileNumbers) -> Bool {
        var copy = other
        copy.identityKey = identityKey
        return copy == self
    }

    /// Binds all columns of a new row as parameters 1 to 16.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(id, at: 1)
        try statement.bind(cache, at: 2)
        try statement.bindNull(at: 3)
        try statement.bind(pathKey, at: 4)
        try statement.bind(identityKey, at: 5)
        try statement.bind(firstScan, at: 6)
        try statement.bind(kind, at: 7)
        try statement.bind(size, at: 8)
        try statement.bind(modified, at: 9)
        try statement.bind(changed, at: 10)
        try statement.bind(device, at: 11)
        try statement.bind(inode, at: 12)
        try statement.bind(mode, at: 13)
        try statement.bind(owner, at: 14)
        try statement.bind(group, at: 15)
        try statement.bind(links, at: 16)
    }
}
