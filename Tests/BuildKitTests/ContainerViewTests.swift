import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// What a process in a container calls by a path is looked for among its own files, whatever links lie there.
///
/// One after the other: a container that another test is about to start still has this process' root directory.
@Suite(.serialized, .enabled(if: Container.isPossible, "this user may not make mounts")) struct ContainerViewTests {
    private static let state = "standalone-overlayfs-v0.8.3"

    private static func caches(_ roots: [FoundRoot]) -> [MountCache] {
        roots.map(StateReader.read).flatMap(\.caches)
    }

    /// An absolute link means what it means for that process.
    @Test(arguments: ["/dd/bk", "/relative/bk", "/chain/bk", "/srv/../dd/bk/"])
    func itsOwnLinksAreFollowed(path: String) throws {
        let container = try Container()
        _ = try StateFixture(Self.state, in: "inside/srv/bk", tree: container.tree)
        try container.tree.link("inside/dd", to: "/srv")
        try container.tree.link("inside/relative", to: "../../srv")
        try container.tree.link("inside/chain", to: "/dd")
        try container.run("buildkitd", "--root", path)
        let found = container.discover()
        #expect(found.roots.map { $0.path.utf8Text } == [container.root + "/srv/bk"])
        #expect(found.troubles == [])
        #expect(!Self.caches(found.roots).isEmpty)
    }

    /// The kernel would start them at our own root directory.
    @Test(arguments: ["/data/link/state", "/data/magic/state", "/data/up/state"])
    func noLinkLeadsOutOfIt(path: String) throws {
        let container = try Container()
        let outside = container.tree.file("outside")
        _ = try StateFixture(Self.state, in: "outside/state", tree: container.tree)
        try container.tree.makeFolder("inside/data")
        try container.tree.link("inside/data/link", to: outside)
        try container.tree.link("inside/data/magic", to: "/proc/1/root" + outside)
        try container.tree.link("inside/data/up", to: "../../../../../../../.." + outside)
        try container.run("buildkitd", "--root", path)
        let found = container.discover()
        #expect(found.roots.isEmpty)
        let troubles = found.troubles.filter { $0.detail.contains("link") }
        #expect(troubles.count == 1, "an engine runs, and what hides its state is said: \(found.troubles)")
        let named = StateDiscovery(states: [ByteString(container.root + path)]).run()
        #expect(named.roots.isEmpty && !named.troubles.isEmpty)
    }

    /// Between two looks a folder becomes a link to somebody else's.
    @Test(arguments: ["runc-overlayfs/snapshots", "runc-overlayfs/snapshots/snapshots", "runc-overlayfs", ""])
    func whatIsSwappedLaterIsNotFollowed(folder: String) throws {
        let container = try Container()
        for place in ["inside/bk", "outside/bk"] { _ = try StateFixture(Self.state, in: place, tree: container.tree) }
        try container.run("buildkitd", "--root", "/bk")
        let roots = container.discover().roots
        let caches = Self.caches(roots)
        #expect(roots.count == 1 && !caches.isEmpty)
        for cache in caches { _ = try Folder(cache.path) }
        let inside = "bk" + (folder.isEmpty ? "" : "/" + folder)
        for target in [container.tree.file("outside/" + inside), "/" + inside + ".old"] {
            _ = try Program.run(["rm", container.tree.file("inside/" + inside + ".old")])
            let old = container.tree.file("inside/" + inside)
            let moved = try Program.run(["mv", "-T", old, old + ".old"])
            #expect(moved.status == 0)
            try container.tree.link("inside/" + inside, to: target)
            let inventories = roots.map(StateReader.read)
            #expect(inventories.flatMap(\.caches).isEmpty)
            #expect(inventories.flatMap(\.troubles).contains { $0.detail.contains("symbolic link") })
            for cache in caches {
                let error = #expect(throws: SystemError.self) { _ = try Folder.open(cache.path) }
                #expect(error?.number == SystemError.tooManyLinks)
            }
            try container.tree.remove("inside/" + inside)
            _ = try Program.run(["mv", "-T", old + ".old", old])
        }
    }

    /// In a user namespace of their own users mount what they cannot read.
    @Test func whatIsMountedUponACacheIsNone() throws {
        let container = try Container()
        let state = try StateFixture(Self.state, in: "inside/bk", tree: container.tree)
        let caches = try #require(
            StateDiscovery(states: [ByteString(container.tree.file("inside/bk"))], processes: "/nonexistent").run()
                .roots.map(StateReader.read).first
        ).caches
        let path = try #require(caches.first?.path.utf8Text?.dropFirst(container.tree.path.count + 1))
        try container.tree.write("outside/secret", "x")
        container.mounts = [("outside", String(path))]
        try container.run("buildkitd", "--root", "/bk")
        let roots = container.discover().roots
        let inventory = try #require(roots.map(StateReader.read).first)
        #expect(inventory.caches.map(\.record) == caches.dropFirst().map(\.record), "\(state.name)")
        #expect(inventory.troubles.contains { $0.detail.contains("mounted upon its directory") })
        let seen = container.root + path.dropFirst("inside".count)
        #expect(throws: SystemError(SystemError.crossesDevice, .openat2)) {
            _ = try Folder.open(cache: ByteString(seen))
        }
    }

    @Test func itsConfigurationIsReadWhereItsLinksLead() throws {
        let container = try Container()
        _ = try StateFixture(Self.state, in: "inside/srv/bk", tree: container.tree)
        try container.tree.makeFolder("inside/etc")
        try container.tree.link("inside/etc/buildkit", to: "/conf")
        try container.tree.write("inside/conf/buildkitd.toml", "root = \"/srv/bk\"\n")
        try container.run("buildkitd")
        #expect(container.discover().roots.map { $0.path.utf8Text } == [container.root + "/srv/bk"])
    }

    @Test func aConfigurationThatCannotBeReadIsSaid() throws {
        let container = try Container()
        try container.tree.makeFolder("inside/etc/buildkit")
        try container.tree.link("inside/etc/buildkit/buildkitd.toml", to: "buildkitd.toml")
        try container.run("buildkitd")
        let troubles = container.discover().troubles
        #expect(troubles.map(\.path.utf8Text) == [container.root + "/etc/buildkit/buildkitd.toml"])
    }

    @Test func itsSocketsAreItsOwn() throws {
        let container = try Container()
        try container.tree.makeFolder("inside/srv")
        let script = """
            import os, socket, sys, time
            servers = [socket.socket(socket.AF_UNIX) for _ in sys.argv[1:]]
            for server, path in zip(servers, sys.argv[1:]):
                server.bind(path)
                server.listen()
            os.close(os.open(sys.argv[1] + ".ready", os.O_CREAT))
            time.sleep(60)
            """
        let places = ["outside/a.sock", "inside/srv/b.sock"].map { container.tree.file($0) }
        let servers = try Program.start([PythonOracle.interpreter, "-c", script] + places)
        defer { servers.killNow() }
        for _ in 0..<2000 where servers.isRunning {
            if (try? Descriptor.status(ofPath: container.tree.bytes("outside/a.sock.ready"))) != nil { break }
            Program.pause(microseconds: 5000)
        }
        try container.tree.link("inside/srv/a.sock", to: container.tree.file("outside/a.sock"))
        try container.tree.link("inside/srv/link.sock", to: "/srv/b.sock")
        try container.run("buildkitd", "--addr", "unix:///srv/a.sock", "--addr", "unix:///srv/link.sock")
        let survey = EngineSurvey(hostRoot: ByteString(container.tree.file("host")))
        let sockets = survey.sockets.filter { $0.path.utf8Text?.hasPrefix(container.root) == true }
        #expect(sockets.map(\.path.utf8Text) == [container.root + "/srv/b.sock"])
        for socket in sockets { _ = try LocalSocket(connecting: socket.path.bytes) }
        _ = try LocalSocket(connecting: container.tree.bytes("outside/a.sock"))
        for path in ["/srv/a.sock", "/srv/link.sock"] {
            #expect(throws: SystemError.self) { _ = try LocalSocket(connecting: Array((container.root + path).utf8)) }
        }
    }

    /// A directory that somebody names through a process is that of the process.
    @Test func aNamedDirectoryKeepsItsView() throws {
        let container = try Container()
        try container.tree.makeFolder("inside/srv/cache")
        try container.tree.link("inside/cache", to: "/srv/cache")
        try container.run("sleep")
        let path = try Folder.realPath(ByteString(container.root + "/cache"))
        #expect(path.utf8Text == container.root + "/srv/cache")
        let seen = try Descriptor.status(withoutLinks: path.bytes)
        let there = try Descriptor.status(ofPath: container.tree.bytes("inside/srv/cache"))
        #expect(seen.inode == there.inode && seen.device == there.device)
    }
}

extension Container {
    /// What discovery finds that is of this tree or of this process: others may run on the same machine.
    fileprivate func discover() -> (roots: [FoundRoot], troubles: [Trouble]) {
        let found = StateDiscovery(hostRoot: ByteString(tree.file("host"))).run()
        func isOurs(_ path: ByteString) -> Bool {
            [root, tree.path].contains { path.utf8Text?.hasPrefix($0) == true }
        }
        return (found.roots.filter { isOurs($0.path) }, found.troubles.filter { isOurs($0.path) })
    }
}
