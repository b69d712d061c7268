import Bolt
import Bytes
import Inventory
import Linux

/// The mount caches among the records of `metadata_v2.db` (or `metadata.db`, up to BuildKit 0.6).
///
/// ```
///   _main                                          all records, and nothing else; the only truth
///     <record id>                                  25 letters and digits
///       cache.recordType  {"value":"exec.cachemount"}
///       cache-dir         {"value":"<mount key>"}          since 0.10
///       cache-dir:<key>   {"value":"cache-dir:<key>"}      before: the key is in the property's name
///       cache.snapshot    {"value":"<snapshot>"}           absent: the record's own name
///       …
///     <record id>
///       cache.equalMutable {"value":"<record id>"}         the committed twin of another record: not counted
///     sha256:<digest>                              a layer of an image, up to 0.6
///   _index                                         names of properties; may be stale, not read
/// ```
struct RecordTable: Sendable {
    /// Mount caches that are found by a key.
    var mounts: [MountRecord] = []
    /// Mount caches without one: detached by a build without cache, gone when the last user is.
    var detached: [MountRecord] = []
    /// What else among the records tells of builds.
    var traces = BuildTraces()
    /// Names of snapshots that records have and that are not the record's own name.
    var foreignSnapshots: Set<ByteString> = []
    /// What could not be understood.
    var faults: [Fault] = []
    /// Faults beyond the limit.
    var unlistedFaults = 0
    /// Why there may be more records than these.
    var failure: BoltError?
    /// All records.
    var count = 0
    /// What tells of the engine's version.
    var hasOldKeys = false
    var hasNewKeys = false
    var hasQuotedIDs = false

    /// A record that could not be understood.
    struct Fault: Sendable {
        var record: ByteString
        var reason: String
    }

    /// Records of one database.
    static let limit = 4_000_000
    /// Faults that are listed one by one.
    static let faultLimit = 100
    /// Bytes of a description that are kept.
    static let descriptionLimit = 4096
    /// Nanoseconds of the years 1970 to 2200.
    private static let times: ClosedRange<Int64> = 0...7_258_118_400_000_000_000
    private static let recordType = ByteString("exec.cachemount")
    private static let layerStart = Array("sha256:".utf8)

    /// Bucket of all records.
    static let bucket = Array("_main".utf8)

    /// Reads all records; of a broken database what stands before the break.
    static func read(_ database: BoltDatabase) -> RecordTable {
        var table = RecordTable()
        do throws(BoltError) {
            try table.read(database)
        } catch {
            table.failure = error
        }
        return table
    }

    private mutating func read(_ database: BoltDatabase) throws(BoltError) {
        guard let records = try database.bucket(Self.bucket) else {
            return try database.requireEmpty(lacking: Self.bucket)
        }
        let bytes = database.bytes
        var isAnyKnown = false
        var cursor = records.cursor()
        while let entry = try cursor.next() {
            if Signals.requested != nil { return }
            guard entry.isBucket else {
                note(bytes[entry.key], "page \(entry.page) has a value where a record should be")
                continue
            }
            count += 1
            guard count <= Self.limit else {
                throw BoltError(.tooLarge, page: entry.page, "more than \(Self.limit) records")
            }
            let places = try PropertyPlaces(of: try records.bucket(of: entry), in: bytes)
            isAnyKnown = isAnyKnown || !places.isEmpty
            take(entry, places, bytes)
        }
        // Buckets of another kind that have the names of records: what `_external` holds, for instance.
        guard isAnyKnown || count == 0 else {
            throw BoltError(.malformed, "none of the \(count) records holds what BuildKit writes into one")
        }
    }

