import BuildKit
import Bytes
import Inventory
import Linux
import TestSupport
import Testing

/// What is easily got wrong in BuildKit's files, one by one.
@Suite struct TrapTests {
    private static func inventory(_ state: StateFixture) throws -> StateInventory {
        try #require(try state.read().first)
    }

    @Test func allRecordsOfOneIDAreThere() throws {
        let inventory = try Self.inventory(StateFixture("standalone-overlayfs-v0.12.5"))
        let ids = inventory.caches.map(\.id)
        let repeated = Set(ids.filter { id in ids.count { $0 == id } > 1 })
        #expect(repeated.contains("/scratchpad"), "a private mount that two builds had at once")
        #expect(repeated.count > 1, "a shared mount has two records as well")
        #expect(Set(inventory.caches.map(\.path)).count == inventory.caches.count)
    }

    @Test func theSharingModeIsNotGuessed() throws {
        let inventory = try Self.inventory(StateFixture("standalone-overlayfs-v0.32.2"))
        #expect(inventory.caches.allSatisfy { $0.sharing == nil && $0.selectors.isEmpty && !$0.inUse })
    }

    @Test func aStaleIndexIsNotBelieved() throws {
        // Docker 20.10 left an entry in `_index` whose record is gone.
        let state = try StateFixture("dockerd-overlay2-20.10.24")
        let inventory = try Self.inventory(state)
        #expect(inventory.caches.count == state.mounts.count)
        #expect(inventory.orphans.allSatisfy { $0.kind == .directory })
    }

    @Test func idsKeepEveryByte() throws {
        let ids = try Self.inventory(StateFixture("standalone-overlayfs-v0.32.2")).caches.map(\.id)
        #expect(ids.contains("/a:b::c"))
        #expect(ids.contains { $0.bytes.contains(UInt8(ascii: "\n")) && $0.utf8Text?.contains("ü") == true })
        #expect(ids.contains("tenant1//root/.cache/pip"))
        #expect(ids.contains("plain-llb-id"))
    }

    @Test func aDatabaseThatSomebodyHoldsLockedIsReadAtOnce() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        var holders: [Program.Running] = []
        defer { for holder in holders { holder.killNow() } }
        for name in ["metadata_v2.db", "containerdmeta.db", "snapshots/metadata.db"] {
            let path = state.tree.file("runc-overlayfs/" + name)
            let flag = state.tree.file("held-" + name.split(separator: "/").joined())
            holders.append(try Program.start(["flock", "-x", path, "sh", "-c", "touch \"$0\"; exec sleep 60", flag]))
            for _ in 0..<2000 where (try? Descriptor.status(ofPath: Array(flag.utf8))) == nil {
                Program.pause(microseconds: 2000)
            }
        }
        #expect(try Self.inventory(state).caches.count == state.mounts.count)
    }

    @Test func nothingIsTouched() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let look = ["find", state.tree.path, "-printf", "%p %s %m %A@ %T@ %C@\n"]
        _ = try Program.run(look)
        let before = try Program.run(look).output
        _ = try state.read()
        #expect(try Program.run(look).output == before)
    }

    @Test func recordsOfARunningDaemonAreShownWithoutTheirDirectories() throws {
        // Only databases are in this archive, so every record is one whose directory is gone.
        let state = try StateFixture("live-overlayfs-v0.32.2")
        let inventory = try Self.inventory(state)
        let orphans = inventory.orphans.filter { $0.kind == .record }
        #expect(Set(orphans.compactMap(\.record)) == Set(state.mounts.compactMap { $0["record_id"]?.string }))
        #expect(inventory.caches.isEmpty)
        #expect(inventory.troubles.map(\.reason) == [.unusable], "all of them in one line")
    }

    @Test func aTornCopyIsNotTakenForTheTruth() throws {
        let state = try StateFixture("live-overlayfs-v0.32.2")
        try state.tree.rename("torn/containerdmeta.db", to: "runc-overlayfs/containerdmeta.db")
        let inventory = try Self.inventory(state)
        #expect(inventory.troubles.contains { $0.reason == .malformed })
    }

    /// A build with `--no-cache` takes the id away from a mount that another build still uses.
    @Test(arguments: ["cache-dir", "cache-dir:/x"]) func aDetachedMountIsLeftOver(property: String) throws {
        let id = String(repeating: "a", count: 25)
        for (value, isCache) in [("", false), (#"{"value":"cache-dir:/x"}"#, true)] {
            let tree = try TestTree()
            let record: [String: MadeDatabase.Node] = [
                "cache.recordType": .text(#"{"value":"exec.cachemount"}"#), property: .text(value),
            ]
            let keys: [String: MadeDatabase.Node] = [id: .bucket(["name": .text("buildkit/1/\(id)")])]
            let spaces: [String: MadeDatabase.Node] = [
                "buildkit": .bucket(["snapshots": .bucket(["overlayfs": .bucket(keys)])])
            ]
            let numbers: [String: MadeDatabase.Node] = ["buildkit/1/\(id)": .bucket(["id": .value([1])])]
            for (path, content) in [
                ("metadata_v2.db", ["_main": .bucket([id: .bucket(record)])]),
                ("containerdmeta.db", ["v1": .bucket(spaces)]),
                ("snapshots/metadata.db", ["v1": .bucket(["snapshots": .bucket(numbers)])]),
            ] as [(String, [String: MadeDatabase.Node])] {
                try tree.write("runc-overlayfs/" + path, MadeDatabase.bytes(content))
            }
            try tree.makeFolder("runc-overlayfs/snapshots/snapshots/1/fs")
            let found = StateDiscovery(states: [ByteString(tree.path)], processes: "/nonexistent").run()
            let inventory = try #require(found.roots.map(StateReader.read).first)
            #expect(inventory.troubles == [])
            #expect(inventory.caches.map(\.record) == (isCache ? [id] : []))
            #expect(inventory.orphans.contains { $0.detail.contains("detached") } == !isCache)
        }
    }

    @Test func versionsAreBounded() throws {
        let expected = [
            "standalone-overlayfs-v0.6.4": "BuildKit 0.6 or older",
            "standalone-overlayfs-v0.8.3": "BuildKit 0.7 to 0.9",
            "standalone-overlayfs-v0.10.6": "BuildKit 0.10 or newer",
            "standalone-overlayfs-v0.11.6": "BuildKit 0.11 or newer",
            "standalone-overlayfs-v0.12.5": "BuildKit 0.12 or newer",
            "standalone-overlayfs-migrated-v0.6.4-to-v0.12.5": "metadata.db is left from BuildKit 0.6",
        ]
        for (name, text) in expected {
            let inventory = try Self.inventory(StateFixture(name))
            #expect(inventory.traits.contains { $0.hasPrefix(text) }, "\(name): \(inventory.traits)")
            let isOld = ["0.6.4", "0.8.3", "0.10.6"].contains { name.hasSuffix("v" + $0) }
            #expect(inventory.notes.contains { $0.hasPrefix("no records of builds") } == isOld, "\(name)")
        }
    }
}
