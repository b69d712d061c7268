import Bytes
import TestSupport
import Testing

/// Somebody edits the manifest with another program.
struct TamperingTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        for name in ["a", "b", "folder/c"] { try bench.tree.write(name, "content of \(name)") }
        _ = try bench.audit()
        _ = try Agent.run(["baseline", "accept", "--db", bench.database])
        try bench.tree.write("d", "later")
        try bench.tree.write("a", "changed")
        _ = try bench.audit()
    }

    private static let contentEdits = [
        "UPDATE file SET sha256 = zeroblob(32) WHERE id = 1",
        "UPDATE file SET sha256 = (SELECT sha256 FROM file WHERE id = 2) WHERE id = 1",
        "UPDATE file SET mode = mode | 2048 WHERE id = 2",
        "UPDATE file SET path = CAST('z' AS BLOB) WHERE id = 2",
        "UPDATE file SET gone_scan = NULL WHERE gone_scan IS NOT NULL",
        "UPDATE file SET first_scan = 1 WHERE first_scan = 2",
        "DELETE FROM file WHERE gone_scan IS NOT NULL",
        "DELETE FROM file WHERE id = 2",
        "INSERT INTO file SELECT 99, cache, gone_scan, path_key + 1, identity_key + 1, first_scan, kind, size, mtime,"
            + " ctime, device, inode, mode, uid, gid, links, sha256, path, target FROM file WHERE id = 2",
        "INSERT INTO sighting VALUES (1, zeroblob(32), CAST('name' AS BLOB), 1, 2, 3)",
        "UPDATE cache SET scans = scans + 1",
        "UPDATE cache SET mount_id = CAST('/elsewhere' AS BLOB)",
        "UPDATE scan_cache SET removed = 7 WHERE scan = 2",
        "UPDATE baseline SET created = created - 1",
        "DELETE FROM baseline_cache",
        "DELETE FROM scan_cache WHERE scan = 1",
    ]

    private static let chainEdits = [
        "UPDATE scan SET started = started - 1 WHERE id = 1",
        "UPDATE scan SET finished = finished + 1 WHERE id = 2",
        "UPDATE scan SET modified = 0 WHERE id = 2",
        "UPDATE scan SET content = zeroblob(length(content)) WHERE id = 1",
        "UPDATE scan SET chain = zeroblob(32) WHERE id = 2",
        "UPDATE scan SET status = 'complete' || ' ' WHERE id = 1",
        "DELETE FROM scan WHERE id = 1",
        "DELETE FROM scan WHERE id = 2",
        "INSERT INTO scan SELECT 7, started, finished, status, tool, full, files, bytes, added, removed, modified, moved,"
            + " silent, content, chain FROM scan WHERE id = 2",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'sums'",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'seal'",
        "UPDATE meta SET value = zeroblob(length(value)) WHERE name = 'head'",
        "UPDATE meta SET value = randomblob(length(value)) WHERE name = 'anchor'",
        "UPDATE meta SET value = randomblob(length(value)) WHERE name = 'hash_key'",
    ]

    private func edit(_ sql: String) throws {
        #expect(try Agent.script("edit.py", [bench.database, sql]) != "0\n", "the edit met no row")
    }

    private func isReported(_ words: [String]) throws -> Bool {
        let run = try bench.audit(words)
        let report = try run.report()
        let found = report.findings.contains { $0.rule == "manifest-edited" && $0.severity == "critical" }
        if found { #expect(run.status == 1) }
        return found
    }

    private func doctor() throws -> Int32 {
        try Agent.run(["doctor", "--db", bench.database, "--format", "json"]).status
    }

    @Test func untouched() throws {
        #expect(try !isReported([]))
        #expect(try !isReported(["--full"]))
        #expect(try doctor() == 0)
    }

    @Test(arguments: contentEdits)
    func rows(sql: String) throws {
        try edit(sql)
        #expect(try doctor() == 4)
        #expect(try isReported(["--full"]))
        // It stays until somebody has looked at it and accepts what is there.
        _ = try bench.audit()
        #expect(try isReported(["--full"]))
        #expect(try doctor() == 4)
        #expect(try Agent.run(["baseline", "accept", "--db", bench.database]).status == 0)
        #expect(try !isReported(["--full"]))
        #expect(try doctor() == 0)
    }

    @Test(arguments: chainEdits)
    func chain(sql: String) throws {
        try edit(sql)
        #expect(try doctor() == 4)
        #expect(try isReported([]))
        #expect(try isReported([]))
        #expect(try isReported(["--full"]))
        #expect(try Agent.run(["baseline", "accept", "--db", bench.database]).status == 0)
        #expect(try !isReported(["--full"]))
        #expect(try doctor() == 0)
    }

    @Test func aMissingRowOfMetaIsDamage() throws {
        for name in ["seal", "sums", "head", "hash_key"] {
            let kept = bench.beside("kept")
            try bench.shell(["cp", bench.database, kept])
            try edit("DELETE FROM meta WHERE name = '\(name)'")
            let run = try bench.audit()
            #expect(run.status == 4)
            #expect(run.errorText.contains("m.db"), "\(run.errorText)")
            #expect(try doctor() == 4)
            try bench.shell(["cp", kept, bench.database])
        }
    }

    @Test func anotherSchemaIsDamage() throws {
        for sql in [
            "DROP TABLE sighting", "ALTER TABLE file ADD COLUMN more TEXT", "CREATE TABLE more (x)",
            "CREATE TRIGGER t AFTER INSERT ON file BEGIN DELETE FROM file; END",
        ] {
            let kept = bench.beside("kept")
            try bench.shell(["cp", bench.database, kept])
            try Agent.script("edit.py", [bench.database, sql])
            let run = try bench.audit()
            #expect(run.status == 4, "\(sql)")
            #expect(run.errorText.contains("m.db"), "\(run.errorText)")
            try bench.shell(["cp", kept, bench.database])
        }
    }

    /// All rows are there and add up, but what leads to them is not.
    @Test func anIndexThatTellsOfNoRowIsFoundByTheFullAudit() throws {
        let emptied = try Agent.script("unindex.py", [bench.database, "file_gone"])
        #expect(emptied != "0\n", "the index was empty before")
        let run = try bench.audit(["--full"])
        #expect(run.status == 3)
        let troubles = try run.report().json["incomplete"]?.array ?? []
        let trouble = try #require(troubles.first { $0["path"]?.string == bench.database })
        #expect(trouble["detail"]?.string?.contains("the manifest is damaged: ") == true, "\(trouble)")
    }
}
