import Bolt
import Inventory

extension BoltDatabase {
    /// Names in a message.
    private static var namedBuckets: Int { 5 }

    /// Refuses a database that lacks its main bucket and yet holds something: that is no new daemon's, but one of a
    /// version to come, or one that somebody has changed.
    func requireEmpty(lacking wanted: [UInt8], besides known: [[UInt8]] = []) throws(BoltError) {
        var strange: [String] = []
        var cursor = root.cursor()
        while strange.count < Self.namedBuckets, let entry = try cursor.next() {
            if known.contains(where: { $0.elementsEqual(bytes[entry.key]) }) { continue }
            strange.append(ByteString(Array(bytes[entry.key].prefix(RecordID.length))).display)
        }
        if strange.isEmpty { return }
        let name = ByteString(wanted).display
        throw BoltError(
            .malformed,
            "this database was not understood: it has no `\(name)`, and yet it holds \(strange.joined(separator: ", "))"
        )
    }
}
