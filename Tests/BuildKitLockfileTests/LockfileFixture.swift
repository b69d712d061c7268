import BuildKit
import Bytes
import Hashing
import Inventory
import Linux
import TestSupport
import Testing

/// The state of a real daemon with the contents of its snapshots, and the lockfiles that are known to be in it.
final class LockfileFixture {
    /// One lockfile as both sides can say it.
    struct Row: Hashable, CustomStringConvertible {
        var mount: String
        var name: String
        var path: String
        var record: String
        var digest: String

        var description: String { "\(mount): \(name) at \(path) of \(record), \(digest)" }
    }

    /// States whose records name their layers, with lockfiles in them.
    static let names = [
        "standalone-overlayfs-v0.8.3", "standalone-overlayfs-v0.10.6", "standalone-overlayfs-v0.11.6",
        "standalone-overlayfs-v0.12.5", "standalone-overlayfs-v0.16.0", "standalone-overlayfs-v0.17.0",
        "standalone-overlayfs-v0.26.3", "standalone-overlayfs-v0.32.2", "standalone-overlayfs-master-20260821",
        "standalone-overlayfs-migrated-v0.6.4-to-v0.12.5", "standalone-native-v0.32.2",
        "standalone-containerd-worker-v0.32.2", "rootless-overlayfs-v0.32.2", "dockerd-overlay2-20.10.24",
        "dockerd-overlay2-23.0.18", "dockerd-overlay2-29.7.2", "dockerd-containerd-29.7.2",
    ]

    /// What the fixtures' own list has besides: files that name what is wanted and hold no digests.
    static let manifests = ["package.json", "go.mod"]

    let name: String
    let tree: TestTree
    let expected: JSONObject

    init(_ name: String) throws {
        self.name = name
        tree = try TestTree()
        try unpackFixture("buildkit/" + name, to: tree.path)
        let text = try OwnFile.read(Array(fixture("buildkit/\(name).expected.json").utf8), limit: 64 << 20)
        expected = try #require(JSON.parse(text).object)
    }

    /// The one state root in it.
    func found() throws -> FoundRoot {
        let hasFolder = name.hasPrefix("rootless") || name.contains("containerd-worker")
        let root = hasFolder ? tree.file("buildkit") : tree.path
        let found = StateDiscovery(states: [ByteString(root)], processes: "/nonexistent").run()
        return try #require(found.roots.first)
    }

    func read() throws -> StateInventory { StateReader.readAll(try found()) }

    /// What the fixture's own list says.
    func expectedRows() -> Set<Row> {
        var rows: Set<Row> = []
        for mount in expected["mounts"]?.array?.compactMap(\.object) ?? [] {
            for lockfile in mount["lockfiles"]?.array?.compactMap(\.object) ?? [] {
                let name = lockfile["path"]?.string ?? ""
                if Self.manifests.contains(where: { name.hasSuffix("/" + $0) }) { continue }
                rows.insert(
                    Row(
                        mount: mount["id"]?.string ?? "", name: name,
                        path: tree.path + "/" + (lockfile["layer_dir"]?.string ?? "") + name,
                        record: lockfile["layer_record"]?.string ?? "", digest: lockfile["sha256"]?.string ?? ""))
            }
        }
        return rows
    }

    /// What was found in layers.
    static func rows(_ inventory: StateInventory) throws -> Set<Row> {
        var rows: Set<Row> = []
        for lockfile in inventory.lockfiles where lockfile.source == .layer {
            let bytes = try OwnFile.read(lockfile.path.bytes, limit: 1 << 20)
            let digest = SHA256Digest(try SHA256Hasher.digest(of: bytes)).hex
            for mount in lockfile.mounts {
                rows.insert(
                    Row(
                        mount: mount.utf8Text ?? "?", name: lockfile.name.utf8Text ?? "?",
                        path: lockfile.path.utf8Text ?? "?", record: lockfile.record, digest: digest))
            }
        }
        return rows
    }
}
