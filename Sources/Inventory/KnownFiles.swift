/// What the manifest knew of the caches before this walk, asked once per file by many threads at a time.
///
/// Implementations are immutable while a walk runs and answer without a lock.
package protocol KnownFiles: Sendable {
    /// The key of the two keyed hashes below; a secret of the manifest, so that nobody can prepare collisions.
    var hashKey: (UInt64, UInt64) { get }

    /// The number that stands for a cache in the path keys: it stays the same when the order of the list changes.
    /// `index` is the cache's place in the walk's list.
    func cacheNumber(at index: Int32) -> UInt64

    /// Whether no file at all is known: then the walk opens each file first and asks for its status once it is open.
    var isEmpty: Bool { get }

    /// Says that this path will be looked up in a moment; that may make it quicker.
    func prepare(pathKey: UInt64)

    /// Looks a path up. `pathKey` is the keyed hash of cache and path, `identityKey` that of the identity.
    func find(pathKey: UInt64, identityKey: UInt64) -> KnownMatch
}

extension KnownFiles {
    /// The place in the list itself, where nothing is remembered from one walk to the next.
    package func cacheNumber(at index: Int32) -> UInt64 { UInt64(UInt32(bitPattern: index)) }

    /// Nothing.
    package func prepare(pathKey: UInt64) {}
}

/// The answer of `KnownFiles.find`. A slot numbers the known file, from 0.
package enum KnownMatch: Sendable, Equatable {
    /// Nothing known at this path.
    case none
    /// Known with another identity.
    case changed(slot: Int32)
    /// Known with this identity; `rehash` asks to read it all the same (its turn has come, or `--full`).
    case same(slot: Int32, rehash: Bool)
}

/// Knows nothing: each file is new.
package struct NoKnownFiles: KnownFiles {
    package var hashKey: (UInt64, UInt64) { Self.key }

    /// Another one in each run: the walk compares paths by their hashes, so nobody may know how to make two alike.
    private static let key = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    package var isEmpty: Bool { true }

    package init() {}

    package func find(pathKey: UInt64, identityKey: UInt64) -> KnownMatch { .none }
}