    private mutating func take(_ entry: BoltEntry, _ places: PropertyPlaces, _ bytes: [UInt8]) {
        let name = entry.key
        do throws(ParseError) {
            try places.requireReadable()
            let reader = PropertyReader(bytes: bytes)
            guard let id = RecordID(bytes[name]) else {
                let isMount = try isMount(places, reader)
                if isMount || !Self.isLayer(bytes[name]) {
                    note(bytes[name], "its name, on page \(entry.page), is not one that BuildKit gives")
                }
                return
            }
            let isDeleted = try reader.flag(places.deleted) == true
            if !isDeleted { try traces.take(id, name, places, reader) }
            if try reader.text(places.twinOf) != nil { return }
            // Nearly all name the snapshot that has their own name.
            let isOwn = reader.isPlain(places.snapshot, text: name)
            let snapshot = isOwn ? nil : try reader.text(places.snapshot)
            if let snapshot, snapshot.bytes != id.bytes { foreignSnapshots.insert(snapshot) }
            guard try isMount(places, reader), !isDeleted else { return }
            let record = MountRecord(id: id, snapshot: snapshot ?? ByteString(id.bytes), description: "")
            try takeMount(record, places, reader)
        } catch {
            note(bytes[name], "\(error)")
        }
    }

    /// Whether a name is one that older daemons gave to the layers of images.
    private static func isLayer(_ name: ArraySlice<UInt8>) -> Bool {
        name.starts(with: layerStart) && GraphChain.isDigest(name.dropFirst(layerStart.count))
    }

    private func isMount(_ places: PropertyPlaces, _ reader: PropertyReader) throws(ParseError) -> Bool {
        if places.key != nil || places.oldKey != nil { return true }
        return try reader.text(places.type) == Self.recordType
    }

    private mutating func takeMount(
        _ begun: MountRecord, _ places: PropertyPlaces, _ reader: PropertyReader
    ) throws(ParseError) {
        var record = begun
        record.key = try key(places, reader)
        record.hasLostKey = record.key == nil && !places.isDetached
        if let parent = try reader.text(places.parent) {
            record.parent = RecordID(parent.bytes)
            if record.parent == nil { note(record.id.text.utf8, "its parent is not a name that BuildKit gives") }
        }
        record.created = try time(places.created, reader, "creation", of: record.id)
        record.lastUsed = try time(places.lastUsed, reader, "last use", of: record.id)
        record.uses = try reader.number(places.uses).flatMap { Int(exactly: $0) }
        record.description = try reader.text(places.description) ?? ""
        if record.description.bytes.count > Self.descriptionLimit {
            record.description.bytes.removeLast(record.description.bytes.count - Self.descriptionLimit)
        }
        hasOldKeys = hasOldKeys || places.oldKey != nil
        hasNewKeys = hasNewKeys || places.key != nil
        hasQuotedIDs = hasQuotedIDs || record.description.hasSuffix("\"") && record.description.holds(" with id \"")
        if places.oldKeys > 1 || (places.oldKeys == 1 && places.key.map { !$0.isEmpty } ?? false) {
            note(record.id.text.utf8, "it has more than one mount key; the first counts")
        }
        if record.key == nil { detached.append(record) } else { mounts.append(record) }
    }

    /// A time that a clock may have shown; another one is not known.
    private mutating func time(
        _ place: Range<Int>?, _ reader: PropertyReader, _ name: String, of record: RecordID
    ) throws(ParseError) -> Int64? {
        guard let place, !place.isEmpty else { return nil }
        if let nanoseconds = try reader.number(place), Self.times.contains(nanoseconds) { return nanoseconds }
        note(record.text.utf8, "the time of its \(name) is none that a clock shows")
        return nil
    }

    private func key(_ places: PropertyPlaces, _ reader: PropertyReader) throws(ParseError) -> ByteString? {
        if let key = try reader.text(places.key) { return key }
        // A cleared property keeps its name and loses its value.
        guard let name = places.oldKey, places.oldKeyValue.map({ !$0.isEmpty }) ?? false else { return nil }
        return ByteString(Array(reader.bytes[name]))
    }

    private mutating func note(_ record: some Collection<UInt8>, _ reason: String) {
        guard faults.count < Self.faultLimit else {
            unlistedFaults += 1
            return
        }
        faults.append(Fault(record: ByteString(Array(record.prefix(RecordID.length * 2))), reason: reason))
    }
}

extension ByteString {
    /// Whether these bytes are somewhere in it.
    func holds(_ other: ByteString) -> Bool {
        guard let first = other.bytes.first else { return true }
        var rest = bytes[...]
        while let index = rest.firstIndex(of: first) {
            if rest[index...].starts(with: other.bytes) { return true }
            rest = rest[(index + 1)...]
        }
        return false
    }
}
