import Bolt
import Bytes
import Inventory

/// Where the chain from a record leads, or why it does not.
enum SnapshotLink: Sendable {
    /// A directory of this name or number, and the record of the layer below as the snapshots have it.
    case found(directory: String, parent: RecordID?)
    /// A link is missing, or cannot be followed; a sentence.
    case broken(String)
}

/// The second half of the chain in OCI workers and in containerd.
///
/// ```
///   containerdmeta.db (meta.db)   v1/<namespace>/snapshots/<snapshotter>/<key>/name   ->  <namespace>/<seq>/<key>
///                                                                      …/parent       ->  key of the layer below
///   metadata.db                   v1/snapshots/<that name>/id                         ->  uvarint n
///   directory                     snapshots/<n>/fs
/// ```
struct SnapshotChain: Sendable {
    /// Keys of all name spaces that have snapshots of this snapshotter, best first.
    private let spaces: [BoltBucket]
    private let numbers: BoltBucket?

    /// The name spaces daemons use when nobody chose another.
    private static let usualSpaces = ["buildkit", "moby"]
    /// Name spaces of one containerd.
    private static let spaceLimit = 10_000
    private static let version = Array("v1".utf8)

    /// Takes the buckets.
    init(spaces: [BoltBucket], numbers: BoltBucket?) {
        self.spaces = spaces
        self.numbers = numbers
    }

    /// The keys of all name spaces that have snapshots of a snapshotter, best first.
    static func spaces(in names: BoltDatabase, of snapshotter: ByteString) throws(BoltError) -> [BoltBucket] {
        guard let main = try names.bucket(version) else {
            try names.requireEmpty(lacking: version)
            return []
        }
        var found: [(rank: Int, bucket: BoltBucket)] = []
        var cursor = main.cursor()
        while let entry = try cursor.next() {
            guard entry.isBucket else { continue }
            guard found.count < spaceLimit else {
                throw BoltError(.tooLarge, page: entry.page, "more than \(spaceLimit) name spaces")
            }
            let space = try main.bucket(of: entry)
            guard let kinds = try space.bucket(Array("snapshots".utf8)),
                let keys = try kinds.bucket(snapshotter.bytes)
            else { continue }
            let name = String(decoding: names.bytes[entry.key], as: UTF8.self)
            found.append((usualSpaces.firstIndex(of: name) ?? usualSpaces.count, keys))
        }
        return found.sorted { $0.rank < $1.rank }.map(\.bucket)
    }

    /// The bucket of all numbers; `nil` where nothing has one yet.
    static func numbers(in database: BoltDatabase) throws(BoltError) -> BoltBucket? {
        guard let main = try database.bucket(version) else {
            try database.requireEmpty(lacking: version)
            return nil
        }
        return try main.bucket(Array("snapshots".utf8))
    }

    /// Follows the chain from a snapshot's key.
    func follow(_ key: ByteString) throws(BoltError) -> SnapshotLink {
        guard !key.isEmpty else { return .broken("the record names an empty snapshot") }
        for space in spaces {
            guard let snapshot = try space.bucket(key.bytes) else { continue }
            guard let name = try snapshot.value(Array("name".utf8)) else {
                return .broken("its snapshot has no name")
            }
            let parent = try snapshot.value(Array("parent".utf8)).flatMap { RecordID(snapshot.bytes[$0]) }
            guard let number = try number(Array(snapshot.bytes[name])) else {
                return .broken("the snapshotter does not know its snapshot")
            }
            return .found(directory: String(number), parent: parent)
        }
        return .broken("no snapshot of that name is registered")
    }

    private func number(_ name: [UInt8]) throws(BoltError) -> UInt64? {
        guard !name.isEmpty, let snapshot = try numbers?.bucket(name),
            let value = try snapshot.value(Array("id".utf8))
        else { return nil }
        return Self.varint(snapshot.bytes.span.extracting(value))
    }

    private static func varint(_ bytes: Span<UInt8>) -> UInt64? {
        var cursor = Cursor(bytes, format: "varint")
        guard let number = try? cursor.varint(), cursor.isAtEnd else { return nil }
        return number
    }

    // MARK: What nobody names

    /// Snapshots whose keys are names that BuildKit gives and that the caller does not know, with the numbers of their
    /// directories.
    func strangers(isKnown: (RecordID) throws(BoltError) -> Bool) throws(BoltError) -> [(id: RecordID, number: UInt64)]
    {
        var result: [(id: RecordID, number: UInt64)] = []
        for space in spaces {
            var cursor = space.cursor()
            while let entry = try cursor.next() {
                guard entry.isBucket, let id = RecordID(space.bytes[entry.key]), try !isKnown(id) else { continue }
                let snapshot = try space.bucket(of: entry)
                guard let name = try snapshot.value(Array("name".utf8)) else { continue }
                if let number = try number(Array(snapshot.bytes[name])) { result.append((id, number)) }
            }
        }
        return result
    }

    /// The numbers of all directories that the snapshotter knows.
    func knownNumbers() throws(BoltError) -> Set<UInt64> {
        var result: Set<UInt64> = []
        guard let numbers else { return result }
        var cursor = numbers.cursor()
        while let entry = try cursor.next() {
            guard entry.isBucket else { continue }
            let snapshot = try numbers.bucket(of: entry)
            guard let value = try snapshot.value(Array("id".utf8)) else { continue }
            if let number = Self.varint(snapshot.bytes.span.extracting(value)) { result.insert(number) }
        }
        return result
    }
}
