import Bolt
import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// Databases of records that are whole as databases and have lost what they should hold: never a clean answer.
@Suite struct DamagedRecordsTests {
    private static let id = String(repeating: "a", count: 25)
    private static let mount: [String: MadeDatabase.Node] = [
        "cache.recordType": .text(#"{"value":"exec.cachemount"}"#), "cache-dir": .text(#"{"value":"/x"}"#),
    ]

    /// A worker with one snapshot and these records.
    private static func read(_ records: [String: MadeDatabase.Node]) throws -> StateInventory {
        let tree = try TestTree()
        let keys: [String: MadeDatabase.Node] = [id: .bucket(["name": .text("buildkit/1/\(id)")])]
        let spaces = ["buildkit": MadeDatabase.Node.bucket(["snapshots": .bucket(["overlayfs": .bucket(keys)])])]
        let numbers: [String: MadeDatabase.Node] = ["buildkit/1/\(id)": .bucket(["id": .value([1])])]
        for (path, content) in [
            ("metadata_v2.db", ["_main": .bucket(records)]), ("containerdmeta.db", ["v1": .bucket(spaces)]),
            ("snapshots/metadata.db", ["v1": .bucket(["snapshots": .bucket(numbers)])]),
        ] as [(String, [String: MadeDatabase.Node])] {
            try tree.write("runc-overlayfs/" + path, MadeDatabase.bytes(content))
        }
        try tree.makeFolder("runc-overlayfs/snapshots/snapshots/1/fs")
        let found = StateDiscovery(states: [ByteString(tree.path)], processes: "/nonexistent").run()
        return try #require(found.roots.map(StateReader.read).first)
    }

    private static func details(_ records: [String: MadeDatabase.Node]) throws -> [String] {
        try read(records).troubles.map(\.detail)
    }

    @Test func whatIsWholeHasNoTroubles() throws {
        let layer = "sha256:" + String(repeating: "0f", count: 32)
        let records: [String: MadeDatabase.Node] = [
            Self.id: .bucket(Self.mount), layer: .bucket(["cache.description": .text(#"{"value":"pulled from x"}"#)]),
        ]
        let inventory = try Self.read(records)
        #expect(inventory.troubles == [] && inventory.caches.count == 1)
    }

    @Test func aValueAmongTheRecordsIsSaid() throws {
        let records: [String: MadeDatabase.Node] = [Self.id: .bucket(Self.mount), "cache.createdAt": .text("1")]
        let details = try Self.details(records)
        #expect(details.count == 1 && details[0].contains("cache.createdAt") && details[0].contains("page "))
        #expect(try Self.read(records).caches.count == 1, "the others are still seen")
    }

    @Test(arguments: ["Aaaaaaaaaaaaaaaaaaaaaaaaa", "short", "sha256:0f", "_index"]) func aStrangeNameIsSaid(
        name: String
    ) throws {
        let records: [String: MadeDatabase.Node] = [
            Self.id: .bucket(Self.mount), name: .bucket(["cache.description": .text(#"{"value":"x"}"#)]),
        ]
        let details = try Self.details(records)
        #expect(details.count == 1 && details[0].contains(name), "\(details)")
    }

    @Test func bucketsOfAnotherKindAreNoRecords() throws {
        let records: [String: MadeDatabase.Node] = [Self.id: .bucket(["buildkit.contenthash.v0": .text("x")])]
        #expect(try Self.details(records).contains { $0.contains("none of the 1 records") })
    }

    @Test func noRecordWhereASnapshotIsIsSaid() throws {
        #expect(try Self.details([:]).contains { $0.contains("records are missing: it has 0,") })
    }

    @Test(arguments: ["cache-dIr", "cache-dir"]) func aLostMountKeyIsNoDetachedMount(property: String) throws {
        var record = Self.mount
        record["cache-dir"] = nil
        record[property] = .text(#"{"valuE":"/x"}"#)
        let inventory = try Self.read([Self.id: .bucket(record)])
        #expect(inventory.troubles.map(\.reason) == [.malformed])
        #expect(inventory.troubles.first?.detail.contains(Self.id) == true)
        #expect(inventory.orphans.map(\.kind) == [.directory] && inventory.caches.isEmpty)
    }

    @Test(arguments: ["-62135596800000000000", "-9223372036854775808", "9223372036854775807", "99e99", "-1"])
    func aTimeThatNoClockShowsIsNotKnown(number: String) throws {
        var record = Self.mount
        record["cache.createdAt"] = .text(#"{"value":\#(number)}"#)
        record["cache.lastUsedAt"] = .text(#"{"value":1700000000000000000}"#)
        let inventory = try Self.read([Self.id: .bucket(record)])
        let cache = try #require(inventory.caches.first)
        #expect(cache.created == nil && cache.lastUsed == 1_700_000_000_000_000_000)
        #expect(inventory.troubles.map(\.reason) == [.malformed])
    }

    @Test func dockersSnapshotsWithoutRecordsAreSaid() throws {
        let state = try StateFixture("dockerd-overlay2-29.7.2")
        #expect(try state.read().flatMap(\.troubles) == [])
        let empty: [String: MadeDatabase.Node] = ["_main": .bucket([:]), "_index": .bucket([:])]
        try state.tree.write("buildkit/metadata_v2.db", MadeDatabase.bytes(empty))
        #expect(try state.read().flatMap(\.troubles).contains { $0.detail.contains("records are missing") })
    }

    /// The page that the records begin with, overwritten by that of another bucket: whole, and wrong.
    @Test(arguments: ["dockerd-overlay2-20.10.24", "standalone-overlayfs-v0.32.2", "standalone-overlayfs-v0.6.4"])
    func anotherBucketsPageIsNoCleanState(name: String) throws {
        let state = try StateFixture(name)
        let isDocker = name.hasPrefix("dockerd")
        let path =
            isDocker ? "buildkit/metadata_v2.db" : "runc-overlayfs/metadata\(name.hasSuffix("6.4") ? "" : "_v2").db"
        let original = try OwnFile.read(state.tree.bytes(path), limit: 64 << 20)
        let database = try BoltDatabase(bytes: original)
        func page(_ bucket: BoltEntry) -> Int {
            (0..<8).reduce(0) { $0 | Int(original[bucket.value.lowerBound + $1]) << (8 * $1) } * database.pageSize
        }
        let main = page(try #require(try database.root.entry(Array("_main".utf8))))
        let records = try #require(try database.bucket(Array("_main".utf8)))
        var others = try ["_index", "_external"].map { page(try #require(try database.root.entry(Array($0.utf8)))) }
        var cursor = records.cursor()
        while let entry = try cursor.next() {
            if page(entry) > 0 { others.append(page(entry)) }
            // A leaf of their own in the place of the branch: a part of them is all there is.
            others.append(Int(entry.page) * database.pageSize)
        }
        for other in Set(others).subtracting([main]).sorted().prefix(20) {
            var bytes = original
            for at in 8..<database.pageSize { bytes[main + at] = original[other + at] }
            try state.tree.write(path, bytes)
            #expect(try !state.read().flatMap(\.troubles).isEmpty, "page \(other / database.pageSize)")
        }
    }
}
