import Bolt
import Inventory

/// The second half of the chain where Docker keeps snapshots in a graph driver.
///
/// ```
///   buildkit/snapshots.db    <key>/committed   ->  graph id; without it the key is the graph id
///                            <key>/parent      ->  key of the layer below, may be empty
///   directory                overlay2/<graph id>/diff
/// ```
struct GraphChain: Sendable {
    private let root: BoltBucket

    init(_ database: BoltDatabase) {
        root = database.root
    }

    /// Follows the chain from a snapshot's key.
    func follow(_ key: ByteString) throws(BoltError) -> SnapshotLink {
        guard !key.isEmpty, let entry = try root.entry(key.bytes), entry.isBucket else {
            return .broken("no snapshot of that name is registered")
        }
        let snapshot = try root.bucket(of: entry)
        let parent = try snapshot.value(Array("parent".utf8)).flatMap { RecordID(snapshot.bytes[$0]) }
        guard let graph = try graphID(key.bytes, snapshot) else {
            return .broken("its graph id is not one that Docker gives")
        }
        return .found(directory: graph, parent: parent)
    }

    private func graphID(_ key: [UInt8], _ snapshot: BoltBucket) throws(BoltError) -> String? {
        if let committed = try snapshot.value(Array("committed".utf8)), !committed.isEmpty {
            return Self.graphID(snapshot.bytes[committed])
        }
        return Self.graphID(key[...])
    }

    /// A record's name, or the 64 hexadecimal digits that Docker gives its own layers.
    static func graphID(_ bytes: ArraySlice<UInt8>) -> String? {
        if let id = RecordID(bytes) { return id.text }
        return isDigest(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Whether these are 64 hexadecimal digits.
    static func isDigest(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count == 64 && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// How many snapshots have names that BuildKit gives to records and that the caller does not know. Those that
    /// another one was committed to have no record of their own.
    func strangerCount(isKnown: (RecordID) throws(BoltError) -> Bool) throws(BoltError) -> Int {
        var count = 0
        var cursor = root.cursor()
        while let entry = try cursor.next() {
            guard entry.isBucket, let id = RecordID(root.bytes[entry.key]), try !isKnown(id) else { continue }
            if try root.bucket(of: entry).entry(Array("iscommitted".utf8)) == nil { count += 1 }
        }
        return count
    }

    /// Graph ids of all snapshots, and the keys whose snapshots are in work.
    func allGraphIDs() throws(BoltError) -> Set<String> {
        var result: Set<String> = []
        var cursor = root.cursor()
        while let entry = try cursor.next() {
            guard entry.isBucket else { continue }
            if let id = try graphID(Array(root.bytes[entry.key]), try root.bucket(of: entry)) { result.insert(id) }
            if let id = Self.graphID(root.bytes[entry.key]) { result.insert(id) }
        }
        return result
    }
}
