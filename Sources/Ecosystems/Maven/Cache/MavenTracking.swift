internal import Inventory

/// `_remote.repositories`: where the files of a version's folder came from.
///
/// ```
///   slf4j-api-2.0.9.jar>central=        downloaded, from the repository that a build called so
///   slf4j-api-2.0.9.pom>=               installed by a build of this machine
/// ```
struct MavenTracking {
    /// The file's name.
    static let fileName = "_remote.repositories"
    /// The name before Maven 3.0.3.
    static let oldFileName = "_maven.repositories"

    /// Ids by file name; an empty one for what was installed.
    private(set) var repositories: [ByteString: Set<ByteString>] = [:]

    /// Of a folder without such a file.
    init() {}

    init(_ bytes: [UInt8]) {
        for entry in JavaProperties.entries(bytes) {
            guard let split = entry.key.lastIndex(of: UInt8(ascii: ">")) else { continue }
            let name = ByteString(Array(entry.key[..<split]))
            repositories[name, default: []].insert(ByteString(Array(entry.key[(split + 1)...])))
        }
    }

    /// Whether a file was installed by a build and never downloaded.
    func isOnlyInstalled(_ name: ByteString) -> Bool { repositories[name] == [""] }

    /// Whether some line says of a file that it was installed.
    func isInstalled(_ name: ByteString) -> Bool { repositories[name]?.contains("") == true }

    /// The repository a file was downloaded from; the first by name of several.
    func remote(_ name: ByteString) -> ByteString? { repositories[name]?.filter { !$0.isEmpty }.min() }

    /// Whether any line speaks of a file.
    func knows(_ name: ByteString) -> Bool { repositories[name] != nil }

    /// Whether any file here was downloaded.
    var hasRemote: Bool { repositories.values.contains { $0.contains { !$0.isEmpty } } }
}
