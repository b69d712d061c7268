import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// States that somebody broke, or that break while they are read.
@Suite struct HostileStateTests {
    private static let name = "standalone-overlayfs-v0.8.3"
    private static let databases = ["metadata_v2.db", "containerdmeta.db", "snapshots/metadata.db"]

    private static func read(_ state: StateFixture) -> [StateInventory] {
        StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run().roots.map(StateReader.read)
    }

    @Test(arguments: databases) func flippedBitsNeverTrapAndNeverLookClean(database: String) throws {
        let state = try StateFixture(Self.name)
        let whole = Set(Self.read(state).flatMap(\.caches).map(\.path))
        let path = "runc-overlayfs/" + database
        let original = try OwnFile.read(state.tree.bytes(path), limit: 64 << 20)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<12 {
            var bytes = original
            for _ in 0..<40 { bytes[random.int(0...(min(bytes.count, 200_000) - 1))] ^= UInt8(random.int(1...255)) }
            try state.tree.write(path, bytes)
            let inventory = try #require(Self.read(state).first)
            for cache in inventory.caches {
                let isInside = cache.path.utf8Text?.hasPrefix(state.tree.path + "/runc-overlayfs/snapshots/snapshots/")
                #expect(isInside == true)
            }
            let found = Set(inventory.caches.map(\.path))
            if found.count < whole.count {
                #expect(!(inventory.troubles.isEmpty && inventory.orphans.isEmpty), "something is missing in silence")
            }
        }
    }

    @Test(arguments: databases) func aMissingDatabaseIsNamed(database: String) throws {
        let state = try StateFixture(Self.name)
        try state.tree.remove("runc-overlayfs/" + database)
        let found = StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run()
        let troubles = found.troubles + found.roots.map(StateReader.read).flatMap(\.troubles)
        #expect(!troubles.isEmpty)
    }

