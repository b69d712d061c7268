package import Inventory

/// Reads what Cargo keeps in `CARGO_HOME`: archives, what they were unpacked to, and the index.
///
/// ```
///   index ─► digest of each release ─┐
///   archive ─► digest, manifest ─────┼─► do they say the same?
///   folder ─► digest of each file ───┘
/// ```
/// Cargo compares an archive with the index when it downloads it, and never again; of the folder that it compiles it
/// looks at one mark (`.cargo-ok`).
package enum CargoCacheReader: CacheReader {
    package static let ecosystem = Ecosystem.cargo

    package static let folders = [".cargo"]

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { CargoPath.mayMatter(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: CargoPath.place)
    }

    /// What is downloaded is named by its SHA-256, which the walk makes anyway.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? { nil }

    package static func pathClass(of path: ByteString) -> PathClass { CargoPath(path.bytes).pathClass }

    package static func role(of path: ByteString) -> PathRole { CargoPath.role(of: path.bytes) }

    /// Archives of crates hold no links, so their folders do not either; git makes what a project has.
    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        CargoPath(path.bytes) == .checkout(isGit: false) && LinkPath.resolve(target, from: path) != nil
    }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = CargoSurvey(place, of: files)
            survey.readIndexes()
            survey.readCrates()
            survey.readLoneTrees()
            survey.readSettings()
            return survey.scan.reading
        }
    }
}
