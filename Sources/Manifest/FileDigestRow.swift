internal import Inventory
internal import SQLite

/// A row of `file_digest`: what else than SHA-256 the content of a version of a file is known by, so that an unchanged
/// file need not be read again for it.
struct FileDigestRow {
    /// Row of `file`.
    var file: Int64
    var algorithm: String
    var digest: [UInt8]

    static let columns = "file, algorithm, digest"
    static let columnCount: Int32 = 3

    init(file: Int64, digest: ContentDigest) {
        self.file = file
        algorithm = digest.algorithm.rawValue
        self.digest = digest.bytes
    }

    init(from row: borrowing Statement) {
        file = row.integer(at: 0)
        algorithm = row.text(at: 1) ?? ""
        digest = row.blob(at: 2) ?? []
    }

    /// What it says; `nil` where that is no digest.
    var known: ContentDigest? {
        ContentDigest.Algorithm(rawValue: algorithm).flatMap { ContentDigest($0, digest) }
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.fileDigest)
        digester.add(file)
        digester.add(algorithm)
        digester.add(digest.span)
        return try digester.term()
    }

    /// Binds the columns as parameters from 1.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(file, at: 1)
        try statement.bind(algorithm, at: 2)
        try statement.bind(digest, at: 3)
    }
}