    /// A containerd keeps the directories of all containers of a host: a state in a volume must not lead there.
    @Test func aRecordCannotMakeACacheOfAnothersSnapshot() throws {
        let own = String(repeating: "a", count: 25)
        let other = String(repeating: "b", count: 64)
        for (snapshot, isCache) in [(own, true), (other, false)] {
            let tree = try TestTree()
            let record: [String: MadeDatabase.Node] = [
                "cache.recordType": .text(#"{"value":"exec.cachemount"}"#), "cache-dir": .text(#"{"value":"/x"}"#),
                "cache.snapshot": .text(#"{"value":"\#(snapshot)"}"#),
            ]
            let keys: [String: MadeDatabase.Node] = [
                own: .bucket(["name": .text("buildkit/1/\(own)")]),
                other: .bucket(["name": .text("k8s.io/2/\(other)")]),
            ]
            let spaces = ["k8s.io": MadeDatabase.Node.bucket(["snapshots": .bucket(["overlayfs": .bucket(keys)])])]
            let numbers: [String: MadeDatabase.Node] = [
                "buildkit/1/\(own)": .bucket(["id": .value([1])]), "k8s.io/2/\(other)": .bucket(["id": .value([2])]),
            ]
            let store = "containerd/io.containerd.snapshotter.v1.overlayfs/"
            for (path, content) in [
                ("volume/containerd-overlayfs/metadata_v2.db", ["_main": .bucket([own: .bucket(record)])]),
                ("containerd/io.containerd.metadata.v1.bolt/meta.db", ["v1": .bucket(spaces)]),
                (store + "metadata.db", ["v1": .bucket(["snapshots": .bucket(numbers)])]),
            ] as [(String, [String: MadeDatabase.Node])] {
                try tree.write(path, MadeDatabase.bytes(content))
            }
            for number in 1...2 { try tree.makeFolder(store + "snapshots/\(number)/fs") }
            let states = [ByteString(tree.file("volume"))]
            let found = StateDiscovery(states: states, processes: "/nonexistent").run()
            let inventory = try #require(found.roots.map(StateReader.read).first)
            #expect(inventory.caches.map(\.snapshot) == (isCache ? [own] : []))
            #expect(inventory.troubles.contains { $0.detail.contains("not its own") } == !isCache)
        }
    }

    @Test func aRecordWithoutItsDirectoryIsShown() throws {
        let state = try StateFixture(Self.name)
        let cache = try #require(Self.read(state).first?.caches.first)
        let path = try #require(cache.path.utf8Text)
        try state.tree.remove(String(path.dropFirst(state.tree.path.count + 1)))
        let inventory = try #require(Self.read(state).first)
        let orphan = try #require(inventory.orphans.first { $0.kind == .record })
        #expect(orphan.record == cache.record)
        #expect(orphan.id == cache.id)
        #expect(orphan.path == cache.path)
        #expect(!inventory.caches.contains { $0.record == cache.record })
    }

    @Test func aDirectoryWithoutARecordIsShown() throws {
        let state = try StateFixture(Self.name)
        try state.tree.makeFolder("runc-overlayfs/snapshots/snapshots/987654/fs")
        let inventory = try #require(Self.read(state).first)
        let path = state.tree.file("runc-overlayfs/snapshots/snapshots/987654/fs")
        #expect(inventory.orphans.contains { $0.kind == .directory && $0.path == ByteString(path) })
    }

    @Test func aContentThatIsALinkIsNoCache() throws {
        let state = try StateFixture(Self.name)
        let cache = try #require(Self.read(state).first?.caches.first)
        let path = try #require(cache.path.utf8Text)
        let name = String(path.dropFirst(state.tree.path.count + 1))
        try state.tree.remove(name)
        try state.tree.link(name, to: "/etc")
        let inventory = try #require(Self.read(state).first)
        #expect(!inventory.caches.contains { $0.record == cache.record })
        #expect(!inventory.troubles.isEmpty || !inventory.orphans.isEmpty)
    }

    /// A worker of the state with these records and with snapshots 1, 2, …, named by what stands in the list.
    private static func makeWorker(
        _ tree: TestTree, _ folder: String, records: [String: String], snapshots: [String]
    ) throws {
        let table = records.mapValues { snapshot -> MadeDatabase.Node in
            .bucket([
                "cache.recordType": .text(#"{"value":"exec.cachemount"}"#), "cache-dir": .text(#"{"value":"/x"}"#),
                "cache.snapshot": .text(#"{"value":"\#(snapshot)"}"#),
            ])
        }
        var keys: [String: MadeDatabase.Node] = [:]
        var numbers: [String: MadeDatabase.Node] = [:]
        for (index, name) in snapshots.enumerated() {
            keys[name] = .bucket(["name": .text("buildkit/\(index + 1)/\(name)")])
            numbers["buildkit/\(index + 1)/\(name)"] = .bucket(["id": .value([UInt8(index + 1)])])
            try tree.makeFolder("\(folder)/snapshots/snapshots/\(index + 1)/fs")
        }
        let spaces = ["buildkit": MadeDatabase.Node.bucket(["snapshots": .bucket(["overlayfs": .bucket(keys)])])]
        try tree.write(folder + "/metadata_v2.db", MadeDatabase.bytes(["_main": .bucket(table)]))
        try tree.write(folder + "/containerdmeta.db", MadeDatabase.bytes(["v1": .bucket(spaces)]))
        try tree.write(
            folder + "/snapshots/metadata.db",
            MadeDatabase.bytes(["v1": .bucket(["snapshots": .bucket(numbers)])]))
    }

    private static func name(_ number: Int) -> String {
        String(repeating: "0", count: 25 - "\(number)".count) + "\(number)"
    }

    /// Else one directory would be audited as often as somebody likes, and purged with each of these names.
    @Test func oneDirectoryIsOneCache() throws {
        let tree = try TestTree()
        let names = (0..<60).map(Self.name)
        // What comes first in the database is none of those that own the snapshot.
        let records = Dictionary(uniqueKeysWithValues: names.map { ($0, names[7]) })
        try Self.makeWorker(tree, "runc-overlayfs", records: records, snapshots: [names[7]])
        let found = StateDiscovery(states: [ByteString(tree.path)], processes: "/nonexistent").run()
        let inventory = try #require(found.roots.map(StateReader.read).first)
        #expect(inventory.caches.map(\.record) == [names[7]])
        #expect(inventory.troubles.map(\.reason) == [.malformed])
        #expect(inventory.troubles.first?.detail.contains("59 mount caches were not seen") == true)
    }

    /// Each worker is read apart, and may be waited for.
    @Test func workersAreCountedAndReadOnce() throws {
        let tree = try TestTree()
        try Self.makeWorker(tree, "runc-a", records: [Self.name(1): Self.name(1)], snapshots: [Self.name(1)])
        try tree.makeFolder("runc-b/snapshots")
        try tree.hardLink("runc-b/metadata_v2.db", to: "runc-a/metadata_v2.db")
        let same = StateDiscovery(states: [ByteString(tree.path)], processes: "/nonexistent").run()
        #expect(same.roots.map(\.folder) == ["runc-a"])
        #expect(same.troubles.first?.detail.contains("runc-b was not read") == true)
        for number in 0..<40 { try tree.write("runc-c\(number)/metadata_v2.db", "x") }
        let many = StateDiscovery(states: [ByteString(tree.path)], processes: "/nonexistent").run()
        #expect(many.roots.count == 32)
        #expect(many.troubles.contains { $0.detail.contains("9 folders of workers were not looked at") })
    }
}
