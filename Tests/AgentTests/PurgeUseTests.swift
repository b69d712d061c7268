import Bytes
import TestSupport
import Testing

/// A directory that was named by its path is asked for users as caches of builders are.
@Suite struct PurgeUseTests {
    static let canMount = Program.succeeds(["unshare", "--mount", "true"])

    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        for name in ["a", "folder/b"] { try bench.tree.write(name, "content of \(name)") }
    }

    /// A process with mounts of its own that sees the tree, or a folder in it, elsewhere; until it is ended.
    private func holder(of folder: String, until end: String = "exec sleep 60") throws -> Program.Running {
        try bench.shell(["mkdir", "-p", bench.beside("seen")])
        let script = "mount --make-rprivate / && mount --bind \"$1\" \"$2\" && touch \"$3\" && \(end)"
        let ready = bench.beside("ready")
        let held = try Program.start(
            ["unshare", "--mount", "sh", "-c", script, "step", folder, bench.beside("seen"), ready])
        for _ in 0..<2000 where held.isRunning && !Program.succeeds(["test", "-e", ready]) {
            Program.pause(microseconds: 5000)
        }
        return held
    }

    @Test(.enabled(if: canMount, "this user may not make mounts"), arguments: ["", "/folder"])
    func whoUsesATreeIsNamed(_ part: String) throws {
        _ = try purge.makePlan()
        let held = try holder(of: bench.tree.path + part)
        defer { held.killNow() }
        let planned = try JSON.parse(try purge.purge(["--tree", bench.tree.path, "--format", "json"]).output)
        #expect(planned["targets"]?.array?.map { $0["inUse"]?.boolean } == [true])
        let run = try purge.apply()
        #expect(run.status == 3 && run.text.contains("a build uses it (process "), "\(run.text)\(run.errorText)")
        #expect(run.text.contains("(sleep)"), "\(run.text)")
        #expect(try purge.names() == ["a", "folder/", "folder/b"])
        let forced = try purge.apply(["--force"])
        #expect(forced.status == 0 && forced.text.contains("because of --force"), "\(forced.text)")
    }

    @Test(.enabled(if: canMount, "this user may not make mounts")) func aTreeIsWaitedFor() throws {
        _ = try purge.makePlan()
        let (errors, done) = (bench.beside("errors"), bench.beside("done"))
        let held = try holder(of: bench.tree.path, until: "until test -e \(done); do sleep 0.05; done")
        defer { held.killNow() }
        // The step ends once somebody waits for it.
        let run = try Agent.shell(
            """
            "$B" purge --db \(bench.database) --apply \(purge.plan) --wait 60s 2>\(errors) &
            for number in $(seq 1000); do grep -q waiting \(errors) && break; sleep 0.05; done
            touch \(done); wait $!
            """)
        let words = try bench.shell(["cat", errors])
        #expect(run.status == 0, "\(run.text)\(words)")
        #expect(words.contains("\(bench.tree.path): waiting for process "), "\(words)")
        #expect(words.contains(" (sh), ") && words.contains(" at most"), "\(words)")
        #expect(try purge.names() == [])
    }

    /// Mounts of folders above it are those of every container.
    @Test(.enabled(if: canMount, "this user may not make mounts")) func whoSeesMoreThanTheTreeDoesNotUseIt() throws {
        _ = try purge.makePlan()
        let held = try holder(of: bench.beside(""))
        defer { held.killNow() }
        #expect(try purge.apply().status == 0)
    }

    /// What lies in a builder's state belongs to its engine, however deep.
    @Test func aSnapshotIsNoTree() throws {
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: bench.tree.path)
        let root = bench.tree.path
        let snapshots = root + "/runc-overlayfs/snapshots/snapshots"
        let number = try bench.shell(["ls", snapshots]).split(separator: "\n").first ?? ""
        for path in ["\(snapshots)/\(number)/fs", "\(snapshots)/\(number)"] {
            let run = try purge.purge(["--tree", path])
            #expect(run.status == 2 && run.errorText.contains("--state \(root) --cache ID"), "\(run.errorText)")
        }
        // Docker keeps volumes beside its state: they may be caches.
        try bench.tree.write("volumes/npm/_data/x", "content")
        #expect(try purge.purge(["--tree", root + "/volumes/npm/_data"]).status == 0)
    }
}
