import Bolt
import Bytes
import Inventory

/// Where the wanted properties of one record lie: found in one pass over its bucket, nothing copied.
struct PropertyPlaces {
    var type: Range<Int>?
    var key: Range<Int>?
    /// The part of an old key's name behind `cache-dir:`, and its value.
    var oldKey: Range<Int>?
    var oldKeyValue: Range<Int>?
    var oldKeys = 0
    var snapshot: Range<Int>?
    var parent: Range<Int>?
    /// Records that a `COPY --link` lies upon, as a list.
    var mergeParents: Range<Int>?
    /// What a client calls the folder it sent; before 0.10 in the property's name, behind `local.sharedKey:`.
    var sharedKey: Range<Int>?
    var oldSharedKey: Range<Int>?
    /// Commit and folder of a checkout; before 0.10 in the property's name, behind `git-snapshot::`.
    var checkout: Range<Int>?
    var oldCheckout: Range<Int>?
    var created: Range<Int>?
    var lastUsed: Range<Int>?
    var uses: Range<Int>?
    var description: Range<Int>?
    var twinOf: Range<Int>?
    var deleted: Range<Int>?
    /// Whether there is none that is known.
    private(set) var isEmpty = true
    /// Whether a value is larger than any that a daemon writes.
    private var isLarge = false

    /// Goes over the properties of a record.
    init(of record: BoltBucket, in bytes: [UInt8]) throws(BoltError) {
        var cursor = record.cursor()
        while let entry = try cursor.next() {
            if entry.isBucket { continue }
            take(entry, bytes)
        }
    }

    private mutating func take(_ entry: BoltEntry, _ bytes: [UInt8]) {
        guard let name = PropertyName(bytes.span.extracting(entry.key)) else { return }
        isEmpty = false
        if entry.value.count > RecordProperty.sizeLimit { isLarge = true }
        switch name {
        case .type: type = entry.value
        case .key: key = entry.value
        case .snapshot: snapshot = entry.value
        case .parent: parent = entry.value
        case .mergeParents: mergeParents = entry.value
        case .sharedKey: sharedKey = entry.value
        case .checkout: checkout = entry.value
        case .created: created = entry.value
        case .lastUsed: lastUsed = entry.value
        case .uses: uses = entry.value
        case .description: description = entry.value
        case .twinOf: twinOf = entry.value
        case .deleted: deleted = entry.value
        case .oldKey: takeOldKey(entry)
        // A property that was cleared keeps its name and loses its value.
        case .oldSharedKey: if !entry.value.isEmpty { oldSharedKey = name.rest(of: entry.key) }
        case .oldCheckout: if !entry.value.isEmpty { oldCheckout = name.rest(of: entry.key) }
        }
    }

    private mutating func takeOldKey(_ entry: BoltEntry) {
        // One that was cleared does not stand in the way of one that counts.
        if !entry.value.isEmpty { oldKeys += 1 }
        if let oldKeyValue, !oldKeyValue.isEmpty { return }
        oldKey = PropertyName.oldKey.rest(of: entry.key)
        oldKeyValue = entry.value
    }

    /// Whether the mount key was cleared: then the property is there, without a value.
    var isDetached: Bool { key?.isEmpty ?? oldKeyValue?.isEmpty ?? false }

    /// Refuses values that no daemon writes.
    func requireReadable() throws(ParseError) {
        guard isLarge else { return }
        let places = [
            type, key, snapshot, parent, mergeParents, sharedKey, checkout, created, lastUsed, uses, description,
            twinOf,
            deleted,
        ]
        for place in places {
            guard let place, place.count > RecordProperty.sizeLimit else { continue }
            throw ParseError(
                format: JSON.format, reason: "a property has \(place.count) bytes, more than any that BuildKit writes",
                offset: 0)
        }
    }
}

/// Reads properties at their places. A property without a value counts as absent.
struct PropertyReader {
    let bytes: [UInt8]
    private static let start = Array("{\"value\":\"".utf8)
    private static let end = Array("\"}".utf8)

    private func content(_ place: Range<Int>?) throws(ParseError) -> RecordProperty.Content {
        guard let place, !place.isEmpty else { return .other }
        return try RecordProperty.content(bytes.span.extracting(place))
    }

    /// Whether a property is this text, which needs no escape, written as the daemon writes it. A property that is not
    /// there is none.
    func isPlain(_ place: Range<Int>?, text: Range<Int>) -> Bool {
        guard let place, place.count == Self.start.count + text.count + Self.end.count else { return false }
        let content = place.lowerBound + Self.start.count
        return bytes[place.lowerBound..<content].elementsEqual(Self.start)
            && bytes[content..<(content + text.count)].elementsEqual(bytes[text])
            && bytes[(content + text.count)..<place.upperBound].elementsEqual(Self.end)
    }

    func text(_ place: Range<Int>?) throws(ParseError) -> ByteString? { try content(place).text }
    func texts(_ place: Range<Int>?) throws(ParseError) -> [ByteString] { try content(place).texts }
    func number(_ place: Range<Int>?) throws(ParseError) -> Int64? { try content(place).number }
    func flag(_ place: Range<Int>?) throws(ParseError) -> Bool? { try content(place).flag }
}
