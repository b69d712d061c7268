import Inventory
import Manifest
import ManifestSupport
import SQLite
import Testing

/// Edits by hand, one per kind, and whether they are noticed until a baseline is accepted.
@Suite struct TamperingTests {
    static let edits: [String] = [
        "UPDATE file SET sha256 = zeroblob(32) WHERE id = 1",
        "UPDATE file SET sha256 = x'00' WHERE id = 1",
        "UPDATE file SET sha256 = NULL WHERE id = 1",
        "UPDATE file SET path = x'78' WHERE id = 1",
        "UPDATE file SET target = x'' WHERE id = 1",
        "UPDATE file SET size = size + 1 WHERE id = 2",
        "UPDATE file SET mtime = mtime + 1 WHERE id = 2",
        "UPDATE file SET ctime = ctime + 1 WHERE id = 2",
        "UPDATE file SET device = 9 WHERE id = 2",
        "UPDATE file SET inode = 9 WHERE id = 2",
        "UPDATE file SET mode = 9 WHERE id = 2",
        "UPDATE file SET uid = 9 WHERE id = 2",
        "UPDATE file SET gid = 9 WHERE id = 2",
        "UPDATE file SET links = 9 WHERE id = 2",
        "UPDATE file SET kind = 3 WHERE id = 2",
        "UPDATE file SET cache = 2 WHERE id = 2",
        "UPDATE file SET path_key = 5 WHERE id = 2",
        "UPDATE file SET identity_key = 5 WHERE id = 2",
        "UPDATE file SET first_scan = 2 WHERE id = 2",
        "UPDATE file SET gone_scan = NULL WHERE gone_scan IS NOT NULL",
        "UPDATE file SET gone_scan = gone_scan + 1 WHERE gone_scan IS NOT NULL",
        "UPDATE file SET gone_scan = 2 WHERE id = 2",
        "UPDATE file SET id = 900 WHERE id = 2",
        "DELETE FROM file WHERE id = 1",
        "DELETE FROM file",
        """
        INSERT INTO file SELECT 900, cache, gone_scan, path_key + 1, identity_key, first_scan, kind, size, mtime, ctime,
            device, inode, mode, uid, gid, links, sha256, x'78', target FROM file WHERE id = 1
        """,
        "UPDATE scan SET started = started + 1 WHERE id = 1",
        "UPDATE scan SET finished = finished + 1 WHERE id = 1",
        "UPDATE scan SET status = 'incomplete' WHERE id = 2",
        "UPDATE scan SET tool = 'x' WHERE id = 2",
        "UPDATE scan SET files = 7 WHERE id = 2",
        "UPDATE scan SET added = 7, modified = 0 WHERE id = 2",
        "UPDATE scan SET content = zeroblob(288) WHERE id = 2",
        "UPDATE scan SET chain = zeroblob(32) WHERE id = 2",
        "UPDATE scan SET chain = NULL WHERE id = 2",
        "DELETE FROM scan WHERE id = 1",
        "DELETE FROM scan WHERE id = 2",
        "DELETE FROM scan WHERE id = (SELECT max(id) FROM scan)",
        "DELETE FROM scan",
        "INSERT INTO scan SELECT 900, 1, 1, status, tool, full, 0, 0, 0, 0, 0, 0, 0, content, chain FROM scan WHERE id = 1",
        "INSERT INTO scan VALUES (900, 1, NULL, 'running', 'x', 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL)",
        "UPDATE cache SET mount_id = x'78' WHERE id = 1",
        "UPDATE cache SET scans = 0 WHERE id = 1",
        "DELETE FROM cache WHERE id = 2",
        "INSERT INTO cache VALUES (900, x'78', x'', '', x'', 1, 1, 1, 1)",
        "UPDATE scan_cache SET removed = 7 WHERE scan = 1",
        "DELETE FROM scan_cache WHERE scan = 1",
        "INSERT INTO sighting VALUES (1, zeroblob(32), x'78', 1, 1, 1)",
        "UPDATE sighting SET count = 7",
        "DELETE FROM sighting",
        "UPDATE baseline SET created = 7",
        "DELETE FROM baseline",
        "UPDATE baseline_cache SET scan = 1",
        "DELETE FROM baseline_cache WHERE cache = 1",
        "UPDATE baseline_file SET sha256 = NULL",
        "DELETE FROM baseline_file",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'sums'",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'head'",
        "UPDATE meta SET value = x'0100000000000000000000000000000000000000000000000000000000000000' WHERE name = 'anchor'",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'hash_key'",
        "UPDATE meta SET value = x'0100000000000000' WHERE name = 'running'",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'seal'",
    ]

