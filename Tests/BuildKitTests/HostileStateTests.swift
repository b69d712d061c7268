import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// States that somebody broke, or that break while they are read.
@Suite struct HostileStateTests {
    private static let name = "standalone-overlayfs-v0.8.3"
    private static let databases = ["metadata_v2.db", "containerdmeta.db", "snapshots/metadata.db"]

    private static func read(_ state: StateFixture) -> [StateInventory] {
        StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run().roots.map(StateReader.read)
    }

    @Test(arguments: databases) func flippedBitsNeverTrapAndNeverLookClean(database: String) throws {
        let state = try StateFixture(Self.name)
        let whole = Set(Self.read(state).flatMap(\.caches).map(\.path))
        let path = "runc-overlayfs/" + database
        let original = try OwnFile.read(state.tree.bytes(path), limit: 64 << 20)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<12 {
            var bytes = original
            for _ in 0..<40 { bytes[random.int(0...(min(bytes.count, 200_000) - 1))] ^= UInt8(random.int(1...255)) }
            try state.tree.write(path, bytes)
            let inventory = try #require(Self.read(state).first)
            for cache in inventory.caches {
                let isInside = cache.path.utf8Text?.hasPrefix(state.tree.path + "/runc-overlayfs/snapshots/snapshots/")
                #expect(isInside == true)
            }
            let found = Set(inventory.caches.map(\.path))
            if found.count < whole.count {
                #expect(!(inventory.troubles.isEmpty && inventory.orphans.isEmpty), "something is missing in silence")
            }
        }
    }

    @Test(arguments: databases) func aMissingDatabaseIsNamed(database: String) throws {
        let state = try StateFixture(Self.name)
        try state.tree.remove("runc-overlayfs/" + database)
        let found = StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run()
        let troubles = found.troubles + found.roots.map(StateReader.read).flatMap(\.troubles)
        #expect(!troubles.isEmpty)
    }

    @Test func aRecordWithoutItsDirectoryIsShown() throws {
        let state = try StateFixture(Self.name)
        let cache = try #require(Self.read(state).first?.caches.first)
        let path = try #require(cache.path.utf8Text)
        try state.tree.remove(String(path.dropFirst(state.tree.path.count + 1)))
        let inventory = try #require(Self.read(state).first)
        let orphan = try #require(inventory.orphans.first { $0.kind == .record })
        #expect(orphan.record == cache.record)
        #expect(orphan.id == cache.id)
        #expect(orphan.path == cache.path)
        #expect(!inventory.caches.contains { $0.record == cache.record })
    }

    @Test func aDirectoryWithoutARecordIsShown() throws {
        let state = try StateFixture(Self.name)
        try state.tree.makeFolder("runc-overlayfs/snapshots/snapshots/987654/fs")
        let inventory = try #require(Self.read(state).first)
        let path = state.tree.file("runc-overlayfs/snapshots/snapshots/987654/fs")
        #expect(inventory.orphans.contains { $0.kind == .directory && $0.path == ByteString(path) })
    }

    @Test func aContentThatIsALinkIsNoCache() throws {
        let state = try StateFixture(Self.name)
        let cache = try #require(Self.read(state).first?.caches.first)
        let path = try #require(cache.path.utf8Text)
        let name = String(path.dropFirst(state.tree.path.count + 1))
        try state.tree.remove(name)
        try state.tree.link(name, to: "/etc")
        let inventory = try #require(Self.read(state).first)
        #expect(!inventory.caches.contains { $0.record == cache.record })
        #expect(!inventory.troubles.isEmpty || !inventory.orphans.isEmpty)
    }
}
