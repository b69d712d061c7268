import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// A cache that Go made, unpacked into a folder of its own.
struct GoSample {
    /// Where the cache of modules lies, and that of what was compiled.
    static let place: ByteString = "root/go/pkg/mod"
    static let built: ByteString = "root/go/go-build"

    let tree: TestTree

    /// Unpacks it.
    init() throws {
        tree = try TestTree()
        try tree.makeFolder("root/go")
        try unpackFixture("ecosystems/go/sample", to: folder)
    }

    /// The folder on disk that holds both.
    var folder: String { tree.file("root/go") }

    /// Poisons it; see the script for the cases.
    func poison(_ name: String) throws { try runScript("../Tools/go-cache/poison.py", name, folder) }

    /// Its files.
    func files() throws -> FolderFiles { try FolderFiles(tree.path) }

    /// All contents, by path.
    func contents() throws -> [ByteString: [UInt8]] { try files().contents() }

    /// What the reader makes of both places together.
    func reading() throws -> CacheReading {
        let files = try files()
        try #require(GoCacheReader.places(in: files) == [Self.built, Self.place])
        return CacheReading(GoCacheReader.read([Self.built, Self.place], of: files))
    }
}

extension CacheReading {
    /// One artifact.
    func artifact(_ name: String, _ file: String) -> Artifact? {
        artifacts.first { $0.name == name && $0.file == file }
    }
}
