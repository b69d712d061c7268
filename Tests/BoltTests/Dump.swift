import Bolt

extension BoltDatabase {
    /// Everything in it, one line per key, spelled as `Tests/Fixtures/bolt/reader.py` does.
    func dump() throws(BoltError) -> String {
        let pages = try check().pages
        var lines = ["transaction \(transaction) pages \(pages)"]
        var open = [(bucket: root, cursor: root.cursor())]
        while let top = open.indices.last {
            guard let entry = try open[top].cursor.next() else {
                open.removeLast()
                continue
            }
            let key = bytes[entry.key].map { Self.hex(UInt64($0), 2) }.joined()
            guard entry.isBucket else {
                lines.append("\(top) \(key) v \(entry.value.count) \(Self.hex(Self.sum(bytes[entry.value]), 16))")
                continue
            }
            let bucket = try open[top].bucket.bucket(of: entry)
            lines.append("\(top) \(key) b \(bucket.sequence)")
            open.append((bucket, bucket.cursor()))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// FNV-1a.
    private static func sum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func hex(_ number: UInt64, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
