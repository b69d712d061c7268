package import Inventory

/// Reads what uv keeps of packages for Python: wheels as it unpacked them.
///
/// ```
///   pointer ─► archive ─► its own list of files ─► digest of each file
///      digest     name, version
/// ```
/// uv links or copies these files into environments and compares them with nothing, also where hashes are required.
/// The wheel as it was downloaded is gone, so no lockfile can vouch for what lies here: it is never `verified`.
package enum UvCacheReader: CacheReader {
    package static let ecosystem = Ecosystem.pip

    package static let folders: [String] = []

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { UvPath.mayMatter(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: UvPath.place)
    }

    /// Lists of files have SHA-256, which the walk makes anyway.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? { nil }

    package static func pathClass(of path: ByteString) -> PathClass { UvPath(path.bytes).pathClass }

    package static func role(of path: ByteString) -> PathRole { UvPath.role(of: path.bytes) }

    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        UvPath.isLink(path.bytes, to: target.bytes)
    }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = UvSurvey(place, of: files)
            survey.readPointers()
            survey.readArchives()
            survey.readBuilt()
            return survey.scan.reading
        }
    }
}
