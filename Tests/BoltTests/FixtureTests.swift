import Bolt
import Bytes
import Linux
import TestSupport
import Testing

/// Databases that real daemons wrote.
@Suite struct FixtureTests {
    @Test func copiesOfALiveDaemonAreWhatTheyWereFoundToBe() throws {
        let databases = try FixtureDatabases("live-overlayfs-v0.32.2")
        let folder = try databases.tree.open()
        let text = try Program.run(["cat", fixture("buildkit/live-overlayfs-v0.32.2.expected.json")]).output
        let expected = try JSON.parse(text)
        for entry in expected.object?["databases"]?.array ?? [] {
            let path = entry.object?["path"]?.string ?? ""
            let database = try BoltDatabase.read(folder, Array(path.utf8))
            #expect(entry.object?["chosen_txid"]?.integer == Int64(database.transaction))
            #expect(entry.object?["pages_reachable"]?.integer == Int64(try database.check().pages))
        }
        #expect(expected.object?["databases"]?.array?.count == 5)
    }

    @Test func aTornCopyIsRefused() throws {
        let databases = try FixtureDatabases("live-overlayfs-v0.32.2")
        let folder = try databases.tree.open()
        let error = try #require(throws: BoltError.self) {
            try BoltDatabase.read(folder, Array("torn/containerdmeta.db".utf8))
        }
        #expect(error.kind == .malformed)
        #expect(error.page != nil)
        let file = try Descriptor.open(databases.tree.bytes("torn/containerdmeta.db"), [.readOnly])
        let copy = try BoltDatabase(bytes: try file.bytes(at: 0, count: Int(try file.status().size)))
        // Going in key order one meets the page that another reader met.
        #expect(throws: BoltError(.malformed, page: 184, "the page stands twice in it")) { try copy.check() }
    }

    @Test func onlyWhatWasAskedForIsCopied() throws {
        let databases = try FixtureDatabases("standalone-overlayfs-v0.32.2")
        let folder = try databases.tree.open()
        let name = Array("runc-overlayfs/metadata_v2.db".utf8)
        let all = try BoltDatabase.read(folder, name)
        let some = try BoltDatabase.read(folder, name, only: [Array("_main".utf8)])
        #expect(some.bytes.count < all.bytes.count)
        func keys(_ database: BoltDatabase) throws -> [[UInt8]] {
            guard var cursor = try database.bucket(Array("_main".utf8))?.cursor() else { return [] }
            var keys: [[UInt8]] = []
            while let entry = try cursor.next() { keys.append(Array(database.bytes[entry.key])) }
            return keys
        }
        #expect(try keys(all) == keys(some))
        #expect(try !keys(all).isEmpty)
        let external = try #require(try some.bucket(Array("_external".utf8)))
        #expect(throws: BoltError.self) { try external.entry([1]) }
    }
}
