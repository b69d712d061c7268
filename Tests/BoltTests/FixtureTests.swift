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
        // The page that another reader complained about, too.
        #expect(error.page == 184)
    }
}
