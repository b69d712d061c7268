import Bolt
import Hashing

extension BoltDatabase {
    /// Everything in it, one line per key, spelled as `Tests/Fixtures/bolt/reader.py` does.
    func dump() throws -> [UInt8] {
        let pages = try check().pages
        var out = Array("transaction \(transaction) pages \(pages)\n".utf8)
        let bytes = self.bytes
        var open = [(bucket: root, cursor: root.cursor())]
        while let top = open.indices.last {
            guard let entry = try open[top].cursor.next() else {
                open.removeLast()
                continue
            }
            out += "\(top) ".utf8
            Self.spell(bytes.span.extracting(entry.key), in: &out)
            if entry.isBucket {
                let bucket = try open[top].bucket.bucket(of: entry)
                out += " b \(bucket.sequence)\n".utf8
                open.append((bucket, bucket.cursor()))
            } else {
                out += " v \(entry.value.count) ".utf8
                Self.spell(try SHA256Hasher.digest(of: Array(bytes[entry.value])).span, in: &out)
                out.append(UInt8(ascii: "\n"))
            }
        }
        return out
    }

    private static func spell(_ bytes: Span<UInt8>, in out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        for index in 0..<bytes.count {
            out.append(digits[Int(bytes[index] >> 4)])
            out.append(digits[Int(bytes[index] & 15)])
        }
    }
}
