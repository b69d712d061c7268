import Bolt
import Linux
import TestSupport
import Testing

/// Databases that break the format: an error with the page, and never anything worse.
@Suite struct CorruptionTests {
    /// How one fault is made, and the page that must be named: an offset in the file.
    struct Fault: Sendable, CustomStringConvertible {
        var description: String
        var make: @Sendable (inout EditableDatabase) throws -> Int

        init(_ description: String, _ make: @escaping @Sendable (inout EditableDatabase) throws -> Int) {
            self.description = description
            self.make = make
        }

        /// A number put into the page that the bucket `many` begins with, a branch.
        static func branch(_ what: String, _ value: UInt64, _ count: Int, at offset: Int) -> Fault {
            Fault(what) { database in
                let page = try database.page(of: "many")
                database.put(value, count, at: page + offset)
                return page
            }
        }

        /// A number put into the first leaf of the bucket `many`.
        static func leaf(_ what: String, _ value: UInt64, _ count: Int, at offset: Int) -> Fault {
            Fault(what) { database in
                var page = try database.page(of: "many")
                while database.number(page + 8, 2) == 1 { page = database.child(0, ofPageAt: page) }
                database.put(value, count, at: page + offset)
                return page
            }
        }
    }

    static let faults: [Fault] = [
        .branch("another page's number", 77, 8, at: 0),
        .branch("no kind of page", 0, 2, at: 8),
        .branch("two kinds of page", 3, 2, at: 8),
        .branch("a meta page in a tree", 4, 2, at: 8),
        .branch("the list of free pages in a tree", 16, 2, at: 8),
        .branch("no children", 0, 2, at: 10),
        .branch("more elements than fit", 0xFFFF, 2, at: 10),
        .branch("more pages than there are", 0xFFFF_FFFF, 4, at: 12),
        .branch("a key outside of the page", 0xFFFF_FFF0, 4, at: 16),
        .branch("a key among the elements", 4, 4, at: 16),
        .branch("an empty key", 0, 4, at: 20),
        .branch("a key of four gigabytes", 0xFFFF_FFFF, 4, at: 20),
        Fault("a child that is a meta page") { database in
            let page = try database.page(of: "many")
            database.put(1, 8, at: page + 24)
            return 1 * database.pageSize
        },
        Fault("a child that is the page itself") { database in
            let page = try database.page(of: "many")
            database.put(UInt64(page / database.pageSize), 8, at: page + 24)
            return page
        },
        Fault("a child twice") { database in
            let page = try database.page(of: "many")
            let child = database.child(0, ofPageAt: page)
            database.put(UInt64(child / database.pageSize), 8, at: page + 32 + 8)
            return child
        },
        Fault("two buckets in the same pages") { database in
            let page = try database.page(of: "many")
            guard
                let entry = try BoltDatabase(bytes: database.bytes).root.entry(Array("other".utf8))
            else { return 0 }
            database.put(UInt64(page / database.pageSize), 8, at: entry.value.lowerBound)
            return page
        },
        .leaf("an unknown kind of entry", 2, 4, at: 16),
        .leaf("an entry outside of the page", 0xFFFF_FFF0, 4, at: 20),
        .leaf("an empty key in a leaf", 0, 4, at: 24),
        .leaf("a value of four gigabytes", 0xFFFF_FFFF, 4, at: 28),
        .leaf("a bucket too short for one", 1, 4, at: 16),
        Fault("keys in the wrong order") { database in
            var page = try database.page(of: "many")
            while database.number(page + 8, 2) == 1 { page = database.child(0, ofPageAt: page) }
            let element = database.element(0, ofPageAt: page)
            // The first key, `key-000000`, becomes the last.
            database.bytes[element + database.number(element + 4, 4)] = UInt8(ascii: "z")
            return page
        },
        Fault("the same key twice") { database in
            var page = try database.page(of: "many")
            while database.number(page + 8, 2) == 1 { page = database.child(0, ofPageAt: page) }
            let element = database.element(1, ofPageAt: page)
            database.bytes[element + database.number(element + 4, 4) + 9] = UInt8(ascii: "0")
            return page
        },
        Fault("entries that overlap") { database in
            var page = try database.page(of: "many")
            while database.number(page + 8, 2) == 1 { page = database.child(0, ofPageAt: page) }
            let element = database.element(0, ofPageAt: page)
            let length = database.number(element + 12, 4)
            database.put(UInt64(length + 1), 4, at: element + 12)
            return page
        },
        .leaf("fewer elements than there are", 1, 2, at: 10),
        .leaf("no elements", 0, 2, at: 10),
        .leaf("a gap before the first element", 1, 4, at: 24),
        .branch("fewer children than there are", 2, 2, at: 10),
        Fault("a value shorter than it is") { database in
            let page = try leaf(1, of: &database)
            let last = database.element(database.number(page + 10, 2) - 1, ofPageAt: page)
            database.put(UInt64(database.number(last + 12, 4) - 1), 4, at: last + 12)
            return page
        },
        Fault("another page's elements") { database in
            let page = try leaf(0, of: &database)
            let other = try leaf(1, of: &database)
            for at in 8..<database.pageSize { database.bytes[page + at] = database.bytes[other + at] }
            return page
        },
        Fault("a first key that the branch above does not have") { database in
            let page = try leaf(1, of: &database)
            // Its first letter of the value goes to the key, which is still before the next one.
            let element = database.element(0, ofPageAt: page)
            database.put(UInt64(database.number(element + 8, 4) + 1), 4, at: element + 8)
            database.put(UInt64(database.number(element + 12, 4) - 1), 4, at: element + 12)
            return page
        },
        Fault("a tree with more in its place") { database in
            let root = database.number(database.meta + 32, 8) * database.pageSize
            let last = database.element(database.number(root + 10, 2) - 1, ofPageAt: root)
            database.put(24, 4, at: last + 12)
            return root
        },
        Fault("a root beyond the end") { database in
            let meta = database.meta
            database.put(UInt64(database.pageCount), 8, at: meta + 32)
            database.sign(metaAt: meta)
            return meta
        },
        Fault("more pages than an address can tell") { database in
            let meta = database.meta
            database.put(0xFFFF_FFFF_FFFF_FFFF, 8, at: meta + 56)
            database.sign(metaAt: meta)
            return meta
        },
        Fault("both meta pages broken") { database in
            database.bytes[70] ^= 1
            database.bytes[database.pageSize + 70] ^= 1
            return 0
        },
        Fault("the end is missing") { database in
            let length = (database.pageCount - 3) * database.pageSize
            database.bytes.removeSubrange(length...)
            return length
        },
    ]

