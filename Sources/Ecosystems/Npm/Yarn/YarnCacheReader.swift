package import Inventory

/// Reads caches of Yarn 1: archives of npm's registry, and what they were unpacked to.
///
/// ```
///   archive ─► SHA-512 ─► note beside it, lockfiles
///          └─► SHA-1 ───► name of its folder
///   folder  ─► digest of each file ─► archive
/// ```
/// Yarn compares an archive when it downloads it. From then on it copies the unpacked files into projects without
/// comparing anything, also with `--frozen-lockfile`.
package enum YarnCacheReader: CacheReader {
    package static let ecosystem = Ecosystem.npm

    package static let folders: [String] = []

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { YarnPath.mayMatter(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: YarnPath.place)
    }

    /// Lockfiles have the SHA-512 of archives.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        path.ends(in: YarnPath.archiveName) ? .sha512 : nil
    }

    package static func pathClass(of path: ByteString) -> PathClass { YarnPath(path.bytes).pathClass }

    package static func role(of path: ByteString) -> PathRole { YarnPath.role(of: path.bytes) }

    /// Archives of npm hold no links that are unpacked, but Yarn adds some.
    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        YarnPath.isCommand(path.bytes, to: target.bytes)
    }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = YarnSurvey(place, of: files)
            survey.read()
            return survey.scan.reading
        }
    }
}
