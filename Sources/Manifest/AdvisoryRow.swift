internal import Inventory
internal import SQLite

/// A row of `advisory`: one record of a feed, without its packages.
///
/// ```
///  aliases   GHSA-….  CVE-….     with a newline between them: no id holds one
/// ```
struct AdvisoryRow: ListedRow {
    var id: Int64
    var feed: Int64
    var advisory: Advisory
    /// As it stands in the table: a word that is not known is digested all the same.
    private let kind: String

    static let tag = RowTag.advisory
    static let columns = "id, feed, name, modified, published, withdrawn, kind, severity, aliases, summary"
    static let columnCount: Int32 = 10

    init(id: Int64, feed: Int64, advisory: Advisory) {
        self.id = id
        self.feed = feed
        self.advisory = advisory
        kind = advisory.kind.rawValue
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        feed = row.integer(at: 1)
        kind = row.text(at: 6) ?? ""
        advisory = Advisory(
            id: row.text(at: 2) ?? "", aliases: TextLines.parts(row.text(at: 8) ?? ""), modified: row.integer(at: 3),
            published: row.isNull(at: 4) ? nil : row.integer(at: 4), isWithdrawn: row.integer(at: 5) != 0,
            // A word that is not known may come from an edit by hand; it must not make malware harmless.
            kind: Advisory.Kind(rawValue: kind) ?? .malware, summary: row.text(at: 9) ?? "", severity: row.text(at: 7))
    }

    var values: [ColumnValue] {
        [
            .integer(id), .integer(feed), .text(advisory.id), .integer(advisory.modified),
            .integer(advisory.published), .integer(advisory.isWithdrawn ? 1 : 0), .text(kind),
            .text(advisory.severity), .text(advisory.aliases.joined(separator: "\n")), .text(advisory.summary),
        ]
    }
}

/// Texts of one column.
enum TextLines {
    /// The texts between newlines.
    static func parts(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
    }
}
