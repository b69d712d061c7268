package import Inventory

/// Reads stores of pnpm: single files under their digests, and which of them make up a package.
///
/// ```
///   index ─► package.json ─► name, version
///        └─► each file ─► SHA-512 ─► its name
/// ```
/// pnpm compares a file with its name only where it was changed after it was last looked at, by its time. The archive
/// of a package is not kept, so no lockfile can vouch for what lies here: it is never `verified`.
package enum PnpmStoreReader: CacheReader {
    package static let ecosystem = Ecosystem.npm

    package static let folders: [String] = []

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { PnpmPath.start(in: path) != nil }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        var places: Set<ByteString> = []
        let list = files.files
        var at = 0
        while at < list.count {
            let path = list[at].path.bytes
            guard let start = PnpmPath.start(in: path.span), PnpmPath(Array(path[start...])) != .foreign else {
                at += 1
                continue
            }
            places.insert(ByteString(Array(path[..<max(0, start - 1)])))
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            // One file is enough to know its folder.
            at = max(at + 1, files.below(ByteString(Array(path[..<end]))).upperBound)
        }
        return places.sorted()
    }

    /// The digest that names a content.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        // An index is read, whatever it is called.
        guard path.count > 130, path[path.count - 1] != UInt8(ascii: "n"), PnpmPath.start(in: path) != nil else {
            return nil
        }
        return .sha512
    }

    package static func pathClass(of path: ByteString) -> PathClass { PnpmPath(path.bytes).pathClass }

    package static func role(of path: ByteString) -> PathRole { PnpmPath.role(of: path.bytes) }

    /// Projects are noted as links to their folders.
    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        path.bytes.starts(with: "projects/".utf8)
    }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = PnpmSurvey(place, of: files)
            survey.readContents()
            survey.readIndexes()
            return survey.scan.reading
        }
    }
}
