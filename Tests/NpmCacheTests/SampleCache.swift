import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// A cache that npm made, unpacked into a folder of its own.
struct SampleCache {
    /// Where npm's folder lies in the sample: not at its top, as in a mount of a whole home.
    static let place: ByteString = "root/.npm"

    let tree: TestTree

    /// Unpacks `public` or `private`.
    init(_ name: String = "public") throws {
        tree = try TestTree()
        try tree.makeFolder("root/.npm")
        try unpackFixture("ecosystems/npm/" + name, to: folder)
    }

    /// npm's folder on disk.
    var folder: String { tree.file("root/.npm") }

    /// Poisons it; see the script for the cases.
    func poison(_ name: String) throws { try runScript("ecosystems/npm/poison.py", folder, name) }

    /// Its files.
    func files() throws -> FolderFiles { try FolderFiles(tree.path) }

    /// All contents, by path.
    func contents() throws -> [ByteString: [UInt8]] { try files().contents() }

    /// What the reader makes of it.
    func reading() throws -> CacheReading {
        let files = try files()
        try #require(NpmCacheReader.places(in: files) == [Self.place])
        return NpmCacheReader.read(Self.place, of: files)
    }
}