    /// The n-th leaf of the bucket `many`.
    private static func leaf(_ number: Int, of database: inout EditableDatabase) throws -> Int {
        var branch = try database.page(of: "many")
        while database.number(database.child(0, ofPageAt: branch) + 8, 2) == 1 {
            branch = database.child(0, ofPageAt: branch)
        }
        return database.child(number, ofPageAt: branch)
    }

    @Test(arguments: faults) func aFaultIsNamedWithItsPage(fault: Fault) throws {
        let tree = try TestTree()
        try BoltWriter.run("make", "many", tree.file("a.db"), "1024")
        var database = EditableDatabase(try contents(tree, "a.db"), pageSize: 1024)
        try BoltDatabase(bytes: database.bytes).check()
        let page = try fault.make(&database) / database.pageSize
        let error = #expect(throws: BoltError.self) { try BoltDatabase(bytes: database.bytes).check() }
        #expect(error?.page == UInt64(page), "\(String(describing: error))")
        // The way over a file refuses it as well; where two pages are part of the fault it may name the other one.
        try tree.write("b.db", database.bytes)
        let folder = try tree.open()
        let again = #expect(throws: BoltError.self) { try BoltDatabase.read(folder, Array("b.db".utf8)) }
        #expect(again?.page != nil)
        #expect(again?.kind == error?.kind)
    }

    @Test func theOlderMetaCountsWhereTheNewerIsBroken() throws {
        let tree = try TestTree()
        try BoltWriter.run("make", "deleted", tree.file("a.db"), "1024")
        var database = EditableDatabase(try contents(tree, "a.db"), pageSize: 1024)
        let newest = try BoltDatabase(bytes: database.bytes).transaction
        database.bytes[database.meta + 30] ^= 1
        #expect(try BoltDatabase(bytes: database.bytes).transaction == newest - 1)
    }

