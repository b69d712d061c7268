import Bolt
import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// What cannot be seen of a state must be said: only what is not there is absent.
@Suite struct UnseenStateTests {
    private static let name = "standalone-overlayfs-v0.32.2"
    private static let kinds = ["link", "pipe", "file", "folder"]

    /// Discovers and reads as an audit does.
    private static func troubles(_ state: StateFixture) -> [Trouble] {
        let found = StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run()
        return found.troubles + found.roots.flatMap { StateReader.readAll($0).troubles }
    }

    /// Puts something else in the place of a file or folder, which is kept.
    private static func replace(_ path: String, by kind: String, in tree: TestTree) throws {
        try tree.rename(path, to: "kept")
        switch kind {
        case "link": try tree.link(path, to: tree.file("kept"))
        case "pipe": try tree.makeFIFO(path)
        case "file": try tree.write(path, "nothing of use")
        default: try tree.makeFolder(path)
        }
    }

    @Test(
        arguments: [
            "runc-overlayfs", "runc-overlayfs/snapshots", "runc-overlayfs/snapshots/snapshots",
            "runc-overlayfs/metadata_v2.db", "runc-overlayfs/containerdmeta.db",
            "runc-overlayfs/snapshots/metadata.db", "history.db", "runc-overlayfs/content",
        ])
    func somethingElseInItsPlaceIsSaid(path: String) throws {
        let state = try StateFixture(Self.name)
        #expect(Self.troubles(state).allSatisfy(Self.isOfBlob), "blobs are not in this copy")
        for kind in Self.kinds {
            try Self.replace(path, by: kind, in: state.tree)
            let troubles = Self.troubles(state).filter { !Self.isOfBlob($0) || path.hasSuffix("content") }
            #expect(!troubles.isEmpty, "\(kind) in the place of \(path)")
            #expect(troubles.count < 10, "many lines for one cause: \(troubles)")
            try state.tree.remove(path)
            try state.tree.rename("kept", to: path)
        }
    }

    @Test(arguments: ["standalone-overlayfs-v0.32.2", "dockerd-containerd-29.7.2"])
    func aHistoryThatIsGoneIsSaid(name: String) throws {
        let state = try StateFixture(name)
        for path in ["history.db", "buildkit/history.db", "buildkit/history_c8d.db"] {
            if (try? Descriptor.status(ofPath: state.tree.bytes(path))) != nil { try state.tree.remove(path) }
        }
        let troubles = Self.troubles(state)
        #expect(troubles.map(\.reason) == [.vanished])
        #expect(troubles.first?.detail.hasPrefix("the history of builds is gone") == true)
    }

    private static func isOfBlob(_ trouble: Trouble) -> Bool {
        trouble.path.utf8Text?.contains("/content/blobs/") == true
    }

    @Test func discoveryDoesNotTakeAReplacedWorkerForNoState() throws {
        let tree = try TestTree()
        try unpackFixture("buildkit/" + Self.name, to: try Self.folder(tree, "var/lib/buildkit"))
        #expect(Self.discover(tree).troubles.isEmpty)
        try Self.replace("var/lib/buildkit/runc-overlayfs", by: "link", in: tree)
        #expect(!Self.discover(tree).troubles.isEmpty)
        try tree.remove("var/lib/buildkit/runc-overlayfs")
        #expect(!Self.discover(tree).troubles.isEmpty, "the folder of the worker is gone")
    }

    private static func folder(_ tree: TestTree, _ name: String) throws -> String {
        try tree.makeFolder(name)
        return tree.file(name)
    }

    private static func discover(_ tree: TestTree) -> (roots: [FoundRoot], troubles: [Trouble]) {
        let found = StateDiscovery(hostRoot: ByteString(tree.path), processes: "/nonexistent").run()
        return (found.roots, found.troubles)
    }

    @Test func dockersFolderReplacedIsSaid() throws {
        let state = try StateFixture("dockerd-overlay2-29.7.2")
        try state.tree.makeFolder("volumes")
        try Self.replace("buildkit", by: "link", in: state.tree)
        #expect(!Self.troubles(state).isEmpty)
    }

    @Test func dockersRecordsWithoutSnapshotsAreSaid() throws {
        let state = try StateFixture("dockerd-overlay2-29.7.2")
        try state.tree.remove("buildkit/snapshots.db")
        #expect(Self.troubles(state).contains { $0.detail.contains("snapshots.db") })
    }

    @Test func directoriesThatAreGoneAreOneTrouble() throws {
        let state = try StateFixture(Self.name)
        try state.tree.remove("runc-overlayfs/snapshots/snapshots")
        let inventory = try #require(try state.read().first)
        #expect(inventory.caches.isEmpty)
        #expect(inventory.orphans.count { $0.kind == .record } == state.mounts.count)
        let trouble = try #require(inventory.troubles.first)
        #expect(inventory.troubles.count == 1)
        #expect(trouble.detail.hasPrefix("\(state.mounts.count) mount caches were not seen"))
    }

