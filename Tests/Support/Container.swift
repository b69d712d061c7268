import Linux

/// A process with mounts and a root directory of its own, called like an engine, and the host that it runs on: both
/// made of folders of one tree.
///
/// ```
///   host/        the host root that discovery is given
///   inside/      the root directory of the process
///   outside/     what nobody in there can reach
/// ```
package final class Container {
    /// Whether a process may have mounts and a root directory of its own here.
    package static let isPossible = Host.effectiveUser == 0 && Program.succeeds(["unshare", "--mount", "true"])

    private static let script = """
        import os, sys, time
        os.chroot(sys.argv[1])
        os.chdir("/")
        open("/ready", "w").close()
        time.sleep(60)
        """
    private static let start = """
        import os, sys
        os.execv(sys.executable, [sys.argv[1], "-c", sys.argv[2]] + sys.argv[3:])
        """

    package let tree: TestTree
    /// Folders of the tree that are mounted over others for this process alone.
    package var mounts: [(source: String, place: String)] = []
    private var process: Program.Running?

    /// Makes the folders; the process is started later.
    package init() throws {
        tree = try TestTree()
        for name in ["host", "inside", "outside"] { try tree.makeFolder(name) }
    }

    deinit {
        process?.killNow()
    }

    /// Starts the process: what it is called, and its words.
    package func run(_ program: String, _ words: String...) throws {
        let mounting = mounts.map { "mount --bind '\(tree.file($0.source))' '\(tree.file($0.place))' && " }.joined()
        let running = try Program.start(
            ["unshare", "--mount", "sh", "-c", mounting + "exec \"$@\"", "sh"]
                + [PythonOracle.interpreter, "-c", Self.start, program, Self.script, tree.file("inside")] + words)
        process = running
        for _ in 0..<2000 where running.isRunning {
            if (try? Descriptor.status(ofPath: tree.bytes("inside/ready"))) != nil { return }
            Program.pause(microseconds: 5000)
        }
        throw Program.Failure(description: "the process did not start: \(try running.wait().errorText)")
    }

    /// `/proc/<pid>/root`
    package var root: String { "/proc/\(process?.process ?? 0)/root" }
}
