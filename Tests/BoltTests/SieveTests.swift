import Bolt
import Linux
import TestSupport
import Testing

/// What a sieve leaves out is as if it were not there; everything else is as it was, and what is left out is checked.
@Suite struct SieveTests {
    /// One entry of a bucket, as bytes.
    private struct Entry: Equatable {
        var key: [UInt8]
        var value: [UInt8]
    }

    /// A rule that has something of every kind.
    private static func wish(_ last: UInt8?) -> BoltWish {
        switch (last ?? 0) % 4 {
        case 0: .no
        case 1: .yes
        case 2: .besideMark
        default: .mark
        }
    }

    private static let sieve: BoltSieve = { key, _ in wish(key.isEmpty ? nil : key[key.count - 1]) }

    private static func sieved(_ entries: [Entry]) -> [Entry] {
        let hasMark = entries.contains { wish($0.key.last) == .mark }
        return entries.filter { entry in
            let wish = wish(entry.key.last)
            return wish == .yes || wish == .mark || wish == .besideMark && hasMark
        }
    }

    @Test(arguments: FixtureDatabases.names) func databasesOfDaemonsAreSieved(name: String) throws {
        let databases = try FixtureDatabases(name)
        let folder = try databases.tree.open()
        var sieved = 0
        for path in databases.paths where !path.hasPrefix("torn/") {
            sieved += try compare(folder, path)
        }
        #expect(sieved > 0)
    }

    @Test(arguments: ["nested", "inline", "random", "everything"]) func shapesAreSieved(shape: String) throws {
        let tree = try TestTree()
        try BoltWriter.run("make", shape, tree.file("a.db"), "1024")
        _ = try compare(try tree.open(), "a.db")
    }

    /// Compares a file as it is with what passes a sieve; says how many buckets lost something.
    private func compare(_ folder: borrowing Descriptor, _ path: String) throws -> Int {
        let all = try BoltDatabase.read(folder, Array(path.utf8))
        let some = try BoltDatabase.read(folder, Array(path.utf8), sieve: Self.sieve)
        #expect(some.bytes.count <= all.bytes.count)
        try some.check()
        var buckets = [(all.root, some.root)]
        var count = 0
        while let (one, other) = buckets.popLast() {
            let (before, after) = (try values(of: one), try values(of: other))
            if one.nesting == 2, before != after {
                count += 1
                #expect(after == Self.sieved(before), "\(path)")
            } else {
                #expect(after == before, "\(path)")
            }
            #expect(one.sequence == other.sequence)
            for entry in after { #expect(try other.value(entry.key).map { Array(other.bytes[$0]) } == entry.value) }
            var cursor = one.cursor()
            while let entry = try cursor.next() {
                guard entry.isBucket else { continue }
                let twin = try #require(try other.bucket(Array(one.bytes[entry.key])))
                buckets.append((try one.bucket(of: entry), twin))
            }
        }
        return count
    }

    private func values(of bucket: BoltBucket) throws -> [Entry] {
        var result: [Entry] = []
        var cursor = bucket.cursor()
        while let entry = try cursor.next() {
            if entry.isBucket { continue }
            result.append(Entry(key: Array(bucket.bytes[entry.key]), value: Array(bucket.bytes[entry.value])))
        }
        return result
    }

    @Test func whatIsLeftOutIsChecked() throws {
        let databases = try FixtureDatabases("standalone-overlayfs-v0.32.2")
        let path = "runc-overlayfs/metadata_v2.db"
        let folder = try databases.tree.open()
        let file = try Descriptor.open(databases.tree.bytes(path), [.readOnly])
        var database = EditableDatabase(try file.bytes(at: 0, count: Int(try file.status().size)), pageSize: 4096)
        let original = try BoltDatabase(bytes: database.bytes)
        let records = try #require(try original.bucket(Array("_main".utf8)))
        var cursor = records.cursor()
        let first = try #require(try cursor.next())
        var properties = try records.bucket(of: first).cursor()
        let property = try #require(try properties.next())
        // The first name of the first record becomes the last.
        database.bytes[property.key.lowerBound] = 0xFF
        try databases.tree.write("broken.db", database.bytes)
        let error = #expect(throws: BoltError.self) {
            try BoltDatabase.read(folder, Array("broken.db".utf8), sieve: { _, _ in .no })
        }
        #expect(error?.kind == .malformed)
    }
}
