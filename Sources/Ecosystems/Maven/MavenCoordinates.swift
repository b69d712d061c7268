/// What Maven calls an artifact, and where it lies in a repository.
///
/// ```
///   org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9-sources.jar
///   group     artifact  base  artifact  version classifier . extension
/// ```
package struct MavenCoordinates: Hashable, Sendable {
    package var group: String
    package var artifact: String
    /// Of a snapshot's file with its time and number.
    package var version: String
    package var classifier: String?
    package var `extension`: String

    package init(
        group: String, artifact: String, version: String, classifier: String? = nil, extension: String = "jar"
    ) {
        self.group = group
        self.artifact = artifact
        self.version = version
        self.classifier = classifier
        self.extension = `extension`
    }

    /// `group:artifact`, as `Pin` names it.
    package var name: String { group + ":" + artifact }

    /// The version that names the folder: of snapshots `1.0-SNAPSHOT`.
    package var baseVersion: String {
        guard let base = MavenSnapshot.base(Array(version.utf8)) else { return version }
        return String(decoding: base, as: UTF8.self) + "-SNAPSHOT"
    }

    /// The file's name.
    package var fileName: String {
        artifact + "-" + version + (classifier.map { "-" + $0 } ?? "") + "." + `extension`
    }

    /// The path in a repository.
    package var path: String {
        group.replacing(".", with: "/") + "/" + artifact + "/" + baseVersion + "/" + fileName
    }

    /// Extensions with a dot inside.
    private static let longExtensions = ["tar.gz", "tar.bz2", "tar.xz", "pom.asc", "jar.asc"]

    /// Reads a path in a repository; `nil` where it is none of an artifact.
    package init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, !parts.contains("") else { return nil }
        let file = parts[parts.count - 1]
        let folder = parts[parts.count - 2]
        artifact = parts[parts.count - 3]
        let groups = parts[..<(parts.count - 3)]
        // Dots of a group become folders: a folder with a dot is no place where Maven would look.
        guard !groups.contains(where: { $0.contains(".") }) else { return nil }
        group = groups.joined(separator: ".")
        guard file.hasPrefix(artifact + "-") else { return nil }
        let tail = String(file.dropFirst(artifact.count + 1))
        guard let (found, rest) = Self.version(tail, folder: folder) else { return nil }
        version = found
        var ending = rest
        classifier = nil
        if ending.hasPrefix("-") {
            ending.removeFirst()
            guard let (name, kind) = Self.split(ending) else { return nil }
            classifier = name
            `extension` = kind
        } else {
            guard ending.hasPrefix("."), ending.count > 1 else { return nil }
            `extension` = String(ending.dropFirst())
        }
    }

    /// Takes the version from the front of what follows the artifact's name.
    private static func version(_ tail: String, folder: String) -> (version: String, rest: String)? {
        if tail.hasPrefix(folder) { return (folder, String(tail.dropFirst(folder.count))) }
        guard folder.hasSuffix("-SNAPSHOT") else { return nil }
        // 1.0-yyyyMMdd.HHmmss-N in the folder 1.0-SNAPSHOT
        let base = folder.dropLast("SNAPSHOT".count)
        guard tail.hasPrefix(base) else { return nil }
        let stamp = tail.dropFirst(base.count)
        let head = stamp.prefix(16)
        let number = stamp.dropFirst(16).prefix { $0.isASCII && $0.isNumber }
        let version = String(base) + head + number
        guard MavenSnapshot.base(Array(version.utf8)) != nil else { return nil }
        return (version, String(stamp.dropFirst(16 + number.count)))
    }

    private static func split(_ text: String) -> (classifier: String, extension: String)? {
        for ending in longExtensions where text.hasSuffix("." + ending) {
            let name = text.dropLast(ending.count + 1)
            return name.isEmpty ? nil : (String(name), ending)
        }
        guard let dot = text.lastIndex(of: "."), dot != text.startIndex else { return nil }
        let kind = text[text.index(after: dot)...]
        return kind.isEmpty ? nil : (String(text[..<dot]), String(kind))
    }
}
