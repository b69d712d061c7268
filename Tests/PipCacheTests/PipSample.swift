import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport

/// A cache that pip itself wrote, unpacked, and poisoned where a test wants it so.
struct PipSample {
    let tree: TestTree
    let place: ByteString

    /// Versions of pip of which there are caches; see `Tests/Tools/pip-cache`.
    static let versions = ["9.0.3", "10.0.1", "19.3.1", "20.0.2", "22.3.1", "23.2.1", "23.3.2", "25.3", "26.2"]

    /// Unpacks the cache of a version of pip, and changes it as the script of attacks says.
    init(_ version: String, poison: String? = nil) throws {
        tree = try TestTree()
        place = "cache"
        try unpackFixture("ecosystems/pip/" + version, to: tree.path)
        if let poison { try runScript("ecosystems/pip/poison.py", poison, tree.file("cache")) }
    }

    /// Its files.
    func files() throws -> FolderFiles { try FolderFiles(tree.path) }

    /// What is read of it.
    func reading() throws -> CacheReading { PipCacheReader.read(place, of: try files()) }
}
