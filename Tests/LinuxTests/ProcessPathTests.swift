import Linux
import TestSupport
import Testing

/// Paths that lead among the files of another process.
@Suite struct ProcessPathTests {
    @Test(arguments: [
        ("/proc/12/root", 12, "."), ("/proc/12/root/", 12, "."), ("/proc/7/root/a/b", 7, "a/b"),
        ("//proc/7/root//a", 7, "a"), ("/proc/7/root/../a", 7, "../a"),
    ]) func aPathOfAnotherViewIsTakenApart(path: String, process: Int32, rest: String) throws {
        let place = try #require(ProcessPath(Array(path.utf8)))
        #expect(place.process == process && place.rest == Array(rest.utf8))
        #expect(place.root == Array("/proc/\(process)/root".utf8))
    }

    @Test(arguments: [
        "", "/", "/proc", "/proc/12", "/proc/self/root/a", "/proc/12/cwd/a", "/proc/-1/root", "/proc/0/root",
        "/proc/99999999999/root", "proc/12/root", "/a/proc/12/root", "/proc/12/rooted", "/proc/1a/root",
    ]) func allOthersAreOurs(path: String) {
        #expect(ProcessPath(Array(path.utf8)) == nil)
    }

    /// Our own process is as good as any: its root is ours.
    @Test func nothingIsFollowedBelow() throws {
        let tree = try TestTree()
        try tree.write("a/b/file", "x")
        try tree.link("link", to: "a")
        try tree.link("a/away", to: tree.path)
        let view = Array("/proc/\(Host.processNumber)/root".utf8)
        func open(_ name: String) throws -> Descriptor {
            try Descriptor.openFolder(withoutLinks: view + tree.bytes(name))
        }
        _ = try open("a/b")
        _ = try open("a/../a/b/")
        for name in ["link", "link/b", "a/away", "a/away/a"] {
            #expect(throws: SystemError(SystemError.tooManyLinks, .openat2)) { _ = try open(name) }
        }
        #expect(throws: SystemError(SystemError.crossesDevice, .openat2)) {
            _ = try Descriptor.openFolder(withoutLinks: view + Array("/../..".utf8))
        }
        let plain = try Descriptor.status(withoutLinks: tree.bytes("a"))
        for (name, follows) in [("a", false), ("a", true), ("link", true), ("a/away/a", true)] {
            #expect(
                try Descriptor.status(glancingAt: view + tree.bytes(name), followsLinks: follows).inode == plain.inode)
        }
        #expect(throws: SystemError(SystemError.tooManyLinks, .openat2)) {
            _ = try Descriptor.status(glancingAt: view + tree.bytes("link"), followsLinks: false)
        }
    }
}
