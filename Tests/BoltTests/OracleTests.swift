import Bolt
import Linux
import TestSupport
import Testing

/// The same databases, read by others: the library that writes them, and a small reader in another language.
@Suite struct OracleTests {
    /// Page sizes that hosts have, and smaller and larger ones.
    static let pageSizes = [1024, 4096, 65536]
    /// Shapes so large that two page sizes must do.
    static let largeShapes: Set = ["everything", "many", "deleted"]
    static let shapes = [
        "empty", "one", "inline", "nested", "overflow", "deleted", "many", "long-keys", "random", "sequences",
        "random-unlisted", "empty-unlisted", "everything",
    ]

    @Test(arguments: shapes) func shapesAreReadAsTheLibraryReadsThem(shape: String) throws {
        let tree = try TestTree()
        let folder = try tree.open()
        for pageSize in Self.largeShapes.contains(shape) ? [1024, 16384] : Self.pageSizes {
            let name = "\(shape)-\(pageSize).db"
            try BoltWriter.run("make", shape, tree.file(name), "\(pageSize)")
            try BoltWriter.run("check", tree.file(name))
            let database = try BoltDatabase.read(folder, Array(name.utf8))
            #expect(database.pageSize == pageSize)
            let dump = try database.dump()
            try expectSame(dump, try BoltWriter.run("dump", tree.file(name)), name)
            try expectEveryKeyIsFound(in: database)
        }
    }

    @Test(arguments: FixtureDatabases.names) func databasesOfDaemonsAreReadAsOthersReadThem(name: String) throws {
        let databases = try FixtureDatabases(name)
        let folder = try databases.tree.open()
        let paths = databases.paths.filter { !$0.hasPrefix("torn/") }
        var dump: [UInt8] = []
        for path in paths {
            let database = try BoltDatabase.read(folder, Array(path.utf8))
            dump += try database.dump()
            try expectEveryKeyIsFound(in: database)
        }
        let files = paths.map(databases.tree.file)
        try expectSame(dump, try BoltWriter.run(["dump"] + files), name)
        let python = try Program.run([PythonOracle.interpreter, fixture("bolt/reader.py")] + files)
        try expectSame(dump, python.output, name)
    }

    /// Shows the first line that differs: whole dumps would fill screens.
    private func expectSame(_ ours: [UInt8], _ theirs: [UInt8], _ name: String) throws {
        if ours == theirs { return }
        let ours = String(decoding: ours, as: UTF8.self).split(separator: "\n")
        let theirs = String(decoding: theirs, as: UTF8.self).split(separator: "\n")
        let index = zip(ours, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let shown = index.map { "\(ours[$0].prefix(200))\n\(theirs[$0].prefix(200))" }
        Issue.record("\(name): \(ours.count) and \(theirs.count) lines, first other one: \(shown ?? "at the end")")
    }

    /// What a walk finds, a lookup finds; keys just before and behind it are not there.
    private func expectEveryKeyIsFound(in database: BoltDatabase) throws {
        var open = [(bucket: database.root, cursor: database.root.cursor())]
        var wrong = 0
        var seen = 0
        while let top = open.indices.last {
            guard let entry = try open[top].cursor.next() else {
                open.removeLast()
                continue
            }
            let bucket = open[top].bucket
            seen += 1
            // All of a small database, and some of a large one.
            if !entry.isBucket && seen > 2000 && seen % 31 != 0 { continue }
            let key = Array(database.bytes[entry.key])
            if try bucket.entry(key) != entry { wrong += 1 }
            // Nothing can lie between a key and the same with a zero behind it, and no key of ours has that zero.
            if try bucket.entry(key + [0]) != nil { wrong += 1 }
            if try bucket.entry(key.dropLast() + [0x00, 0x01, 0x00]) != nil { wrong += 1 }
            if entry.isBucket {
                let child = try bucket.bucket(of: entry)
                open.append((child, child.cursor()))
            }
        }
        #expect(wrong == 0)
    }
}