    /// A value may claim any length, and a hole in the file costs whoever made it nothing.
    @Test(arguments: [16, 40]) func aValueOfHolesIsBounded(mebibytes: Int) throws {
        let size = 4096
        let following = (mebibytes << 20) / size
        var database = EditableDatabase([UInt8](repeating: 0, count: 3 * size), pageSize: size)
        for meta in [0, size] {
            for (offset, value) in [(8, 4), (20, 2), (24, size), (32, 2), (48, -1), (56, 3 + following), (64, 1)] {
                database.put(UInt64(truncatingIfNeeded: value), offset < 32 ? 4 : 8, at: meta + offset)
            }
            database.put(0xED0C_DAED, 4, at: meta + 16)
            database.sign(metaAt: meta)
        }
        let fields = [(0, 2), (8, 2), (10, 1), (12, following), (20, 16), (24, 1), (28, following * size), (32, 1)]
        for (offset, value) in fields { database.put(UInt64(value), offset == 10 ? 2 : 4, at: 2 * size + offset) }
        let tree = try TestTree()
        try tree.write("a.db", database.bytes)
        try Descriptor.open(tree.bytes("a.db"), [.readWrite]).setSize(Int64((3 + following) * size))
        let folder = try tree.open()
        guard mebibytes > 32 else {
            let found = try BoltDatabase.read(folder, Array("a.db".utf8))
            #expect(try found.root.value([1])?.count == following * size)
            return
        }
        let error = #expect(throws: BoltError.self) { try BoltDatabase.read(folder, Array("a.db".utf8)) }
        #expect(error?.kind == .tooLarge && error?.page == 2)
    }

    @Test func whatIsNoDatabaseIsRefused() throws {
        let tree = try TestTree()
        try tree.write("empty.db")
        try tree.write("text.db", String(repeating: "not a database ", count: 10_000))
        try tree.makeFIFO("fifo.db")
        try tree.write("real.db")
        try tree.link("link.db", to: "real.db")
        try tree.makeFolder("folder.db")
        try tree.writeSparse("large.db", size: 5 << 30)
        let folder = try tree.open()
        let kinds: [String: BoltError.Kind] = [
            "empty.db": .malformed, "text.db": .malformed, "fifo.db": .unreadable, "link.db": .unreadable,
            "folder.db": .unreadable, "large.db": .tooLarge, "none.db": .missing,
        ]
        for (name, kind) in kinds {
            let error = #expect(throws: BoltError.self) { try BoltDatabase.read(folder, Array(name.utf8)) }
            #expect(error?.kind == kind, "\(name): \(String(describing: error))")
        }
    }

    /// Thousands of broken copies: whatever comes, nothing traps, and a page is named.
    @Test(arguments: ["everything", "inline", "nested"]) func brokenCopiesDoNoHarm(shape: String) throws {
        let tree = try TestTree()
        try BoltWriter.run("make", shape == "everything" ? "random" : shape, tree.file("a.db"), "1024")
        let original = EditableDatabase(try contents(tree, "a.db"), pageSize: 1024)
        var random = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<120 {
            var database = original
            for _ in 0..<random.int(1...3) { damage(&database, using: &random) }
            do {
                let copy = try BoltDatabase(bytes: database.bytes)
                Exercise.lookups(in: copy)
                try copy.check()
            } catch {
                #expect(error.page != nil, "\(error)")
                refused += 1
            }
        }
        #expect(refused > 12)
    }

    private func damage(_ database: inout EditableDatabase, using random: inout SeededGenerator) {
        let size = database.pageSize
        let page = random.int(2...(database.pageCount - 1)) * size
        let element = page + 16 + 16 * random.int(0...8)
        let odd: [UInt64] = [0, 1, 2, 15, 16, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, UInt64(page / size)]
        switch random.int(0...7) {
        case 0: database.bytes[random.int(2 * size...database.bytes.count - 1)] ^= 1 << UInt8(random.int(0...7))
        case 1: for at in page..<(page + size) { database.bytes[at] = 0 }
        case 2: database.put(random.pick(odd), 2, at: page + 8 + 2 * random.int(0...1))
        case 3: database.put(random.pick(odd), 4, at: element + 4 * random.int(0...3))
        case 4: database.put(UInt64(random.int(0...database.pageCount)), 8, at: element + 8)
        case 5:
            let other = random.int(2...(database.pageCount - 1)) * size
            for at in 0..<size { database.bytes[page + at] = database.bytes[other + at] }
        case 6:
            database.put(UInt64(random.int(2...database.pageCount)), 8, at: database.meta + 32)
            database.sign(metaAt: database.meta)
        default: database.bytes[element + random.int(0...15)] = UInt8(random.int(0...255))
        }
    }

    private func contents(_ tree: TestTree, _ name: String) throws -> [UInt8] {
        let file = try Descriptor.open(tree.bytes(name), [.readOnly])
        return try file.bytes(at: 0, count: Int(try file.status().size))
    }
}
