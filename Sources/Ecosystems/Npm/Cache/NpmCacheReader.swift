package import Inventory

/// Reads caches of npm 5 and later (`~/.npm`), and what other programs keep in the same form.
///
/// ```
///   bucket ─► record ─► content ─┬─► packument ─► claims ─┐
///     key        integrity       └─► archive ─► artifact ─┴─► do they say the same?
/// ```
/// npm itself verifies that content has the digest it was asked by. It believes the index and the packuments, so
/// whoever writes those decides which digest it asks by.
package enum NpmCacheReader: CacheReader {
    package static var ecosystem: Ecosystem { .npm }

    package static let folders = ["_cacache", "content-v2", "index-v5", "_npx", "_logs", "_prebuilds", "_tuf"]
    private static let metrics = Array("anonymous-cli-metrics.json".utf8)

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { path.ends(in: metrics) }

    package static func places(in files: any CacheFiles) -> [ByteString] {
        places(in: files, by: NpmCachePath.place)
    }

    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        NpmCachePath.wish(for: path)
    }

    package static func pathClass(of path: ByteString) -> PathClass {
        NpmCachePath(path.bytes).pathClass
    }

    package static func role(of path: ByteString) -> PathRole { NpmCachePath.role(of: path.bytes) }

    /// Commands of packages that `npx` unpacked, each a link to a file of its package, and what install scripts make.
    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        NpmCachePath.isCommand(path.bytes, to: target.bytes)
            || NpmCachePath.staysInPackage(path.bytes, to: target.bytes)
    }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { place in
            var survey = NpmCacheSurvey(place, of: files)
            survey.readIndex()
            survey.readContents()
            survey.readDocuments()
            survey.compareRecords()
            survey.compareUnpacked()
            survey.checkUnpacked()
            survey.readLogs()
            survey.noteChanged()
            survey.addArtifacts()
            survey.passRest()
            return survey.scan.reading
        }
    }
}
