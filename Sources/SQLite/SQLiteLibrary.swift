internal import CSQLite

/// The SQLite that is linked in.
package enum SQLiteLibrary {
    /// Readies SQLite while the root directory is still the host's: it takes its random numbers from `/dev/urandom`,
    /// and opens that only once.
    package static func prepare() {
        var byte: UInt8 = 0
        unsafe sqlite3_randomness(1, &byte)
    }

    /// `3.40.1`
    package static var version: String { unsafe String(cString: sqlite3_libversion()) }
}
