internal import SQLite

/// A row that says what its columns hold in one list, in the order of the columns: so it is bound and digested alike.
protocol ListedRow {
    /// The table's mark in digests.
    static var tag: RowTag { get }
    /// All columns.
    var values: [ColumnValue] { get }
}

extension ListedRow {
    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(Self.tag)
        for value in values { value.add(to: &digester) }
        return try digester.term()
    }

    /// Binds the columns as parameters from 1.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        for (index, value) in zip(Int32(1)..., values) { try value.bind(to: &statement, at: index) }
    }

    /// Binds the columns as parameters from 1, and digests them on the way: there may be a million of such rows.
    func bind(to statement: inout Statement, _ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(Self.tag)
        var index: Int32 = 1
        for value in values {
            try value.bind(to: &statement, at: index)
            value.add(to: &digester)
            index += 1
        }
        return try digester.term()
    }
}
