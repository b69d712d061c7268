import Bolt

/// The properties of a record that are read, of the two dozen there are.
enum PropertyName {
    case type, key, snapshot, parent, mergeParents, sharedKey, checkout, created, lastUsed, uses, description, twinOf
    case deleted
    /// Older daemons put values into names: `cache-dir:<key>`.
    case oldKey, oldSharedKey, oldCheckout

    private static let typeName = Array("cache.recordType".utf8)
    private static let keyName = Array("cache-dir".utf8)
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
    private static let checkoutName = Array("git-snapshot".utf8)
    private static let oldKeyStart = Array("cache-dir:".utf8)
    private static let oldSharedKeyStart = Array("local.sharedKey:".utf8)
    private static let oldCheckoutStart = Array("git-snapshot::".utf8)

    /// `nil` for a property that is not read.
    init?(_ name: Span<UInt8>) {
        // Their lengths tell most of them apart.
        switch name.count {
        case 9 where Self.same(name, Self.keyName): self = .key
        case 12 where Self.same(name, Self.parentName): self = .parent
        case 12 where Self.same(name, Self.checkoutName): self = .checkout
        case 13 where Self.same(name, Self.deletedName): self = .deleted
        case 14 where Self.same(name, Self.snapshotName): self = .snapshot
        case 15 where Self.same(name, Self.createdName): self = .created
        case 15 where Self.same(name, Self.sharedKeyName): self = .sharedKey
        case 16 where Self.same(name, Self.typeName): self = .type
        case 16 where Self.same(name, Self.lastUsedName): self = .lastUsed
        case 16 where Self.same(name, Self.usesName): self = .uses
        case 17 where Self.same(name, Self.descriptionName): self = .description
        case 18 where Self.same(name, Self.twinOfName): self = .twinOf
        case 18 where Self.same(name, Self.mergeParentsName): self = .mergeParents
        default:
            if Self.starts(name, Self.oldKeyStart) {
                self = .oldKey
            } else if Self.starts(name, Self.oldSharedKeyStart) {
                self = .oldSharedKey
            } else if Self.starts(name, Self.oldCheckoutStart) {
                self = .oldCheckout
            } else {
                return nil
            }
        }
    }

    /// The value in the name of a property of an older daemon.
    func rest(of name: Range<Int>) -> Range<Int> {
        let start =
            switch self {
            case .oldKey: Self.oldKeyStart.count
            case .oldSharedKey: Self.oldSharedKeyStart.count
            case .oldCheckout: Self.oldCheckoutStart.count
            default: name.count
            }
        return (name.lowerBound + start)..<name.upperBound
    }

    /// Which properties of the records are kept: of the results of steps, which most records are, no times and counts.
    static let sieve: BoltSieve = { key, size in
        switch PropertyName(key) {
        case .none: .no
        case .type, .key, .oldKey, .sharedKey, .oldSharedKey: .mark
        // One that no daemon writes is kept, so that it is reported.
        case .created, .lastUsed, .uses: size > RecordProperty.sizeLimit ? .yes : .besideMark
        default: .yes
        }
    }

    private static func same(_ name: Span<UInt8>, _ wanted: [UInt8]) -> Bool {
        // From the end: they all begin alike.
        for index in (0..<wanted.count).reversed() where name[index] != wanted[index] { return false }
        return true
    }

    private static func starts(_ name: Span<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard name.count >= wanted.count else { return false }
        for index in 0..<wanted.count where name[index] != wanted[index] { return false }
        return true
    }
}
