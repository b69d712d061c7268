/// A bbolt database made for a test: buckets in buckets, each bucket one leaf, however large.
struct MadeDatabase {
    /// What stands under a key.
    enum Node: Sendable {
        case value([UInt8])
        case bucket([String: Node])

        static func text(_ text: String) -> Node { .value(Array(text.utf8)) }
    }

    private static let pageSize = 4096
    private var pages: [UInt8] = []

    /// The bytes of a database that holds these.
    static func bytes(_ root: [String: Node]) -> [UInt8] {
        var database = MadeDatabase()
        let page = database.add(root)
        let count = UInt64(2 + database.pages.count / pageSize)
        return meta(0, root: page, count: count) + meta(1, root: page, count: count) + database.pages
    }

    /// Appends a bucket and what it holds; gives its page.
    private mutating func add(_ bucket: [String: Node]) -> UInt64 {
        var entries: [(flags: UInt64, key: [UInt8], value: [UInt8])] = []
        for (key, node) in bucket.sorted(by: { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }) {
            switch node {
            case .value(let value): entries.append((0, Array(key.utf8), value))
            case .bucket(let inner):
                entries.append((1, Array(key.utf8), Self.little(add(inner), 8) + Self.little(0, 8)))
            }
        }
        var data: [UInt8] = []
        var elements: [UInt8] = []
        for (index, entry) in entries.enumerated() {
            let position = (entries.count - index) * 16 + data.count
            elements += Self.little(entry.flags, 4) + Self.little(UInt64(position), 4)
            elements += Self.little(UInt64(entry.key.count), 4) + Self.little(UInt64(entry.value.count), 4)
            data += entry.key + entry.value
        }
        let id = UInt64(2 + pages.count / Self.pageSize)
        let length = 16 + elements.count + data.count
        let more = (length - 1) / Self.pageSize
        pages += Self.little(id, 8) + Self.little(2, 2) + Self.little(UInt64(entries.count), 2)
        pages += Self.little(UInt64(more), 4) + elements + data
        pages += [UInt8](repeating: 0, count: (more + 1) * Self.pageSize - length)
        return id
    }

    private static func meta(_ id: UInt64, root: UInt64, count: UInt64) -> [UInt8] {
        var meta = little(0xED0C_DAED, 4) + little(2, 4) + little(UInt64(pageSize), 4) + little(0, 4)
        meta += little(root, 8) + little(0, 8) + little(.max, 8) + little(count, 8) + little(id + 1, 8)
        meta += little(meta.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, 8)
        let header = little(id, 8) + little(4, 2) + little(0, 6)
        return header + meta + [UInt8](repeating: 0, count: pageSize - header.count - meta.count)
    }

    private static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
}
