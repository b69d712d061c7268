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

    private static let typeName = Array("cache.recordType".utf8)
    private static let keyName = Array("cache-dir".utf8)
    private static let oldKeyPrefix = Array("cache-dir:".utf8)
    private static let snapshotName = Array("cache.snapshot".utf8)
    private static let parentName = Array("cache.parent".utf8)
    private static let createdName = Array("cache.createdAt".utf8)
    private static let lastUsedName = Array("cache.lastUsedAt".utf8)
    private static let usesName = Array("cache.usageCount".utf8)
    private static let descriptionName = Array("cache.description".utf8)
    private static let twinOfName = Array("cache.equalMutable".utf8)
    private static let deletedName = Array("cache.deleted".utf8)
    private static let mergeParentsName = Array("cache.mergeParents".utf8)
    private static let sharedKeyName = Array("local.sharedKey".utf8)
    private static let oldSharedKeyPrefix = Array("local.sharedKey:".utf8)
    private static let checkoutName = Array("git-snapshot".utf8)
    private static let oldCheckoutPrefix = Array("git-snapshot::".utf8)

    /// Goes over the properties of a record.
    init(of record: BoltBucket, in bytes: [UInt8]) throws(BoltError) {
        var cursor = record.cursor()
        while let entry = try cursor.next() {
            if entry.isBucket { continue }
            take(entry, bytes)
        }
    }

    private mutating func take(_ entry: BoltEntry, _ bytes: [UInt8]) {
        let name = bytes[entry.key]
        // Their lengths tell most of them apart.
        switch name.count {
        case 9 where name.elementsEqual(Self.keyName): key = entry.value
        case 12 where name.elementsEqual(Self.parentName): parent = entry.value
        case 12 where name.elementsEqual(Self.checkoutName): checkout = entry.value
        case 13 where name.elementsEqual(Self.deletedName): deleted = entry.value
        case 14 where name.elementsEqual(Self.snapshotName): snapshot = entry.value
        case 15 where name.elementsEqual(Self.createdName): created = entry.value
        case 15 where name.elementsEqual(Self.sharedKeyName): sharedKey = entry.value
        case 16 where name.elementsEqual(Self.typeName): type = entry.value
        case 16 where name.elementsEqual(Self.lastUsedName): lastUsed = entry.value
        case 16 where name.elementsEqual(Self.usesName): uses = entry.value
        case 17 where name.elementsEqual(Self.descriptionName): description = entry.value
        case 18 where name.elementsEqual(Self.twinOfName): twinOf = entry.value
        case 18 where name.elementsEqual(Self.mergeParentsName): mergeParents = entry.value
        default: takeOld(entry, name)
        }
    }

    /// Older daemons put values into names. A property that was cleared keeps its name and loses its value.
    private mutating func takeOld(_ entry: BoltEntry, _ name: ArraySlice<UInt8>) {
        if name.starts(with: Self.oldKeyPrefix) {
            takeOldKey(entry)
        } else if name.starts(with: Self.oldSharedKeyPrefix), !entry.value.isEmpty {
            oldSharedKey = (entry.key.lowerBound + Self.oldSharedKeyPrefix.count)..<entry.key.upperBound
        } else if name.starts(with: Self.oldCheckoutPrefix), !entry.value.isEmpty {
            oldCheckout = (entry.key.lowerBound + Self.oldCheckoutPrefix.count)..<entry.key.upperBound
        }
    }

    private mutating func takeOldKey(_ entry: BoltEntry) {
        // One that was cleared does not stand in the way of one that counts.
        if !entry.value.isEmpty { oldKeys += 1 }
        if let oldKeyValue, !oldKeyValue.isEmpty { return }
        oldKey = (entry.key.lowerBound + Self.oldKeyPrefix.count)..<entry.key.upperBound
        oldKeyValue = entry.value
    }

    /// Refuses values that no daemon writes.
    func requireReadable() throws(ParseError) {
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

    private func content(_ place: Range<Int>?) throws(ParseError) -> RecordProperty.Content {
        guard let place, !place.isEmpty else { return .other }
        return try RecordProperty.content(bytes.span.extracting(place))
    }

    func text(_ place: Range<Int>?) throws(ParseError) -> ByteString? { try content(place).text }
    func texts(_ place: Range<Int>?) throws(ParseError) -> [ByteString] { try content(place).texts }
    func number(_ place: Range<Int>?) throws(ParseError) -> Int64? { try content(place).number }
    func flag(_ place: Range<Int>?) throws(ParseError) -> Bool? { try content(place).flag }
}
