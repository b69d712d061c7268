import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// Mounts of real processes, and tables of imagined ones.
@Suite struct InUseTests {
    /// Whether a process may have mounts of its own here.
    static let canMount = Program.succeeds(["unshare", "--mount", "true"])

    private static func used(_ inventories: [StateInventory]) -> Set<String> {
        Set(inventories.flatMap(\.caches).filter(\.inUse).map(\.record))
    }

    private static func marked(_ state: StateFixture, processes: ByteString = "/proc") throws -> Set<String> {
        used(try inventories(state, processes))
    }

    private static func inventories(_ state: StateFixture, _ processes: ByteString) throws -> [StateInventory] {
        let roots = StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run().roots
        var inventories = roots.map(StateReader.read)
        InUse(processes: processes).mark(&inventories, of: roots)
        return inventories
    }

    @Test(.enabled(if: canMount, "this user may not make mounts")) func realMountsAreSeen() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let caches = try #require(try state.read().first).caches
        let plain = try #require(caches.first { $0.base == nil })
        let layered = try #require(caches.first { $0.base != nil })
        let plainPath = try #require(plain.path.utf8Text)
        let upper = try #require(layered.path.utf8Text)
        for name in ["bind", "lower", "work", "merged"] { try state.tree.makeFolder(name) }
        let script = """
            mount --bind "$1" "$2/bind" &&
            mount -t overlay overlay -o "lowerdir=$2/lower,upperdir=$3,workdir=$2/work" "$2/merged" &&
            touch "$2/ready" && exec sleep 60
            """
        #expect(try Self.marked(state) == [])
        let step = try Program.start(
            ["unshare", "--mount", "sh", "-c", script, "step", plainPath, state.tree.path, upper])
        defer { step.killNow() }
        for _ in 0..<2000 where step.isRunning {
            if (try? Descriptor.status(ofPath: state.tree.bytes("ready"))) != nil { break }
            Program.pause(microseconds: 5000)
        }
        #expect(try Self.marked(state) == [plain.record, layered.record])
    }

    /// A folder that looks like `/proc`, with one process.
    private static func makeProcesses(_ tree: TestTree, mounts: String, words: [String] = ["sleep"]) throws {
        try tree.write("proc/77/mountinfo", mounts)
        try tree.write("proc/77/cmdline", words.map { $0 + "\0" }.joined())
    }

    @Test func pathsOfAnotherNameSpaceAreMatchedByTheirEnd() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let caches = try #require(try state.read().first).caches
        let cache = caches[3]
        let number = try #require(cache.path.utf8Text).split(separator: "/").dropLast().last ?? ""
        try Self.makeProcesses(
            state.tree,
            mounts: """
                700 600 254:1 / / rw - ext4 /dev/vda1 rw
                701 700 254:1 /runc-overlayfs/snapshots/snapshots/\(number)/fs /root/.cache/pip rw - ext4 /dev/vda1 rw
                702 700 0:99 / /other rw - overlay overlay rw,upperdir=/x/snapshots/99999/fs
                garbage
                """)
        #expect(try Self.marked(state, processes: ByteString(state.tree.file("proc"))) == [cache.record])
    }

    @Test func whoUsesACacheIsNamed() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let cache = try #require(try state.read().first?.caches.first { $0.base == nil })
        let path = try #require(cache.path.utf8Text)
        let end = try #require(path.firstRange(of: "/snapshots/snapshots/")).lowerBound
        try Self.makeProcesses(
            state.tree, mounts: "701 700 254:1 /runc-overlayfs\(path[end...]) /c rw - ext4 /dev/vda1 rw\n",
            words: ["/usr/bin/npm", "ci"])
        let file = "runc-overlayfs/executor/abc/config.json"
        try state.tree.write(file, #"{"mounts":[{"source":"\#(path)"}]}"#)
        let inventories = try Self.inventories(state, ByteString(state.tree.file("proc")))
        let used = inventories.flatMap(\.caches).filter(\.inUse)
        #expect(used.map(\.record) == [cache.record])
        #expect(used.map(\.usedBy) == [[ByteString(state.tree.file(file)), "process 77 (npm)"]])
        #expect(inventories.flatMap(\.caches).allSatisfy { $0.inUse || $0.usedBy.isEmpty })
    }

    /// A process that ends while it is looked at does not hide the others with the same mounts.
    @Test func oneProcessOfANameSpaceIsEnough() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let cache = try #require(try state.read().first?.caches.first { $0.base == nil })
        let path = try #require(cache.path.utf8Text)
        let end = try #require(path.firstRange(of: "/snapshots/snapshots/")).lowerBound
        try Self.makeProcesses(
            state.tree, mounts: "701 700 254:1 /runc-overlayfs\(path[end...]) /c rw - ext4 /dev/vda1 rw\n")
        try state.tree.write("proc/77/ns/mnt")
        try state.tree.makeFolder("proc/76/ns")
        try state.tree.hardLink("proc/76/ns/mnt", to: "proc/77/ns/mnt")
        #expect(try Self.marked(state, processes: ByteString(state.tree.file("proc"))) == [cache.record])
    }

    @Test func aFuseProcessNamesItsUpperFolder() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let cache = try #require(try state.read().first?.caches.first { $0.base != nil })
        let path = try #require(cache.path.utf8Text)
        try Self.makeProcesses(
            state.tree, mounts: "",
            words: ["/usr/bin/fuse-overlayfs", "-o", "lowerdir=/l,upperdir=\(path),workdir=/w", "/merged"])
        #expect(try Self.marked(state, processes: ByteString(state.tree.file("proc"))) == [cache.record])
    }

    @Test func theRuntimesFileIsReadWhereNobodyCanTellWhoRuns() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let cache = try #require(try state.read().first?.caches.last)
        let path = try #require(cache.path.utf8Text)
        try state.tree.write(
            "runc-overlayfs/executor/abc/config.json",
            #"{"mounts":[{"type":"bind","destination":"/c","source":"\#(path)"},{"type":"proc","source":"proc"}]}"#)
        try state.tree.write("runc-overlayfs/executor/hosts", "127.0.0.1 localhost")
        #expect(try Self.marked(state, processes: "/nonexistent") == [cache.record])
    }

    /// What a daemon left behind that ended before its steps does not count for the next one.
    @Test(.enabled(if: ProcessTable().seesHost, "other processes cannot be seen here"))
    func whatAnEarlierDaemonLeftDoesNotCount() throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let caches = try #require(try state.read().first).caches
        let executor = "runc-overlayfs/executor"
        func write(_ step: String, _ cache: MountCache) throws {
            let path = try #require(cache.path.utf8Text)
            try state.tree.write("\(executor)/\(step)/config.json", #"{"mounts":[{"source":"\#(path)"}]}"#)
        }
        let old = try #require(caches.first)
        let young = try #require(caches.last)
        try write("old", old)
        // Ages of processes are told in hundredths of seconds, and some of those are left for errors.
        let made = Clock.steady
        while Clock.steady < made + 200_000_000 { Clock.pause(milliseconds: 20) }
        let lock = state.tree.file("buildkitd.lock")
        let script = """
            import fcntl, sys, time
            file = open(sys.argv[1], "a")
            fcntl.flock(file, fcntl.LOCK_EX)
            open(sys.argv[2], "w").close()
            time.sleep(60)
            """
        #expect(try Self.marked(state) == [])
        let daemon = try Program.start([PythonOracle.interpreter, "-c", script, lock, state.tree.file("ready")])
        defer { daemon.killNow() }
        for _ in 0..<2000 where daemon.isRunning {
            if (try? Descriptor.status(ofPath: state.tree.bytes("ready"))) != nil { break }
            Program.pause(microseconds: 5000)
        }
        #expect(try Self.marked(state) == [])
        try write("young", young)
        #expect(try Self.marked(state) == [young.record])
    }

    /// What a running step has mounted stands in there: where it cannot be read, each cache may be in use.
    @Test(arguments: ["link", "pipe", "file", "step link", "step pipe", "large", "half", "pipe inside"])
    func whatHidesRunningStepsHidesNoUse(kind: String) throws {
        let state = try StateFixture("standalone-overlayfs-v0.32.2")
        let all = Set(try #require(try state.read().first).caches.map(\.record))
        let executor = "runc-overlayfs/executor"
        try state.tree.makeFolder("kept")
        if (try? Descriptor.status(ofPath: state.tree.bytes(executor))) != nil { try state.tree.remove(executor) }
        if kind != "link", kind != "pipe", kind != "file" { try state.tree.makeFolder(executor + "/abc") }
        switch kind {
        case "link": try state.tree.link(executor, to: state.tree.file("kept"))
        case "pipe": try state.tree.makeFIFO(executor)
        case "file": try state.tree.write(executor, "nothing of use")
        case "step link": try state.tree.link(executor + "/def", to: state.tree.file("kept"))
        case "step pipe": try state.tree.makeFIFO(executor + "/def")
        case "large": try state.tree.writeSparse(executor + "/abc/config.json", size: 1 << 30)
        case "half": try state.tree.write(executor + "/abc/config.json", #"{"mounts":[{"source":"/x/sn"#)
        default: try state.tree.makeFIFO(executor + "/abc/config.json")
        }
        let roots = StateDiscovery(states: [ByteString(state.root)], processes: "/nonexistent").run().roots
        var inventories = roots.map(StateReader.read)
        InUse(processes: "/nonexistent").mark(&inventories, of: roots)
        #expect(Self.used(inventories) == all)
        let troubles = inventories.flatMap(\.troubles)
        #expect(troubles.count == 1 && troubles.first?.detail.contains("count as in use") == true, "\(troubles)")
    }
}
