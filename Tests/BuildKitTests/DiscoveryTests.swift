import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// A host made of folders: states at usual and unusual places.
@Suite struct DiscoveryTests {
    private static let state = "standalone-overlayfs-v0.8.3"

    private static func discover(
        _ tree: TestTree, processes: String = "/nonexistent"
    ) -> (roots: [FoundRoot], steps: [DiscoveryStep], troubles: [Trouble]) {
        StateDiscovery(hostRoot: ByteString(tree.path), processes: ByteString(processes)).run()
    }

    /// Unpacks one state once and lays hard copies of its databases elsewhere.
    private static func place(_ tree: TestTree, at folders: [String]) throws {
        for folder in folders { _ = try StateFixture(state, in: folder, tree: tree) }
    }

    @Test(arguments: [
        "var/lib/buildkit", "home/ann/.local/share/buildkit", "var/lib/docker/volumes/buildx_buildkit_b0_state/_data",
        "var/lib/docker/volumes/0123/_data/buildkit", "var/lib/kubelet/pods/1-2/volumes/kubernetes.io~empty-dir/state",
        "var/lib/kubelet/pods/1-2/volumes/kubernetes.io~csi/pvc-1/mount",
        "var/lib/containerd/io.containerd.grpc.v1.cri/containers/c/volumes/v",
    ]) func aStateIsFoundWhereverItUsuallyIs(folder: String) throws {
        let tree = try TestTree()
        try Self.place(tree, at: [folder])
        let found = Self.discover(tree)
        #expect(found.roots.map { $0.path.utf8Text } == [tree.file(folder)])
        #expect(found.troubles == [])
        #expect(found.roots.first?.root.snapshotter == "overlayfs")
        let kind: StateRoot.Kind = folder.contains("buildx_buildkit") ? .buildxVolume : .standalone
        if Host.effectiveUser == 0 { #expect(found.roots.first?.root.kind == kind) }
        #expect(found.roots.map(StateReader.read).flatMap(\.caches).isEmpty == false)
        #expect(found.steps.filter { $0.verdict == .taken }.count == 1)
    }

    /// However a path is written that somebody named: what is no state root is said, and what is one is found.
    @Test(arguments: ["", "/", "/.", "//", "/../state", "/./"])
    func aNamedPathIsNeverPassedOver(ending: String) throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["state"])
        try tree.link("linked", to: "state")
        for name in ["state", "linked"] {
            let whole = StateDiscovery(states: [ByteString(tree.file(name) + ending)], processes: "/nonexistent").run()
            #expect(whole.roots.map { $0.path.utf8Text } == [tree.file("state")] && whole.troubles == [])
            let path = ByteString(tree.file(name) + "/runc-overlayfs" + (ending == "/../state" ? "/" : ending))
            // Named twice, it is said once.
            let part = StateDiscovery(states: [path, path], processes: "/nonexistent").run()
            #expect(part.roots.isEmpty && part.troubles.map(\.path.utf8Text) == [tree.file("state/runc-overlayfs")])
            #expect(part.troubles.first?.detail.contains("the folder above it is the one to name") == true)
        }
        let missing = StateDiscovery(states: [ByteString(tree.file("none") + ending)], processes: "/nonexistent").run()
        #expect(missing.roots.isEmpty && missing.troubles.count == 1)
    }

    /// Of a host that is seen at another place no link leads out of that place, whoever laid it.
    @Test(arguments: ["var/lib/docker/volumes/b_state/_data", "var/lib/docker/volumes/b_state/_data/buildkit"])
    func linksOfVolumesStayBelowTheHostsRoot(_ link: String) throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["outside"])
        try tree.makeFolder("host/" + link.split(separator: "/").dropLast().joined(separator: "/"))
        try tree.link("host/" + link, to: tree.file("outside"))
        let hostRoot = ByteString(tree.file("host"))
        func found(_ states: [String] = []) -> [String?] {
            let states = states.map { ByteString(tree.file("host/" + $0)) }
            return StateDiscovery(hostRoot: hostRoot, states: states, processes: "/nonexistent").run().roots.map(
                \.path.utf8Text)
        }
        #expect(found() == [] && found([link]) == [])
        // What it means there is found.
        try Self.place(tree, at: ["host" + tree.file("outside")])
        #expect(found() == [tree.file("host" + tree.file("outside"))])
        #expect(found([link]) == found())
    }

    @Test func aLinkedRootIsFoundOnceAndBelowTheHostsRoot() throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["data/state"])
        try tree.makeFolder("var/lib")
        try tree.makeFolder("etc/buildkit")
        // An absolute link of the host leads elsewhere for whoever sees the host at another place.
        try tree.link("var/lib/buildkit", to: "/data/state")
        try tree.write("etc/buildkit/buildkitd.toml", "root = \"/data/state\"\n")
        let found = Self.discover(tree)
        #expect(found.roots.map { $0.path.utf8Text } == [tree.file("data/state")])
        #expect(found.steps.contains { $0.verdict == .duplicate })
        #expect(found.troubles == [])
    }

    @Test func configurationsAndProcessesNameRoots() throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["srv/one", "srv/two", "srv/three"])
        try tree.write("etc/buildkit/buildkitd.toml", "root = \"/srv/one\"\n")
        try tree.write("proc/12/cmdline", "/usr/bin/buildkitd\0--root\0/srv/two\0--debug\0")
        try tree.write("proc/13/cmdline", "buildkitd\0--root=/srv/three\0")
        try tree.write("proc/14/cmdline", "sh\0-c\0buildkitd --root /srv/four\0")
        let found = Self.discover(tree, processes: tree.file("proc"))
        #expect(
            Set(found.roots.map { $0.path.utf8Text }) == [
                tree.file("srv/one"), tree.file("srv/two"), tree.file("srv/three"),
            ])
        #expect(found.steps.contains { $0.origin == "--root of process 12 (buildkitd)" && $0.verdict == .taken })
        #expect(found.steps.contains { $0.path.utf8Text == tree.file("var/lib/docker") && $0.verdict == .absent })
    }

    @Test func aStateInAContainerIsFoundThroughTheHostsMounts() throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["data/volume"])
        for (process, device) in [("1", "x"), ("40", "y")] {
            try tree.write("proc/\(process)/ns/mnt", device)
        }
        try tree.write("proc/1/mountinfo", "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n")
        try tree.write(
            "proc/40/mountinfo",
            "90 80 0:70 / / rw - overlay overlay rw\n91 90 8:1 /data/volume /var/lib/buildkit rw - ext4 /dev/sda1 rw\n")
        try tree.write("proc/40/cmdline", "buildkitd\0--root=/var/lib/buildkit\0")
        let found = Self.discover(tree, processes: tree.file("proc"))
        #expect(found.roots.map { $0.path.utf8Text } == [tree.file("data/volume")])
    }

    /// Anybody may call processes like an engine; what is not asked is said.
    @Test func manyEnginesInContainersAreSaid() throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["data/volume"])
        try tree.write("proc/1/ns/mnt", "x")
        try tree.write("proc/1/mountinfo", "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n")
        for process in 2..<67 {
            try tree.write("proc/\(process)/ns/mnt", "x")
            try tree.write("proc/\(process)/cmdline", "buildkitd\0--root=/data/volume\0")
            let found = process > 64 ? Self.discover(tree, processes: tree.file("proc")).troubles : []
            #expect(found.map(\.reason) == (process == 66 ? [.tooLarge] : []), "\(process)")
        }
    }

    /// A node of Kubernetes has thousands of mounts, most of which cannot hold a state.
    @Test func mountsAreSearchedThatMayHoldState() throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["odd/place"])
        try tree.write("proc/1/ns/mnt", "x")
        let containers = (0..<6000).map { "\($0 + 30) 20 0:70 / /c\($0) rw - overlay overlay rw" }
        let state = "9000 20 8:2 / /odd/place rw - ext4 /dev/sdb1 rw"
        try tree.write("proc/1/mountinfo", (containers + [state, ""]).joined(separator: "\n"))
        let found = Self.discover(tree, processes: tree.file("proc"))
        #expect(found.roots.map { $0.path.utf8Text } == [tree.file("odd/place")])
        #expect(found.troubles == [])
        let disks = (0..<5001).map { "\($0 + 30) 20 8:3 /\($0) /d\($0) rw - ext4 /dev/sdc1 rw" }
        try tree.write("proc/1/mountinfo", (disks + [""]).joined(separator: "\n"))
        let troubles = Self.discover(tree, processes: tree.file("proc")).troubles
        #expect(troubles.map(\.reason) == [.tooLarge], "what is not searched is said")
    }

    @Test func bothFormsOfDockerAreFound() throws {
        let tree = try TestTree()
        _ = try StateFixture("dockerd-overlay2-29.7.2", in: "var/lib/docker", tree: tree)
        _ = try StateFixture("dockerd-containerd-29.7.2", in: "var/lib/docker", tree: tree)
        let found = Self.discover(tree)
        #expect(found.roots.map(\.root.kind) == [.docker, .dockerContainerd])
        #expect(found.roots.map { $0.history?.utf8Text } == ["history.db", "history_c8d.db"])
        let inventories = found.roots.map(StateReader.read)
        #expect(inventories.map(\.caches.count) == [19, 19])
        #expect(inventories.flatMap(\.troubles) == [])
    }

    @Test func anUnknownVersionIsNamedAndTheRestGoesOn() throws {
        let tree = try TestTree()
        try Self.place(tree, at: ["var/lib/buildkit"])
        try tree.write("var/lib/buildkit/runc-future/metadata_v9.db", "?")
        let found = Self.discover(tree)
        #expect(found.roots.count == 1)
        #expect(found.troubles.map(\.reason) == [.unusable])
        #expect(found.troubles.first?.detail.contains("metadata_v9.db") == true)
    }

    @Test func aPathThatIsNoStateIsSaidSo() throws {
        let tree = try TestTree()
        try tree.makeFolder("empty")
        let names: [ByteString] = [ByteString(tree.file("empty")), ByteString(tree.file("nothing"))]
        let found = StateDiscovery(states: names, processes: "/nonexistent").run()
        #expect(found.roots.isEmpty)
        #expect(found.troubles.map(\.path) == names)
    }

    @Test func buildahsFoldersAreCaches() throws {
        let tree = try TestTree()
        try tree.makeFolder("var/tmp/buildah-cache-0/0123456789abcdef")
        try tree.makeFolder("var/tmp/buildah-cache-0/buildah-cache-lockfiles/0123456789abcdef")
        let found = Self.discover(tree)
        #expect(found.roots.map(\.root.kind) == [.buildah])
        #expect(found.roots.map(StateReader.read).flatMap(\.caches).map(\.id) == ["0123456789abcdef"])
    }
}
