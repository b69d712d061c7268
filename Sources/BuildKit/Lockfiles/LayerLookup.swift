import Bolt
import Bytes
import Inventory

/// Finds layers by the names of their records: what lies below them, and where their files are.
struct LayerLookup {
    /// One layer.
    struct Layer {
        /// Name of its folder among the snapshots; `nil` where it has none: not fetched yet, or gone.
        var directory: String?
        /// The records below it, nearest first.
        var parents: [RecordID]
        /// Whether a `COPY` or an `ADD` may have made it: not what a step left behind, which says nothing of the
        /// project and everything of the packages it ran, and not what came with an image.
        var isCopied: Bool
    }

    private let databases: StateDatabases
    private let records: BoltBucket?
    private let reader: PropertyReader
    private var known: [RecordID: Layer?] = [:]

    private static let stepStart = ByteString("mount / from exec ")
    private static let pulledStart = ByteString("pulled from ")

    /// For the records of these databases.
    init(_ databases: StateDatabases) throws(BoltError) {
        self.databases = databases
        records = try databases.records.bucket(RecordTable.bucket)
        reader = PropertyReader(bytes: databases.records.bytes)
    }

    /// The bytes of a place in the records.
    func bytes(_ place: Range<Int>) -> ArraySlice<UInt8> { reader.bytes[place] }

    /// The whole description of a record; `nil` where there is none.
    func description(of id: some Collection<UInt8>) -> ByteString? {
        (try? places(of: Array(id))).flatMap { try? reader.text($0.description) }
    }

    /// The description at a place; `nil` where there is none.
    func description(at place: Range<Int>) -> ByteString? {
        try? reader.text(place)
    }

    /// A layer; `nil` where no record has that name, or one that cannot be read.
    mutating func layer(_ id: RecordID) -> Layer? {
        if let layer = known[id] { return layer }
        let layer = read(id)
        known[id] = .some(layer)
        return layer
    }

    /// What lies below a record, without remembering it.
    func parents(of id: RecordID) -> [RecordID] { read(id)?.parents ?? [] }

    private func places(of id: [UInt8]) throws(BoltError) -> PropertyPlaces? {
        guard let records, let entry = try records.entry(id), entry.isBucket else { return nil }
        return try PropertyPlaces(of: try records.bucket(of: entry), in: reader.bytes)
    }

    private func read(_ id: RecordID) -> Layer? {
        guard let places = try? places(of: id.bytes), (try? places.requireReadable()) != nil,
            let description = try? reader.text(places.description) ?? ""
        else { return nil }
        let link = link(id, places)
        var parents: [RecordID] = []
        if let parent = try? reader.text(places.parent) {
            if let parent = RecordID(parent.bytes) { parents.append(parent) }
        } else if let merged = try? reader.texts(places.mergeParents), !merged.isEmpty {
            // The last one lies on top.
            parents = merged.reversed().compactMap { RecordID($0.bytes) }
        }
        var directory: String?
        if case .found(let name, let parent) = link {
            directory = name
            // Before 0.7 only the snapshot names its parent.
            if parents.isEmpty, let parent { parents.append(parent) }
        }
        let isCopied = !description.hasPrefix(Self.stepStart) && !description.hasPrefix(Self.pulledStart)
        return Layer(directory: directory, parents: parents, isCopied: isCopied)
    }

    /// The snapshot of a record. That of a twin is its mutable half's until the daemon needs it as a layer.
    private func link(_ id: RecordID, _ places: PropertyPlaces) -> SnapshotLink? {
        if let own = try? reader.text(places.snapshot) ?? ByteString(id.bytes), let link = try? databases.follow(own),
            case .found = link
        {
            return link
        }
        guard let half = (try? reader.text(places.twinOf))?.flatMap({ RecordID($0.bytes) }) else { return nil }
        let other = (try? self.places(of: half.bytes)) ?? nil
        let key = other.flatMap { try? reader.text($0.snapshot) } ?? ByteString(half.bytes)
        return try? databases.follow(key)
    }
}
