package import Inventory

/// Reads caches of Yarn 2 and later: archives that Yarn made of those of npm's registry.
///
/// ```
///   archive ─► SHA-512 ─► `checksum` of a lockfile
///          └─► package.json ─► name, version
///   single file ─► SHA-1 ─► its name
/// ```
/// Yarn compares an archive with the lockfile, where that has a checksum of the same form; without one it writes down
/// whatever it finds. Single files it compares only where their time is not the one that it gave them.
package enum BerryCacheReader: CacheReader {
    package static let ecosystem = Ecosystem.npm

    package static let folders: [String] = []

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { BerryPath.isArchive(path) || BerryPath.isStored(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: BerryPath.place)
    }

    /// Lockfiles have the SHA-512 of archives, the names of single files are their SHA-1.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        BerryPath.isArchive(path) ? .sha512 : BerryPath.isStored(path) ? .sha1 : nil
    }

    package static func pathClass(of path: ByteString) -> PathClass { BerryPath(path.bytes).pathClass }

    package static func role(of path: ByteString) -> PathRole { BerryPath.role(of: path.bytes) }

    /// Archives are files.
    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool { false }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = BerrySurvey(place, of: files)
            survey.read()
            return survey.scan.reading
        }
    }
}
