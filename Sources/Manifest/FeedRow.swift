internal import Inventory
internal import SQLite

/// A row of `feed`: one export or folder of advisories.
struct FeedRow: ListedRow {
    var id: Int64
    var feed: KeptFeed
    /// Numbers of its first and last advisory; the last is one less than the first where there is none.
    var first: Int64
    var last: Int64

    static let tag = RowTag.feed
    static let columns = """
        id, name, path, imported, newest, first, last, records, malware, withdrawn, others, silent, git_ranges,
        unreadable
        """
    static let columnCount: Int32 = 14

    init(id: Int64, feed: KeptFeed, first: Int64, last: Int64) {
        self.id = id
        self.feed = feed
        self.first = first
        self.last = last
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        first = row.integer(at: 5)
        last = row.integer(at: 6)
        var counts = KeptFeed.Counts()
        counts.records = Int(row.integer(at: 7))
        counts.malware = Int(row.integer(at: 8))
        counts.withdrawn = Int(row.integer(at: 9))
        counts.others = Int(row.integer(at: 10))
        counts.silent = Int(row.integer(at: 11))
        counts.gitRanges = Int(row.integer(at: 12))
        counts.unreadable = Int(row.integer(at: 13))
        feed = KeptFeed(
            name: row.text(at: 1) ?? "", path: ByteString(row.blob(at: 2) ?? []), imported: row.integer(at: 3),
            newest: row.integer(at: 4), counts: counts)
    }

    var values: [ColumnValue] {
        let counts = feed.counts
        let numbers = [
            counts.records, counts.malware, counts.withdrawn, counts.others, counts.silent, counts.gitRanges,
            counts.unreadable,
        ]
        return [
            .integer(id), .text(feed.name), .bytes(feed.path.bytes), .integer(feed.imported), .integer(feed.newest),
            .integer(first), .integer(last),
        ] + numbers.map { .integer(Int64($0)) }
    }
}
