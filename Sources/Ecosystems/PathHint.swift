/// Whether a path may belong to a package cache at all: what decides which of a million files are kept in mind until
/// the readers look at them. Says yes too often rather than too seldom; what it passes over, no reader asks for.
package enum PathHint {
    /// Folders that stores of packages have.
    private static let folders = bytes([
        "_cacache", "_npx", "_logs", "content-v2", "index-v5", "http", "http-v2", "wheels", "selfcheck", "modules-2",
        "files-2.1", "metadata-2", "init.d",
    ])
    /// Whole names of files that stand beside caches and decide what a build does.
    private static let names = bytes([
        "init.gradle", "init.gradle.kts", "gradle.properties", "selfcheck.json", "settings-security4.xml",
        "toolchains.xml", "extensions.xml", "maven.properties",
    ])
    /// Ends of names that package managers give to files.
    private static let ends = bytes([
        ".whl", ".body", ".jar", ".war", ".aar", ".pom", ".module", ".klib", ".zip", ".tar.gz", ".tgz", ".sha1",
        ".sha256", ".sha512", ".md5", ".asc", ".lastUpdated", ".repositories", "origin.json", "maven-metadata", "settings.xml",
        "settings-security.xml", "resolver-status.properties",
    ])
    /// Digests as names: 56 digits are the shortest that pip uses.
    private static let digestLength = 56
    private static let metadata = Array("maven-metadata".utf8)

    private static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

    /// Looks at one path, relative to its cache.
    package static func mayMatter(_ path: Span<UInt8>) -> Bool {
        var start = 0
        for index in 0...path.count where index == path.count || path[index] == UInt8(ascii: "/") {
            if index == path.count { return isKnownName(path, from: start) }
            if folders.contains(where: { equals(path, start, index, $0) }) { return true }
            start = index + 1
        }
        return false
    }

    private static func isKnownName(_ path: Span<UInt8>, from start: Int) -> Bool {
        let length = path.count - start
        if length >= digestLength, (start..<start + digestLength).allSatisfy({ isHexadecimal(path[$0]) }) {
            return true
        }
        if length >= metadata.count, equals(path, start, start + metadata.count, metadata) { return true }
        if names.contains(where: { equals(path, start, path.count, $0) }) { return true }
        return ends.contains { end in
            length >= end.count && equals(path, path.count - end.count, path.count, end)
        }
    }

    private static func equals(_ path: Span<UInt8>, _ start: Int, _ end: Int, _ word: [UInt8]) -> Bool {
        guard end - start == word.count else { return false }
        for offset in 0..<word.count where path[start + offset] != word[offset] { return false }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
