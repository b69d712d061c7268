import BuildKit
import Bytes
import Inventory
import Linux
import TestSupport
import Testing

/// The state of a real daemon, unpacked into a folder of its own, and what the daemon itself said of it.
final class StateFixture {
    /// Names of all of them.
    static let names = [
        "standalone-overlayfs-v0.6.4", "standalone-overlayfs-v0.8.3", "standalone-overlayfs-v0.10.6",
        "standalone-overlayfs-v0.11.6", "standalone-overlayfs-v0.12.5", "standalone-overlayfs-v0.16.0",
        "standalone-overlayfs-v0.17.0", "standalone-overlayfs-v0.26.3", "standalone-overlayfs-v0.32.2",
        "standalone-overlayfs-master-20260821", "standalone-overlayfs-migrated-v0.6.4-to-v0.12.5",
        "standalone-native-v0.32.2", "standalone-containerd-worker-v0.32.2", "rootless-overlayfs-v0.32.2",
        "dockerd-overlay2-20.10.24", "dockerd-overlay2-23.0.18", "dockerd-overlay2-29.7.2",
        "dockerd-containerd-29.7.2",
    ]

    let name: String
    let tree: TestTree
    let expected: JSONObject

    init(_ name: String, in folder: String = "", tree: TestTree? = nil) throws {
        self.name = name
        self.tree = try tree ?? TestTree()
        if !folder.isEmpty { try self.tree.makeFolder(folder) }
        let place = folder.isEmpty ? self.tree.path : self.tree.file(folder)
        // The contents of snapshots and the blobs of the history are for other tests.
        let left = ["content/blobs/*", "fs/*", "diff/*"].map { "--exclude=*/" + $0 }
        try unpackFixture("buildkit/" + name, to: place, left)
        let text = try OwnFile.read(Array(fixture("buildkit/\(name).expected.json").utf8), limit: 64 << 20)
        expected = try #require(JSON.parse(text).object)
    }

    /// The state root in the archive: its top, or the daemon's folder in it.
    var root: String {
        let hasFolder = name.hasPrefix("rootless") || name.contains("containerd-worker")
        return hasFolder ? tree.file("buildkit") : tree.path
    }

    /// Mounts as the daemon has them.
    var mounts: [JSONObject] { expected["mounts"]?.array?.compactMap(\.object) ?? [] }

    /// Discovers the state root as the one that was asked for, and reads it.
    func read() throws -> [StateInventory] {
        let found = StateDiscovery(states: [ByteString(root)], processes: "/nonexistent").run()
        return found.roots.map(StateReader.read)
    }
}

/// What one mount cache has to look like.
struct ExpectedMount: Hashable, CustomStringConvertible {
    var id: String
    var record: String
    var snapshot: String
    var path: String
    var base: String?
    var created: Int64?
    var lastUsed: Int64?
    var uses: Int?
    var text: String

    init(_ mount: JSONObject, top: String) {
        id = mount["id"]?.string ?? ""
        record = mount["record_id"]?.string ?? ""
        snapshot = mount["snapshot_key"]?.string ?? ""
        path = top + "/" + (mount["dir"]?.string ?? "")
        base = mount["base_ref"]?.string
        created = mount["created_unixnano"]?.integer
        lastUsed = mount["last_used_unixnano"]?.integer
        uses = mount["usage_count"]?.integer.map { Int($0) }
        text = mount["description"]?.string ?? ""
    }

    init(_ cache: MountCache) {
        id = cache.id.utf8Text ?? "?"
        record = cache.record
        snapshot = cache.snapshot
        path = cache.path.utf8Text ?? "?"
        base = cache.base
        created = cache.created
        lastUsed = cache.lastUsed
        uses = cache.uses
        text = cache.description.utf8Text ?? "?"
    }

    var description: String { "\(id) \(record) \(snapshot) \(path) \(base ?? "-") \(uses ?? -1)" }
}
