import Linux
import SQLite
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func valuesComeBackAsTheyWentIn() throws {
        let connection = try Connection.inMemory()
        try connection.execute("CREATE TABLE t (a, b, c, d, e, f)")
        var insert = try connection.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        try insert.bind(Int64.min, at: 1)
        try insert.bind([0, 255, 0], at: 2)
        try insert.bind([UInt8](), at: 3)
        try insert.bindNull(at: 4)
        try insert.bind("gr\u{fc}n\0x", at: 5)
        try insert.bind("", at: 6)
        try insert.run()
        var rows = try connection.prepare("SELECT *, typeof(c), typeof(d), typeof(f) FROM t")
        let hasRow = try rows.step()
        #expect(hasRow)
        let (number, blobs) = (rows.integer(at: 0), [rows.blob(at: 1), rows.blob(at: 2), rows.blob(at: 3)])
        let texts = (3...8).map { rows.text(at: $0) }
        let (isNull, isOutsideNull) = (rows.isNull(at: 3), rows.isNull(at: 99))
        let hasMore = try rows.step()
        #expect(number == .min)
        #expect(blobs == [[0, 255, 0], [], nil])
        #expect(texts == [nil, "gr\u{fc}n\0x", "", "blob", "null", "text"])
        #expect(isNull)
        #expect(isOutsideNull)
        #expect(!hasMore)
    }

    @Test func aStatementOutlivesTheLastNameOfItsConnection() throws {
        var statement = try Connection.inMemory().prepare("SELECT 42")
        let hasRow = try statement.step()
        let number = statement.integer(at: 0)
        #expect(hasRow)
        #expect(number == 42)
    }

    @Test func aStatementThatFailedRunsAgain() throws {
        let connection = try Connection.inMemory()
        try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        var insert = try connection.prepare("INSERT INTO t VALUES (?1)")
        try insert.bind(1, at: 1)
        try insert.run()
        var refusal: SQLiteError?
        do { try insert.run() } catch { refusal = error }
        #expect(refusal?.cause == .constraint)
        try insert.bind(2, at: 1)
        try insert.run()
        #expect(try connection.integer("SELECT count(*) FROM t") == 2)
    }

    @Test func aTransactionIsUndoneWhenItThrows() throws {
        let connection = try Connection.inMemory()
        try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        #expect(throws: SQLiteError.self) {
            try connection.transaction { () throws(SQLiteError) in
                try connection.execute("INSERT INTO t VALUES (1)")
                try connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(!connection.isInTransaction)
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }

    @Test func errorsNameTheStatementAndNeverTheValue() throws {
        let connection = try Connection.inMemory()
        try connection.execute("CREATE TABLE t (a UNIQUE)")
        var insert = try connection.prepare("INSERT INTO t VALUES (?1)")
        try insert.bind("secret-value", at: 1)
        try insert.run()
        do {
            try insert.run()
            Issue.record("the second row was taken")
        } catch {
            let failure = error
            #expect(failure.cause == .constraint)
            #expect(failure.sql == "INSERT INTO t VALUES (?1)")
            #expect(!"\(failure) \(failure.sql)".contains("secret-value"))
        }
    }

    @Test(arguments: [
        ("SELECT load_extension('x')", "load an extension"), ("ATTACH 'x' AS y", "attach another file"),
        ("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x'", "write the schema"),
        ("SELECT \"no such column\"", "take a quoted word for text"),
    ])
    func whatOnlyAHostileFileNeedsIsOff(_ sql: String, _ name: String) throws {
        let connection = try Connection.inMemory()
        try connection.execute("CREATE TABLE t (a)")
        #expect(throws: SQLiteError.self, "could \(name)") { try connection.execute(sql) }
    }

    @Test func triggersDoNotRun() throws {
        let connection = try Connection.inMemory()
        try connection.execute("CREATE TABLE t (a)")
        try connection.execute("CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO t VALUES (99); END")
        try connection.execute("INSERT INTO t VALUES (1)")
        #expect(try connection.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func aSymbolicLinkIsRefused() throws {
        let folder = try TestTree()
        try OwnFile.create(Array(folder.file("a").utf8), with: [], mode: 0o600)
        let link = Array(folder.file("link").utf8)
        #expect(Program.succeeds(["ln", "-s", "a", folder.file("link")]))
        do {
            _ = try Connection(path: link, mode: .write)
            Issue.record("the link was followed")
        } catch {
            #expect(error.cause == .symbolicLink)
        }
    }

    @Test func whatIsNoDatabaseIsSaidToBeNone() throws {
        let folder = try TestTree()
        try OwnFile.create(Array(folder.file("a").utf8), with: Array(repeating: 0x41, count: 5_000), mode: 0o600)
        let connection = try Connection(path: Array(folder.file("a").utf8), mode: .read)
        do {
            _ = try connection.integer("SELECT count(*) FROM sqlite_schema")
            Issue.record("it was read")
        } catch {
            #expect(error.cause == .notADatabase)
            #expect(error.description.contains("not a database"))
        }
    }

    @Test func aMissingFileIsNotMade() throws {
        let folder = try TestTree()
        for mode in [Connection.Mode.read, .write] {
            do {
                _ = try Connection(path: Array(folder.file("a").utf8), mode: mode)
                Issue.record("it was opened")
            } catch {
                #expect(error.cause == .cannotOpen)
            }
        }
        _ = try Connection(path: Array(folder.file("a").utf8), mode: .create)
    }

    @Test func aLockedDatabaseSaysSo() throws {
        let folder = try TestTree()
        let first = try Connection(path: Array(folder.file("a").utf8), mode: .create)
        try first.execute("CREATE TABLE t (a)")
        try first.begin()
        let second = try Connection(path: Array(folder.file("a").utf8), mode: .write, busyTimeoutMilliseconds: 0)
        do {
            try second.begin()
            Issue.record("two writers at a time")
        } catch {
            #expect(error.cause == .locked)
        }
        first.rollback()
    }

    @Test(arguments: [[UInt8](), Array("a\0b".utf8)])
    func impossiblePathsAreRefused(_ path: [UInt8]) {
        #expect(throws: SQLiteError.self) { _ = try Connection(path: path, mode: .create) }
    }

    @Test func messagesHoldNoControlCharacters() {
        let error = SQLiteError(code: 1, message: "a\u{1b}[31m\nb\u{202e}", operation: "step")
        #expect(error.message == "a?[31m?b?")
    }

    @Test(arguments: SQLiteError.Cause.allCases)
    func eachCauseHasItsSentence(_ cause: SQLiteError.Cause) {
        let codes: [Int32] = [5, 11, 26, 8, 13, 3, 14, 14 | 6 << 8, 10, 18, 7, 19, 1]
        let matching = codes.map { SQLiteError(code: $0, message: "m", operation: "o") }.filter { $0.cause == cause }
        #expect(matching.count == 1)
        #expect(matching.allSatisfy { $0.description.contains(". (SQLite \($0.code) at o: m)") })
    }
}
