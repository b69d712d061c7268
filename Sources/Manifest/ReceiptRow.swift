internal import Inventory
internal import SQLite

/// A row of `receipt`: what proves a purge.
struct ReceiptRow: ListedRow {
    var purge: Int64
    var made: Int64
    var isSigned: Bool
    var document: [UInt8]

    static let tag = RowTag.receipt
    static let columns = "purge, made, signed, document"
    static let columnCount: Int32 = 4

    init(purge: Int64, made: Int64, isSigned: Bool, document: [UInt8]) {
        self.purge = purge
        self.made = made
        self.isSigned = isSigned
        self.document = document
    }

    init(from row: borrowing Statement) {
        purge = row.integer(at: 0)
        made = row.integer(at: 1)
        isSigned = row.integer(at: 2) != 0
        document = row.blob(at: 3) ?? []
    }

    var values: [ColumnValue] {
        [
            .integer(purge), .integer(made), .integer(isSigned ? 1 : 0), .bytes(document),
        ]
    }
}
