package import Inventory

/// Reads caches of pip: `http` of versions 6 to 23.2, `http-v2` of later ones, `wheels`, `selfcheck`. `PipPath` has the
/// picture of the folders.
package enum PipCacheReader: CacheReader {
    package static let ecosystem = Ecosystem.pip

    package static let folders = ["http", "http-v2", "wheels", "selfcheck"]
    private static let oldNote = Array("selfcheck.json".utf8)

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { path.ends(in: oldNote) || PipPath.mayBeBare(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: PipPath.place)
    }

    /// The digest by which the Python Package Index names its files, of the bodies in `http-v2`.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        let length = PipPath.keyLength + 5
        guard path.count > length, path[path.count - length - 1] == UInt8(ascii: "/") else { return nil }
        guard path[path.count - 5] == UInt8(ascii: "."), path[path.count - 1] == UInt8(ascii: "y") else { return nil }
        return .blake2b256
    }

    package static func pathClass(of path: ByteString) -> PathClass {
        switch PipPath(path.bytes) {
        // One and the same form for an index, which changes, and a wheel, which does not: the path does not tell.
        case .oldEntry, .newEntry, .bareEntry, .body: .index
        // Made anew whenever the source's digest changed.
        case .builtWheel, .origin: .immutable
        case .selfCheck, .oldSelfCheck: .index
        case .temporary: .temporary
        case .lock: .lock
        case .foreign: .foreign
        }
    }

    package static func role(of path: ByteString) -> PathRole { PipPath.role(of: path.bytes) }

    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool { false }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var harvest = PipHarvest(place: place, files: files)
            harvest.run()
            return harvest.reading
        }
    }
}
