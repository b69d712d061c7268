import Inventory

/// What the records' database says of one mount cache.
struct MountRecord: Sendable {
    /// Name of the record.
    var id: RecordID
    /// What the daemon finds it by: the mount id, and where it has a base `:` and the base's record. `nil` where a
    /// build without cache detached it.
    var key: ByteString?
    /// Whether nothing tells why there is no key: a daemon that detaches a mount leaves the emptied property.
    var hasLostKey = false
    /// Name of its snapshot.
    var snapshot: ByteString
    /// Record of the layer below.
    var parent: RecordID?
    /// Nanoseconds since 1970.
    var created: Int64?
    var lastUsed: Int64?
    /// Releases and measurements, about twice the number of uses.
    var uses: Int?
    /// The step that made it.
    var description: ByteString

    /// Whether its snapshot has the record's own name, as BuildKit gives it.
    var hasOwnSnapshot: Bool { snapshot.bytes == id.bytes }

    /// The mount id, and the base's record where the key ends in it. Ids may hold colons, so nothing is split: only
    /// the end that is known is taken off.
    func splitKey(base: RecordID?) -> (id: ByteString, base: RecordID?) {
        let key = key ?? ""
        guard let base else { return (key, nil) }
        let tail = ByteString(":" + base.text)
        guard key.hasSuffix(tail) else { return (key, nil) }
        return (ByteString(Array(key.bytes.dropLast(tail.bytes.count))), base)
    }
}
