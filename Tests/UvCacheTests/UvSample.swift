import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// A cache that uv made, unpacked into a folder of its own.
struct UvSample {
    /// Releases of which there is a cache: before 2025 links were absolute and names longer.
    static let versions = ["0.4.30", "0.9.30", "0.13.8"]
    static let place: ByteString = "root/cache"

    let tree: TestTree

    /// Unpacks the cache of one version.
    init(_ version: String) throws {
        tree = try TestTree()
        try tree.makeFolder("root")
        try unpackFixture("ecosystems/uv/" + version, to: tree.file("root"))
    }

    /// uv's folder on disk.
    var folder: String { tree.file("root/cache") }

    /// Poisons it; see the script for the cases.
    func poison(_ name: String) throws { try runScript("../Tools/uv-cache/poison.py", name, folder) }

    /// Its files.
    func files() throws -> FolderFiles { try FolderFiles(tree.path) }

    /// What the reader makes of it.
    func reading() throws -> CacheReading {
        let files = try files()
        try #require(UvCacheReader.places(in: files) == [Self.place])
        return UvCacheReader.read(Self.place, of: files)
    }
}
