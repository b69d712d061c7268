import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// A cache that Cargo made, unpacked into a folder of its own.
struct CargoSample {
    /// Where Cargo's folder lies in the sample: not at its top, as in a mount of a whole home.
    static let place: ByteString = "root/.cargo"

    let tree: TestTree

    /// Unpacks it.
    init() throws {
        tree = try TestTree()
        try tree.makeFolder("root/.cargo")
        try unpackFixture("ecosystems/cargo/sample", to: folder)
    }

    /// Cargo's folder on disk.
    var folder: String { tree.file("root/.cargo") }

    /// Poisons it; see the script for the cases.
    func poison(_ name: String) throws { try runScript("../Tools/cargo-cache/poison.py", name, folder) }

    /// Its files.
    func files() throws -> FolderFiles { try FolderFiles(tree.path) }

    /// All contents, by path.
    func contents() throws -> [ByteString: [UInt8]] { try files().contents() }

    /// What the reader makes of it.
    func reading() throws -> CacheReading {
        let files = try files()
        try #require(CargoCacheReader.places(in: files) == [Self.place])
        return CargoCacheReader.read(Self.place, of: files)
    }
}
