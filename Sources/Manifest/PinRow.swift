internal import Inventory
internal import SQLite

/// A row of `pin`: one pin of a registered lockfile.
///
/// ```
///  digests   sha256:ab…  sha512:cd…     as text, a blank between them, so that any SQLite client can be asked for one
/// ```
struct PinRow: ListedRow {
    var lockfile: Int64
    /// Place in the lockfile's list.
    var position: Int64
    var pin: Pin
    /// As it stands in the table: what it says that is no digest is digested all the same.
    private let digests: String
    private let words: [String?]

    static let tag = RowTag.pin
    static let columns = """
        lockfile, position, ecosystem, name, version, digests, subject, file, url, line, place, unusable
        """
    static let columnCount: Int32 = 12

    init(lockfile: Int64, position: Int64, pin: Pin) {
        self.lockfile = lockfile
        self.position = position
        self.pin = pin
        digests = DigestColumn.text(pin.digests)
        words = [pin.ecosystem.rawValue, pin.subject.rawValue, pin.unusable?.rawValue]
    }

    init(from row: borrowing Statement) {
        lockfile = row.integer(at: 0)
        position = row.integer(at: 1)
        digests = row.text(at: 5) ?? ""
        words = [row.text(at: 2), row.text(at: 6), row.text(at: 11)]
        let isUsable = row.isNull(at: 11)
        let ecosystem = words[0].flatMap { Ecosystem(rawValue: $0) }
        let subject = words[1].flatMap { Pin.Subject(rawValue: $0) }
        // Words that are not known may come from an edit by hand: such a pin proves nothing.
        let reason: Pin.Unusable? =
            ecosystem == nil || subject == nil
            ? .ambiguous : isUsable ? nil : words[2].flatMap { Pin.Unusable(rawValue: $0) } ?? .ambiguous
        pin = Pin(
            ecosystem: ecosystem ?? .pip, name: row.text(at: 3) ?? "", version: row.text(at: 4),
            digests: DigestColumn.digests(digests), subject: subject ?? .file,
            file: row.text(at: 7), url: row.text(at: 8), line: Int(row.integer(at: 9)), path: row.text(at: 10),
            unusable: reason)
    }

    var values: [ColumnValue] {
        [
            .integer(lockfile), .integer(position), .text(words[0]), .text(pin.name), .text(pin.version),
            .text(digests), .text(words[1]), .text(pin.file), .text(pin.url), .integer(Int64(pin.line)),
            .text(pin.path), .text(words[2]),
        ]
    }
}
