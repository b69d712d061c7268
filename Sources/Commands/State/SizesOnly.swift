import Inventory

/// Says of every file that it is known and unchanged, so that a walk counts and reads nothing.
struct SizesOnly: KnownFiles {
    var hashKey: (UInt64, UInt64) { NoKnownFiles().hashKey }
    var isEmpty: Bool { false }

    func find(pathKey: UInt64, identityKey: UInt64) -> KnownMatch { .same(slot: 0, rehash: false) }
}
