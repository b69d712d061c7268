internal import SQLite

/// One value of a row, for tables whose rows are few: bound and digested by one list of columns.
enum ColumnValue {
    case integer(Int64?)
    case text(String?)
    case bytes([UInt8]?)

    /// Binds it; what is missing becomes NULL.
    func bind(to statement: inout Statement, at index: Int32) throws(SQLiteError) {
        switch self {
        case .integer(let value?): try statement.bind(value, at: index)
        case .text(let value?): try statement.bind(value, at: index)
        case .bytes(let value?): try statement.bind(value, at: index)
        case .integer(nil), .text(nil), .bytes(nil): try statement.bindNull(at: index)
        }
    }

    /// Adds it to a row's digest; what is missing differs from all that is there.
    func add(to digester: inout RowDigester) {
        switch self {
        case .integer(let value):
            digester.add(value == nil ? 0 : 1)
            digester.add(value ?? 0)
        case .text(let value?): digester.add(value)
        case .bytes(let value?): digester.add(value)
        case .text(nil), .bytes(nil): digester.add(nil as [UInt8]?)
        }
    }
}