    @Test func oneDirectoryThatIsGoneIsATrouble() throws {
        let state = try StateFixture(Self.name)
        let cache = try #require(try state.read().first?.caches.first)
        try state.tree.remove(String(try #require(cache.path.utf8Text).dropFirst(state.tree.path.count + 1)))
        let inventory = try #require(try state.read().first)
        #expect(inventory.troubles.map(\.path) == [cache.path])
        #expect(inventory.troubles.first?.detail.hasPrefix("1 mount cache was not seen") == true)
    }

    /// Gives a bucket of the root another name of the same length.
    private static func rename(_ bucket: String, to other: String, in path: String, of state: StateFixture) throws {
        var bytes = try OwnFile.read(state.tree.bytes(path), limit: 64 << 20)
        let entry = try #require(try BoltDatabase(bytes: bytes).root.entry(Array(bucket.utf8)))
        bytes.replaceSubrange(entry.key, with: Array(other.utf8))
        try state.tree.write(path, bytes)
    }

    @Test(
        arguments: [
            ("_main", "_mbin", "runc-overlayfs/metadata_v2.db"), ("v1", "v9", "runc-overlayfs/containerdmeta.db"),
            ("v1", "v2", "runc-overlayfs/snapshots/metadata.db"), ("_records", "_recordz", "history.db"),
        ])
    func aDatabaseWithoutItsMainBucketIsNotUnderstood(bucket: String, other: String, path: String) throws {
        let state = try StateFixture(Self.name)
        try Self.rename(bucket, to: other, in: path, of: state)
        let troubles = Self.troubles(state)
        #expect(
            troubles.contains {
                $0.detail.contains("not understood") && $0.detail.contains(other)
                    && $0.path == ByteString(state.tree.file(path))
            }, "\(troubles)")
    }

    @Test func aHistoryOfALaterVersionIsSaid() throws {
        let tree = try TestTree()
        try Self.write(Self.fresh(history: ["_version": .bucket(["version": .text("99")])]), to: tree)
        #expect(Self.discoverAndRead(tree).contains { $0.detail.contains("version 99") })
    }

    // MARK: Honest states

    /// A daemon that has not built anything.
    private static func fresh(history: [String: MadeDatabase.Node]) -> [String: [String: MadeDatabase.Node]] {
        [
            "runc-overlayfs/metadata_v2.db": [:],
            "runc-overlayfs/containerdmeta.db": ["v1": .bucket(["version": .value([3])])],
            "runc-overlayfs/snapshots/metadata.db": [:],
            "cache.db": ["_links": .bucket([:])],
            "history.db": history,
        ]
    }

    private static func write(_ files: [String: [String: MadeDatabase.Node]], to tree: TestTree) throws {
        try tree.makeFolder("runc-overlayfs/snapshots/snapshots")
        for (name, content) in files { try tree.write(name, MadeDatabase.bytes(content)) }
    }

    private static func discoverAndRead(_ tree: TestTree) -> [Trouble] {
        let found = StateDiscovery(states: [ByteString(tree.path)], processes: "/nonexistent").run()
        #expect(found.roots.count == 1)
        return found.troubles + found.roots.flatMap { StateReader.readAll($0).troubles }
    }

    @Test func aDaemonWithoutBuildsHasNoTroubles() throws {
        let histories: [[String: MadeDatabase.Node]] = [
            [:], ["_version": .bucket(["version": .text("2")])],
            ["_version": .bucket(["version": .text("2")]), "_records": .bucket([:])],
        ]
        for history in histories {
            let tree = try TestTree()
            try Self.write(Self.fresh(history: history), to: tree)
            #expect(Self.discoverAndRead(tree) == [])
        }
    }

    @Test func aDaemonThatPrunedEverythingHasNoTroubles() throws {
        let tree = try TestTree()
        var files = Self.fresh(history: [:])
        files["runc-overlayfs/metadata_v2.db"] = ["_main": .bucket([:]), "_index": .bucket([:])]
        files["runc-overlayfs/snapshots/metadata.db"] = ["v1": .bucket(["snapshots": .bucket([:])])]
        try Self.write(files, to: tree)
        #expect(Self.discoverAndRead(tree) == [])
    }

    // MARK: Links on the way

    @Test func aLinkInTheMiddleOfAPathIsNotFollowed() throws {
        let tree = try TestTree()
        try tree.makeFolder("real/inner")
        try tree.link("linked", to: "real")
        _ = try Folder(ByteString(tree.file("real/inner")))
        let error = #expect(throws: SystemError.self) { _ = try Folder(ByteString(tree.file("linked/inner"))) }
        #expect(error?.number == SystemError.tooManyLinks)
    }

    @Test func blobsAreNotReadThroughALink() throws {
        let tree = try TestTree()
        try tree.makeFolder("state")
        try unpackFixture("buildkit/" + Self.name, to: tree.file("state"))
        let root = try #require(
            StateDiscovery(states: [ByteString(tree.file("state"))], processes: "/nonexistent").run().roots.first)
        #expect(StateReader.readAll(root).builds.contains { $0.hasProvenance })
        try tree.rename("state/runc-overlayfs/content", to: "elsewhere")
        try tree.link("state/runc-overlayfs/content", to: tree.file("elsewhere"))
        let inventory = StateReader.readAll(root)
        #expect(!inventory.builds.contains { $0.hasProvenance })
        #expect(!inventory.builds.isEmpty && !inventory.isHistoryWhole)
        #expect(inventory.troubles.contains { $0.detail.contains("symbolic link") })
        #expect(inventory.troubles.count < 5)
    }

    @Test func theContentOfAFileIsTakenAtOnce() throws {
        let tree = try TestTree()
        try tree.writeSparse("large", size: 8 << 20)
        let content = try #require(try Folder(ByteString(tree.path)).content(of: "large", limit: 8 << 20))
        #expect(content.count == 8 << 20)
        #expect(content.capacity < content.count + (1 << 16), "it grew step by step")
        #expect(try Folder(ByteString(tree.path)).content(of: "large", limit: (8 << 20) - 1) == nil)
    }
}
