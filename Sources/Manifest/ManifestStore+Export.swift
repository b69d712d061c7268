package import Inventory
internal import SQLite

extension ManifestStore {
    /// Hands out the present files of all caches, or of those given by mount id, in the byte order of mount id and
    /// path. `visit` returns whether it wants more.
    ///
    /// Sorting is SQLite's, which uses a temporary file where memory does not do. One state is read throughout.
    package func exportRows(
        caches: Set<ByteString>? = nil, _ visit: (BaselineEntry) throws -> Bool
    ) throws(ManifestError) {
        try guarded {
            var reader = try PresentRows(connection)
            while let row = try reader.next() {
                if let caches, !caches.contains(row.cache) { continue }
                guard try visit(row) else { return }
            }
        }
    }
}

/// Present files in the order of mount id, path and row.
struct PresentRows: ~Copyable {
    private var statement: Statement
    private var isDone = false

    init(_ connection: Connection) throws {
        statement = try connection.prepare(
            """
            SELECT cache.mount_id, file.path, file.kind, file.size, file.mode, file.sha256
            FROM file JOIN cache ON cache.id = file.cache
            WHERE file.gone_scan IS NULL ORDER BY cache.mount_id, file.path, file.id
            """)
    }

    /// The next file; `nil` at the end.
    mutating func next() throws -> BaselineEntry? {
        guard !isDone, try statement.step() else {
            isDone = true
            return nil
        }
        return BaselineEntry(from: statement)
    }
}

extension BaselineEntry {
    /// Reads mount id, path, kind, size, mode and digest from the first six columns.
    init(from row: borrowing Statement) {
        self.init(
            cache: ByteString(row.blob(at: 0) ?? []), path: ByteString(row.blob(at: 1) ?? []),
            kind: UInt8(exactly: row.integer(at: 2)).flatMap { EntryKind(rawValue: $0) } ?? .unknown,
            size: row.integer(at: 3), mode: UInt32(truncatingIfNeeded: row.integer(at: 4)),
            digest: row.blob(at: 5).flatMap { SHA256Digest($0) })
    }
}