    /// A manifest with a row in every table.
    private func full() throws -> TestManifest {
        let manifest = try TestManifest()
        let files = (0..<20).map { ImaginedFile("f\($0)", content: UInt64($0), inode: UInt64($0)) }
        try manifest.scan([(TestManifest.pip, files), (TestManifest.npm, files)])
        try manifest.scan([(TestManifest.pip, Array(files.dropLast(3))), (TestManifest.npm, files)])
        _ = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 1 << 60, now: manifest.clock + 1)
        try manifest.scan([(TestManifest.pip, Array(files.dropLast(5))), (TestManifest.npm, files)])
        try manifest.store.acceptBaseline(at: manifest.clock)
        var rows = [
            BaselineEntry(cache: "c", path: "p", kind: .file, size: 1, mode: 2, digest: .zero)
        ]
        _ = try manifest.store.importBaseline(name: "fleet", host: "h", created: 1, fingerprint: "f") {
            rows.popLast()
        }
        return manifest
    }

    private func isIntact(_ store: ManifestStore) throws -> Bool {
        let chain = try store.verifyChain().isIntact
        let content = try store.verifyContent().isIntact
        return chain && content
    }

    @Test(arguments: edits)
    func anEditIsNoticedAndStaysNoticed(_ sql: String) throws {
        let manifest = try full()
        try manifest.expectSound("before the edit")
        let before = try manifest.store.verifyContent().rows
        #expect(before > 50)
        try manifest.edit(sql)
        #expect(try !isIntact(manifest.store), "unnoticed")
        let files = (0..<12).map { ImaginedFile("f\($0)", content: UInt64($0 + 50), inode: UInt64($0), changed: 9) }
        try manifest.scan([(TestManifest.pip, files), (TestManifest.npm, files)])
        #expect(try !isIntact(manifest.store), "forgotten after a scan")
        _ = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 0, now: manifest.clock + 1)
        try manifest.reopen()
        #expect(try !isIntact(manifest.store), "forgotten after pruning and opening again")
        try manifest.store.acceptBaseline(at: manifest.clock, caches: [TestManifest.pip.id])
        #expect(try !isIntact(manifest.store), "forgotten after accepting a part")
        try manifest.store.acceptBaseline(at: manifest.clock)
        try manifest.expectSound("after accepting all")
        try manifest.reopen()
        try manifest.scan([(TestManifest.pip, files)])
        try manifest.expectSound("after another scan")
    }

    /// Numbers at the end of what 64 bits hold: refused or used, never a trap.
    @Test(arguments: [
        "UPDATE cache SET scans = 9223372036854775807, files = 9223372036854775807",
        "UPDATE cache SET scans = -9223372036854775808, files = -5, id = 9223372036854775807 WHERE id = 1",
        "UPDATE file SET id = 9223372036854775806 WHERE id = 2",
        "UPDATE file SET id = 9223372036854775807 WHERE id = 2",
        "UPDATE file SET id = -5 WHERE id = 2", "UPDATE file SET first_scan = 9223372036854775807",
        "UPDATE file SET size = -9223372036854775808, mode = -1, kind = 700, mtime = 9223372036854775807",
        "UPDATE file SET path_key = 5, identity_key = id", "UPDATE file SET path = zeroblob(1000000) WHERE id = 2",
        "UPDATE scan SET id = 9223372036854775807 WHERE id = 2",
        "UPDATE scan SET started = 9223372036854775807, added = 9223372036854775807, files = -9223372036854775808",
        "UPDATE sighting SET count = 9223372036854775807, first_seen = -9223372036854775808",
        "UPDATE baseline SET id = 9223372036854775807 WHERE name = 'fleet'",
        "UPDATE baseline_file SET size = -1, mode = -1, kind = -1",
        "UPDATE meta SET value = x'ffffffffffffff7f' WHERE name = 'running'", "DELETE FROM meta",
        "UPDATE meta SET value = x'' WHERE name = 'head'",
    ])
    func extremeNumbersNeverTrap(_ sql: String) throws {
        let manifest = try full()
        manifest.store = try ManifestStore(path: manifest.path, mode: .read)
        try Connection(path: manifest.path.bytes, mode: .write).execute(sql)
        do {
            manifest.store = try TestManifest.openForWriting(manifest.path)
            #expect(try !isIntact(manifest.store), "unnoticed")
            let files = (0..<25).map { ImaginedFile("f\($0)", content: UInt64($0 + 9), inode: UInt64($0), changed: 9) }
            try manifest.scan([(TestManifest.pip, files), (TestManifest.npm, files)], full: true)
            _ = try manifest.store.prune(keepScansFor: 0, keepHistoryFor: 1 << 60, now: manifest.clock + 1)
            _ = try manifest.store.history(ofPath: "f1")
            _ = try manifest.store.diff(baseline: "fleet")
            try manifest.store.acceptBaseline(at: 1)
            _ = try manifest.store.diff(baseline: "accepted")
            try manifest.scan([(TestManifest.pip, files)])
        } catch {
            let failure = try #require(error as? ManifestError)
            #expect(failure.kind == .damaged || failure.kind == .refused)
        }
    }

    @Test func theOpeningOfAWriterReportsABrokenChain() throws {
        let manifest = try full()
        try manifest.reopen()
        #expect(manifest.store.chainAtOpen?.isIntact == true)
        try manifest.edit("UPDATE scan SET files = 7 WHERE id = 2")
        #expect(manifest.store.chainAtOpen?.mismatches == ["scan 2 or the one before it was changed or removed"])
    }

    @Test func theMismatchNamesItsTable() throws {
        let manifest = try full()
        try manifest.edit("UPDATE sighting SET count = 7")
        #expect(try manifest.store.verifyContent().mismatches == ["sighting"])
    }

    @Test(arguments: [
        "CREATE TRIGGER x AFTER INSERT ON file BEGIN DELETE FROM file; END", "CREATE VIEW x AS SELECT 1",
        "CREATE TABLE x (a)", "ALTER TABLE file ADD COLUMN x INTEGER", "DROP INDEX file_gone",
        "DROP TABLE sighting; CREATE TABLE sighting (a)",
    ])
    func anotherSchemaIsRefused(_ sql: String) throws {
        let manifest = try full()
        manifest.store = try ManifestStore(path: manifest.path, mode: .read)
        try Connection(path: manifest.path.bytes, mode: .write).execute(sql)
        for mode in [ManifestStore.Mode.read, .write] {
            do throws(ManifestError) {
                switch mode {
                case .read: _ = try ManifestStore(path: manifest.path, mode: .read)
                case .write: _ = try TestManifest.openForWriting(manifest.path)
                }
                Issue.record("it was opened")
            } catch {
                #expect(error.kind == .damaged)
            }
        }
    }
}
