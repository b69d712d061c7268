import Inventory
import Linux
import Manifest
import ManifestSupport
import SQLite
import TestSupport
import Testing

@Suite struct MigrationTests {
    /// Each format that was ever released, by the frozen texts in the fixtures.
    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func anOlderFormatIsBroughtUpToDate(_ format: Int) throws {
        let folder = try TestTree()
        let path = ByteString(folder.file("old.db"))
        let text = try OwnFile.read(Array(fixture("manifest/format-\(format).sql").utf8), limit: 1 << 20)
        do {
            let old = try Connection(path: path.bytes, mode: .create)
            try old.execute(String(decoding: text, as: UTF8.self))
        }
        do {
            let store = try TestManifest.openForWriting(path)
            let chain = try store.verifyChain()
            let content = try store.verifyContent()
            #expect(chain.mismatches == [])
            #expect(chain.scans == 1)
            #expect(content.mismatches == [])
            #expect(content.rows > 3)
            var paths: [ByteString] = []
            try store.exportRows { row in
                paths.append(row.path)
                return true
            }
            #expect(paths == ["a/one", "a/two"])
            #expect(try store.integrityCheck() == [])
        }
        let store = try TestManifest.openForWriting(path)
        let writer = try store.beginScan(
            caches: [TestManifest.pip], options: ScanOptions(started: 9, toolVersion: "test"))
        let files = [ImaginedFile("a/one", content: 1, inode: 11), ImaginedFile("a/two", content: 2, inode: 12)]
        _ = try writer.record(WalkImitation(known: writer.known).batch(files))
        let outcome = try writer.finish(.complete, complete: [true], finished: 10)
        #expect(outcome.caches.map(\.counts) == [ChangeCounts()])
        #expect(try Connection(path: path.bytes, mode: .read).integer("PRAGMA user_version") == 6)
    }

    @Test func aNewManifestHasTheTablesOfTheFrozenText() throws {
        let manifest = try TestManifest()
        let text = try OwnFile.read(Array(fixture("manifest/format-6.sql").utf8), limit: 1 << 20)
        let frozen = try Connection.inMemory()
        try frozen.execute(String(decoding: text, as: UTF8.self))
        let query = "SELECT group_concat(name || sql, ';') FROM (SELECT name, sql FROM sqlite_schema ORDER BY name)"
        let current = try Connection(path: manifest.path.bytes, mode: .read)
        #expect(try current.text(query) == (try frozen.text(query)))
        #expect(try current.integer("PRAGMA user_version") == 6)
    }

    private func refusal(_ path: ByteString, _ mode: ManifestStore.Mode = .write) -> ManifestError? {
        do throws(ManifestError) {
            _ = try ManifestStore(path: path, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    @Test func aNewerFormatIsRefusedAndNotTouched() throws {
        let manifest = try TestManifest()
        try manifest.scan([ImaginedFile("x")])
        manifest.store = try ManifestStore(path: manifest.path, mode: .read)
        try Connection(path: manifest.path.bytes, mode: .write).execute("PRAGMA user_version = 99")
        // Another database takes the store's place, so that the file is closed.
        manifest.store = try ManifestStore(path: ByteString(manifest.folder.file("other.db")), mode: .write)
        let before = try OwnFile.read(manifest.path.bytes, limit: 1 << 24)
        for mode in [ManifestStore.Mode.write, .read] {
            let error = try #require(refusal(manifest.path, mode))
            #expect(error.kind == .newer(version: 99))
            #expect(error.description.contains("format 99"))
        }
        #expect(try OwnFile.read(manifest.path.bytes, limit: 1 << 24) == before)
    }

    @Test func aDatabaseOfAnotherProgramIsRefusedAndNotTouched() throws {
        let folder = try TestTree()
        let path = ByteString(folder.file("other.db"))
        try Connection(path: path.bytes, mode: .create).execute("CREATE TABLE bookmarks (a); PRAGMA user_version = 1")
        let before = try OwnFile.read(path.bytes, limit: 1 << 24)
        #expect(refusal(path)?.kind == .notAManifest)
        #expect(refusal(path, .read)?.kind == .notAManifest)
        #expect(try OwnFile.read(path.bytes, limit: 1 << 24) == before)
    }
}
