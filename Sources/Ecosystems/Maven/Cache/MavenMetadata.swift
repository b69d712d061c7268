internal import Markup

/// `maven-metadata-<repository>.xml`: which versions a repository has, and which it calls the latest.
///
/// ```
///   <metadata>
///     <groupId/> <artifactId/> <version/>                     version: of snapshots only
///     <versioning> <latest/> <release/> <versions><version/>…</versions>
///       <snapshot> <timestamp/> <buildNumber/> </snapshot>
///       <snapshotVersions><snapshotVersion> <extension/> <value/> …
///     <plugins/>                                               of a group
/// ```
struct MavenMetadata {
    /// Versions that are read.
    static let versionLimit = 100_000
    /// What stands for the repository in the name of the file that only installing writes.
    static let local = "local"

    var group: String?
    var artifact: String?
    var version: String?
    var latest: String?
    var release: String?
    var versions: [String] = []
    /// Whether there were more.
    var isCut = false

    /// Whether a file has such a name.
    static func isMetadata(_ name: ArraySlice<UInt8>) -> Bool {
        name.starts(with: Array("maven-metadata".utf8)) && name.suffix(4) == Array(".xml".utf8)[...]
    }

    /// The repository in a file's name; `nil` where there is none.
    static func repository(ofFile name: ArraySlice<UInt8>) -> String? {
        let prefix = Array("maven-metadata-".utf8)
        guard isMetadata(name), name.starts(with: prefix) else { return nil }
        return String(decoding: name.dropFirst(prefix.count).dropLast(4), as: UTF8.self)
    }

    init(_ document: [UInt8]) throws(MarkupError) {
        var result = Self()
        var seen: Set<String> = []
        try MavenXML.walk(document) { path, text in
            guard path.first == "metadata", !text.isEmpty else { return true }
            switch path.dropFirst() {
            case ["groupId"]: result.group = text
            case ["artifactId"]: result.artifact = text
            case ["version"]: result.version = text
            case ["versioning", "latest"]: result.latest = text
            case ["versioning", "release"]: result.release = text
            case ["versioning", "versions", "version"]:
                guard result.versions.count < Self.versionLimit else {
                    result.isCut = true
                    return false
                }
                if seen.insert(text).inserted { result.versions.append(text) }
            default: break
            }
            return true
        }
        self = result
    }

    private init() {}
}
