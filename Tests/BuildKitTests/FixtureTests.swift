import Inventory
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
        #expect(inventory.orphans == [])
        #expect(inventory.troubles == [])
        #expect(inventory.caches.map(\.id) == inventory.caches.map(\.id).sorted())
    }
}
