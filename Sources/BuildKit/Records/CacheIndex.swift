import Inventory
import Linux

/// Finds caches by the last components of their paths.
///
/// ```
///   /var/lib/buildkit/runc-overlayfs/snapshots/snapshots/29/fs        the cache
///            /runc-overlayfs/snapshots/snapshots/29/fs/pip            a path of its file system, and a folder below
///                                      snapshots/29/fs                what both have: the key
/// ```
struct CacheIndex {
    /// A cache: which inventory, and which of its caches.
    struct Place: Hashable {
        var inventory: Int
        var cache: Int
    }

    /// Components of a key.
    private static let keyLengths = 2...3
    /// Components of a sign's path that are looked at.
    private static let depthLimit = 256

    private let inventories: [StateInventory]
    private var byKey: [ByteString: [Place]] = [:]
    /// Who has a cache mounted; so many at the most.
    private var holders: [Place: Set<ByteString>] = [:]
    private static let holderLimit = 64
    private static let toldHolders = 4

    init(_ inventories: [StateInventory]) {
        self.inventories = inventories
        for (number, inventory) in inventories.enumerated() {
            for (position, cache) in inventory.caches.enumerated() {
                // Content inside of the numbered folder has a name that says nothing: `fs`, `diff`.
                let isInside = cache.path.lastComponent == "fs" || cache.path.lastComponent == "diff"
                let key = Self.key(cache.path.components.suffix(isInside ? 3 : 2))
                byKey[key, default: []].append(Place(inventory: number, cache: position))
            }
        }
    }

    /// The caches that are in use, and the first of those who use them.
    var uses: [(place: Place, holders: [ByteString])] {
        holders.map { ($0.key, Array($0.value.sorted().prefix(Self.toldHolders))) }
    }

    private static func key(_ components: some Sequence<ByteString>) -> ByteString {
        ByteString(Array(components.map(\.bytes).joined(separator: [UInt8(ascii: "/")])))
    }

    /// Marks what a sign means.
    mutating func mark(_ sign: InUse.Sign, only inventory: Int? = nil) {
        let components = sign.path.components.suffix(Self.depthLimit)
        for length in Self.keyLengths where components.count >= length {
            for start in components.indices.dropLast(length - 1) {
                let end = start + length
                guard let candidates = byKey[Self.key(components[start..<end])] else { continue }
                let wanted = candidates.filter { inventory == nil || $0.inventory == inventory }
                for place in confirmed(wanted, sign, below: Array(components[end...])) { note(place, sign.holder) }
            }
        }
    }

    /// Marks all caches of an inventory.
    mutating func markAll(of inventory: Int, holder: ByteString) {
        for cache in inventories[inventory].caches.indices { note(Place(inventory: inventory, cache: cache), holder) }
    }

    private mutating func note(_ place: Place, _ holder: ByteString) {
        guard holders[place, default: []].count < Self.holderLimit else { return }
        holders[place, default: []].insert(holder)
    }

    /// Of several caches with the same key, those that the sign can mean.
    private func confirmed(_ candidates: [Place], _ sign: InUse.Sign, below: [ByteString]) -> [Place] {
        guard !candidates.isEmpty else { return [] }
        var seen: Set<Identity> = []
        var isSure = !sign.places.isEmpty
        for place in sign.places {
            do throws(SystemError) {
                let status = try Descriptor.status(glancingAt: place.bytes, followsLinks: sign.mayHoldLinks)
                seen.insert(Identity(status))
            } catch {
                if !error.isAbsence { isSure = false }
            }
        }
        let exact = candidates.filter { place in
            identity(of: place, below).map(seen.contains) ?? false
        }
        if !exact.isEmpty { return exact }
        // A folder of the same name elsewhere: another daemon's. Where the kernel did not let us look, in doubt ours.
        if isSure, !seen.isEmpty { return [] }
        return candidates
    }

    private func identity(of place: Place, _ below: [ByteString]) -> Identity? {
        let path = inventories[place.inventory].caches[place.cache].path
        guard let folder = try? Folder(path) else { return nil }
        if below.isEmpty { return (try? folder.descriptor.status()).map(Identity.init) }
        let name = below.dropFirst().reduce(below[0]) { $0.appending($1) }
        return (try? folder.descriptor.openPath(beneath: name.terminated.span).status()).map(Identity.init)
    }
}
