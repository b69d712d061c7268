internal import Inventory

/// What Maven and Gradle take the paths of a place for.
///
/// ```
///   org/slf4j   org/slf4j/slf4j-api     a group, an artifact: any name without a dot may be one
///   org/slf4j/slf4j-api/2.0.9           a version: begins with a digit as almost all do
///   org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.jar
///   caches/modules-2/files-2.1/<group>/<module>/<version>/<digest>/<file>
///   jdks/…  wrapper/dists/…  …/transformed/…          unpacked: what is in there may have links of its own
/// ```
enum MavenPathRole {
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
    /// Folders and files that either client follows, whatever is in them.
    private static let sideFolders = [".checksums", ".tracking", ".meta", ".remoteRepositoryFilters"]
    private static let homeFiles = [
        "settings.xml", "settings-security.xml", "settings-security4.xml", "toolchains.xml", "extensions.xml",
        "maven.properties", "init.gradle", "init.gradle.kts", "gradle.properties",
    ]
    private static let homeFolders = [
        "repository", "caches", "modules-2", "wrapper", "init.d", "jdks", "build-cache-1",
    ]
    /// What Gradle keeps for itself and reads no code from.
    private static let idle = ["daemon", "notifications", "workers", ".tmp", "native", "journal-1", ".locks"]

    static func of(_ path: [UInt8]) -> PathRole {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        guard let first = parts.first else { return .none }
        let word = String(decoding: first, as: UTF8.self)
        if idle.contains(word) { return .none }
        if parts.count == 1 {
            if homeFiles.contains(word) { return .file }
            if homeFolders.contains(word) || sideFolders.contains(word) { return .folder }
        }
        if sideFolders.contains(word) { return .below }
        if let stored = stored(parts) { return stored }
        let inRepository = word == "repository" ? parts.dropFirst() : parts[...]
        let role = repository(inRepository)
        return (role == .none || role == .maybeFolder) && MavenPathClass.isGradle(Substring(word)) ? .below : role
    }

    /// Of the store of Gradle's modules; `nil` outside of it.
    private static func stored(_ parts: [ArraySlice<UInt8>]) -> PathRole? {
        guard let place = parts.prefix(3).firstIndex(where: { $0.elementsEqual("files-2.1".utf8) }) else { return nil }
        let depth = parts.count - place - 1
        return depth < 5 ? .folder : depth == 5 ? .file : .below
    }

    private static func repository(_ parts: ArraySlice<ArraySlice<UInt8>>) -> PathRole {
        guard let name = parts.last, !parts.contains(where: { $0.isEmpty || $0.first == dot }) else { return .none }
        // Dots of a group become folders: only the last three parts may have some.
        guard !parts.dropLast(3).contains(where: { $0.contains(dot) }) else { return .none }
        let text = Substring(String(decoding: name, as: UTF8.self))
        if text == MavenTracking.fileName || text == MavenTracking.oldFileName || text.hasPrefix("maven-metadata") {
            return .file
        }
        if MavenVersionFolder.isArtifact(ByteString(Array(name))) { return .file }
        let path = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        if MavenCoordinates(path: path) != nil { return MavenPathClass.isTemporary(text) ? .none : .file }
        return parts.count >= 3 && isPlainVersion(name) ? .folder : .maybeFolder
    }

    /// `1.0`, `1.0-SNAPSHOT`: a file would have an ending.
    private static func isPlainVersion(_ name: ArraySlice<UInt8>) -> Bool {
        let snapshot = Array("-SNAPSHOT".utf8)
        let number = name.suffix(snapshot.count).elementsEqual(snapshot) ? name.dropLast(snapshot.count) : name
        return number.first?.isASCIIDigit ?? false && number.last?.isASCIIDigit ?? false
            && number.allSatisfy { $0.isASCIIDigit || $0 == dot }
    }

    // MARK: Links

    /// Whether a link lies in a folder that was unpacked, and stays in there.
    static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        let parts = path.bytes.split(separator: slash)
        let words = parts.prefix(8).map { String(decoding: $0, as: UTF8.self) }
        var rooms: [Int] = []
        if words.first == "jdks" { rooms.append(2) }
        if words.starts(with: ["wrapper", "dists"]) { rooms.append(3) }
        if let place = words.firstIndex(of: "transformed"),
            words[..<place].contains(where: { $0 == "transforms" || $0.hasPrefix("transforms-") })
        {
            rooms.append(place + 1)
        }
        return rooms.contains { LinkPath.stays(target, from: path, within: $0) }
    }
}
