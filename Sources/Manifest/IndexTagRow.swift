internal import Inventory
internal import SQLite

/// A row of `index_tag`: which version a cached index gave a tag, valid from the scan that first saw it to the last.
struct IndexTagRow: ListedRow {
    /// All that makes it another one when it differs.
    struct Key: Hashable {
        var cache: Int64
        var ecosystem: String
        var name: String
        var tag: String
        var version: String
        var path: [UInt8]

        init(cache: Int64, _ tag: IndexTag) {
            self.cache = cache
            ecosystem = tag.ecosystem.rawValue
            name = tag.name
            self.tag = tag.tag
            version = tag.version
            path = tag.path.bytes
        }

        fileprivate init(from row: borrowing Statement) {
            cache = row.integer(at: 1)
            ecosystem = row.text(at: 4) ?? ""
            name = row.text(at: 5) ?? ""
            tag = row.text(at: 6) ?? ""
            version = row.text(at: 7) ?? ""
            path = row.blob(at: 8) ?? []
        }

        /// Bytes of the longest part.
        var longest: Int {
            max(name.utf8.count, tag.utf8.count, version.utf8.count, path.count)
        }
    }

    var id: Int64
    var key: Key
    var firstScan: Int64
    /// `nil` while it is there.
    var lastScan: Int64?

    static let tag = RowTag.indexTag
    static let columns = "id, cache, first_scan, last_scan, ecosystem, name, tag, version, path"
    static let columnCount: Int32 = 9

    init(id: Int64, key: Key, firstScan: Int64) {
        self.id = id
        self.key = key
        self.firstScan = firstScan
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        key = Key(from: row)
        firstScan = row.integer(at: 2)
        lastScan = row.isNull(at: 3) ? nil : row.integer(at: 3)
    }

    /// What it says; `nil` where a word is not known, as after an edit by hand.
    func known(cache: ByteString, seen: Int64) -> KnownTag? {
        guard let ecosystem = Ecosystem(rawValue: key.ecosystem) else { return nil }
        let tag = IndexTag(
            ecosystem: ecosystem, name: key.name, tag: key.tag, version: key.version, path: ByteString(key.path))
        return KnownTag(tag: tag, cache: cache, seen: seen, isPresent: lastScan == nil)
    }

    var values: [ColumnValue] {
        [
            .integer(id), .integer(key.cache), .integer(firstScan), .integer(lastScan), .text(key.ecosystem),
            .text(key.name), .text(key.tag), .text(key.version), .bytes(key.path),
        ]
    }
}
