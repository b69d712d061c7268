import Inventory
import Linux
import TestSupport
import Testing

/// States of real daemons of all versions and layouts, compared with what the daemons said of them.
@Suite struct FixtureTests {
    @Test(arguments: StateFixture.names) func mountsAreExactlyTheDaemons(name: String) throws {
        let state = try StateFixture(name)
        let inventories = try state.read()
        #expect(inventories.count == 1)
        let inventory = try #require(inventories.first)
        let expected = Set(state.mounts.map { ExpectedMount($0, top: state.tree.path) })
        let found = inventory.caches.map { ExpectedMount($0) }
        #expect(found.count == expected.count, "a mount is counted twice or missing")
        #expect(Set(found).subtracting(expected) == [])
        #expect(expected.subtracting(found) == [])
        try Self.check(inventory)
        #expect(inventory.troubles == [])
        #expect(inventory.caches.map(\.id) == inventory.caches.map(\.id).sorted())
    }

    /// Snapshots of steps that failed may stay without a record until the daemon's next collection: real orphans. The
    /// database's bytes are the oracle that no record names them.
    private static func check(_ inventory: StateInventory) throws {
        #expect(inventory.orphans.allSatisfy { $0.kind == .directory && $0.path != nil })
        let folder = try #require(inventory.caches.first?.path.utf8Text).split(separator: "/snapshots/")[0]
        guard let bytes = try? OwnFile.read(Array("\(folder)/metadata_v2.db".utf8), limit: 64 << 20) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        for orphan in inventory.orphans {
            #expect(!text.contains(try #require(orphan.record)))
        }
        for cache in inventory.caches { #expect(text.contains(cache.record)) }
    }
}
