import Bytes
import TestSupport
import Testing

/// What is this program's own is not purged: where it is still to be made, and whichever mounts lead there.
@Suite struct PurgeOwnTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
    }

    @Test func aQuarantineThatIsStillToBeMade() throws {
        try bench.tree.write("folder/file", "content")
        let quarantine = bench.tree.path + "/folder/new/q"
        let words = ["--quarantine", "--quarantine-dir", quarantine]
        let run = try purge.purge(["--tree", bench.tree.path, "--apply"] + words)
        #expect(
            run.status == 2 && run.errorText.contains("the quarantine \(quarantine) lies in it"), "\(run.errorText)")
        try bench.shell(["sh", "-c", "cd \"$0\" && mkdir made", bench.tree.path])
        let relative = try bench.shell([
            "sh", "-c",
            "cd \"$1\" && \"$0\" purge --tree . --apply --quarantine --quarantine-dir q --db \"$2\" 2>&1; echo $?",
            Agent.path, bench.tree.path, bench.database,
        ])
        #expect(relative.contains("the quarantine q lies in it") && relative.hasSuffix("2\n"), "\(relative)")
        // The plan was made before the quarantine was named.
        _ = try purge.makePlan()
        let saved = try purge.apply(words)
        #expect(saved.status == 4 && saved.errorText.contains("lies in it"), "\(saved.text)\(saved.errorText)")
        let other = try purge.purge(["--tree", bench.tree.path + "/made", "--apply"] + words)
        #expect(other.status == 4 || other.status == 0, "\(other.text)\(other.errorText)")
        #expect(try purge.names().filter { $0 != "made/" } == ["folder/", "folder/file"])
    }

    @Test func aQuarantineInACacheOfAState() throws {
        let root = bench.tree.path
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: root)
        let list = try Agent.run(["caches", "--state", root, "--no-record", "--format", "json"])
        let caches = try JSON.parse(list.output)["caches"]?.array ?? []
        let paths = caches.compactMap { $0["path"]?.string }
        let path = try #require(paths.first)
        let before = try purge.names()
        let words = ["--quarantine", "--quarantine-dir", path + "/q"]
        let run = try purge.purge(["--state", root, "--all", "--apply"] + words)
        #expect(run.status == 4 && run.errorText.contains("lies in it"), "\(run.text)\(run.errorText)")
        #expect(try purge.purge(["--state", root, "--all", "--output", purge.plan]).status == 0)
        let saved = try purge.apply(words)
        #expect(saved.status == 4 && saved.errorText.contains("lies in it"), "\(saved.text)\(saved.errorText)")
        // Locks of the state apart.
        #expect(try Set(purge.names()).subtracting(before).allSatisfy { !$0.contains("/q") })
    }

    /// A bind mount has a path of its own, and shows the same folder.
    @Test(.enabled(if: PurgeUseTests.canMount, "this user may not make mounts"), arguments: ["quarantine", "manifest"])
    func throughABindMount(_ what: String) throws {
        try bench.tree.write("inner/own/file", "content")
        let place = bench.beside("place")
        try bench.shell(["mkdir", "-m", "700", place])
        let words =
            what == "quarantine"
            ? ["--quarantine", "--quarantine-dir", place, "--db", bench.database] : ["--db", place + "/c.db"]
        let script = "mount --bind \"$0/inner/own\" \"$1\" && shift 2 && exec \"$@\""
        let command = [Agent.path, "purge", "--tree", bench.tree.path, "--apply"] + words
        let run = Run(
            try Program.run(["unshare", "--mount", "sh", "-c", script, bench.tree.path, place, "_"] + command))
        #expect(run.status == 2 && run.errorText.contains("the \(what) \(place)"), "\(run.text)\(run.errorText)")
        #expect(run.errorText.contains("lies in it"), "\(run.errorText)")
        #expect(try purge.names() == ["inner/", "inner/own/", "inner/own/file"])
    }
}
