package import Inventory

/// Reads what Go keeps: downloaded modules, what they were unpacked to, and what was compiled.
///
/// ```
///   archive ─► h1 ──┬─► .ziphash beside it ─► go.sum of a project
///   folder  ─► h1 ──┘
///   output  ─► SHA-256 ─► its name
/// ```
/// Go compares what stands in `.ziphash` with `go.sum`, not the archive, and never the folder that it compiles. Of an
/// output that a compiler reads it looks at the size alone.
package enum GoCacheReader: CacheReader {
    package static let ecosystem = Ecosystem.go

    package static let folders: [String] = []

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { GoPath.mayMatter(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: GoPath.place)
    }

    /// All that is compared follows from the SHA-256 that the walk makes anyway.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? { nil }

    package static func pathClass(of path: ByteString) -> PathClass { GoPath(path.bytes).pathClass }

    package static func role(of path: ByteString) -> PathRole { GoPath.role(of: path.bytes) }

    /// Archives of modules hold no links.
    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool { false }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = GoSurvey(place, of: files)
            survey.readModules()
            survey.readModFiles()
            survey.readNotes()
            survey.readOutputs()
            return survey.scan.reading
        }
    }
}
