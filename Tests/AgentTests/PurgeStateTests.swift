import Bytes
import TestSupport
import Testing

/// Caches of every layout that a daemon ever wrote, purged by their files.
@Suite struct PurgeStateTests {
    static let names = [
        "standalone-overlayfs-v0.6.4", "standalone-overlayfs-v0.8.3", "standalone-overlayfs-v0.10.6",
        "standalone-overlayfs-v0.11.6", "standalone-overlayfs-v0.12.5", "standalone-overlayfs-v0.16.0",
        "standalone-overlayfs-v0.17.0", "standalone-overlayfs-v0.26.3", "standalone-overlayfs-v0.32.2",
        "standalone-overlayfs-master-20260821", "standalone-overlayfs-migrated-v0.6.4-to-v0.12.5",
        "standalone-native-v0.32.2", "standalone-containerd-worker-v0.32.2", "rootless-overlayfs-v0.32.2",
        "dockerd-overlay2-20.10.24", "dockerd-overlay2-23.0.18", "dockerd-overlay2-29.7.2",
        "dockerd-containerd-29.7.2",
    ]

    /// A cache as `caches` lists it.
    private struct Cache: Hashable {
        var id: String
        var record: String
        var path: String
        var selectors: [String]
        var isBased: Bool
    }

    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
    }

    private func root(_ name: String) -> String {
        let hasFolder = name.hasPrefix("rootless") || name.contains("containerd-worker")
        return hasFolder ? bench.tree.path + "/buildkit" : bench.tree.path
    }

    private func caches(_ root: String) throws -> (caches: [Cache], files: Int64) {
        let run = try Agent.run(["caches", "--state", root, "--no-record", "--format", "json"])
        let json = try JSON.parse(run.output)
        let list = json["caches"]?.array ?? []
        let caches = list.map { cache in
            Cache(
                id: cache["id"]?.string ?? "", record: cache["record"]?.string ?? "", path: cache["path"]?.string ?? "",
                selectors: (cache["selectors"]?.array ?? []).compactMap(\.string),
                isBased: cache["base"]?.string != nil)
        }
        return (caches, list.reduce(0) { $0 + ($1["files"]?.integer ?? 0) })
    }

    /// Every entry of the state that is below no cache, with its digest; without times, which a removal changes.
    private func outside(_ root: String, _ caches: [Cache]) throws -> String {
        let prunes = caches.flatMap { ["-path", $0.path, "-prune", "-o"] }
        return try bench.shell(
            ["find", root] + prunes + ["-type", "f", "-exec", "sha256sum", "{}", "+", "-o", "-printf", "%p %y %m %l\n"])
    }

    @Test(arguments: names)
    func theNextReaderSeesEmptyMounts(_ name: String) throws {
        try unpackFixture("buildkit/" + name, to: bench.tree.path)
        let root = root(name)
        let before = try caches(root)
        #expect(before.files > 10 && before.caches.count > 5)
        let rest = try outside(root, before.caches)
        let run = try Agent.run([
            "purge", "--state", root, "--all", "--apply", "--db", bench.database, "--format", "json",
        ])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let after = try caches(root)
        #expect(after.caches == before.caches)
        #expect(after.files == 0)
        // Records, bases and layers are as they were; the lock that keeps a stopped daemon stopped may have been made.
        let now = try outside(root, before.caches).split(separator: "\n").filter { !$0.contains("buildkitd.lock") }
        #expect(Set(now) == Set(rest.split(separator: "\n").filter { !$0.contains("buildkitd.lock") }))
        // What builds mount of the copy of a base is there still.
        for cache in after.caches { #expect(Program.succeeds(["test", "-d", cache.path]), "\(cache.path)") }
    }

    @Test func oneIdOfSeveral() throws {
        let name = "standalone-overlayfs-v0.32.2"
        try unpackFixture("buildkit/" + name, to: bench.tree.path)
        let root = root(name)
        let plan = bench.beside("plan.json")
        let words = ["purge", "--state", root, "--db", bench.database]
        #expect(try Agent.run(words + ["--cache", "*acme-npm", "--output", plan]).status == 0)
        let targets = try JSON.parse(try Program.run(["cat", plan]).output)["targets"]?.array ?? []
        #expect(!targets.isEmpty)
        #expect(targets.allSatisfy { $0["cache"]?.string == "/acme-npm" })
        let files = try caches(root).files
        let gone = targets.reduce(Int64(0)) { $0 + ($1["files"]?.integer ?? 0) }
        #expect(try Agent.run(words.prefix(1) + ["--db", bench.database, "--apply", plan]).status == 0)
        #expect(try caches(root).files == files - gone)
        #expect(try Agent.run(words + ["--cache", "no-such-id"]).status == 3)
    }

    /// The lock of a stopped daemon is held while its files are removed, and one that is held by a daemon is respected.
    @Test func aRunningDaemonIsNotStopped() throws {
        let name = "standalone-overlayfs-v0.32.2"
        try unpackFixture("buildkit/" + name, to: bench.tree.path)
        let root = root(name)
        let held = try Program.start(["flock", root + "/buildkitd.lock", "sleep", "60"])
        Program.pause(microseconds: 200_000)
        let run = try Agent.run([
            "purge", "--state", root, "--cache", "/acme-npm", "--apply", "--db", bench.database, "--format", "json",
        ])
        held.signal(9)
        _ = try held.wait(atMost: 10)
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("its engine holds its lock"), "\(run.text)")
    }

    @Test func whatIsDueByPolicyAndNothingElse() throws {
        let name = "standalone-overlayfs-v0.32.2"
        try unpackFixture("buildkit/" + name, to: bench.tree.path)
        let file = bench.beside("bezoar.toml")
        let text = """
            [[purge]]
            caches = ["*pip*"]
            older-than = "1m"
            [[purge]]
            caches = ["*npm*", "*apt*"]
            keep = ["*lists"]
            unused-for = "36000d"
            """
        try bench.shell(["sh", "-c", "cat >\(file) <<'END'\n\(text)\nEND"])
        let words = ["purge", "--policy", "--state", root(name), "--db", bench.database]
        let environment = ["BEZOAR_CONFIG": file]
        let plan = try Agent.run(words, environment: environment)
        #expect(plan.status == 0 && plan.text.contains("/acme-npm: due in "), "\(plan.text)")
        #expect(!plan.text.contains("lists: due"), "\(plan.text)")
        let run = try Agent.run(words + ["--apply", "--format", "json"], environment: environment)
        let ids = (try JSON.parse(run.output)["caches"]?.array ?? []).compactMap { $0["cache"]?.string }
        #expect(run.status == 0 && !ids.isEmpty && ids.allSatisfy { $0.contains("pip") }, "\(ids)")
        // What is empty is not due, however long ago it was made.
        let again = try Agent.run(words + ["--format", "json"], environment: environment)
        #expect(try JSON.parse(again.output)["targets"]?.array?.isEmpty == true, "\(again.text)")
        // Without tables, or beside other flags, nothing is done.
        #expect(try Agent.run(words + ["--all"], environment: environment).status == 2)
        #expect(try Agent.run(words).status == 2)
    }

    /// A state root holds all caches and the engine's records: nobody means it by `--tree`.
    @Test func aStateIsNoTree() throws {
        let name = "standalone-overlayfs-v0.32.2"
        try unpackFixture("buildkit/" + name, to: bench.tree.path)
        for folder in ["", "/runc-overlayfs", "/runc-overlayfs/snapshots"] {
            let run = try Agent.run(
                ["purge", "--tree", root(name) + folder, "--db", bench.database, "--no-quarantine", "--apply"])
            #expect(run.status == 2 && run.errorText.contains("--state"), "\(folder): \(run.text)\(run.errorText)")
        }
        #expect(try Agent.run(["caches", "--state", root(name), "--no-record"]).status == 0)
    }

    /// Buildah keeps no records: its caches are known by their folders, also to a plan from a file and to an
    /// interrupted purge.
    @Test func cachesOfBuildah() throws {
        let root = bench.tree.path + "/buildah-cache-0"
        let names = ["0123456789abcdef", "123456789abcdef0"]
        try bench.tree.makeFolder("buildah-cache-0/buildah-cache-lockfiles")
        for name in names { try bench.tree.write("buildah-cache-0/\(name)/pip/wheel", "content") }
        let plan = bench.beside("plan.json")
        let words = ["purge", "--db", bench.database, "--format", "json"]
        for (name, environment) in zip(names, [[:], ["BEZOAR_KILL_STEP": "after-2"]]) {
            #expect(try Agent.run(words + ["--state", root, "--cache", name, "--output", plan]).status == 0)
            let run = try Agent.run(words + ["--apply", plan], environment: environment)
            #expect(run.status == (environment.isEmpty ? 0 : 137), "\(run.text)\(run.errorText)")
        }
        if Agent.isDebug {
            let run = try Agent.run(words + ["--apply"])
            let report = try JSON.parse(run.output)
            #expect(run.status == 0 && report["status"]?.string == "recovered", "\(run.text)\(run.errorText)")
        }
        #expect(try bench.shell(["find", root, "-type", "f"]).isEmpty)
        let audit = try JSON.parse(try Agent.run(["audit", "--state", root, "--no-record", "--format", "json"]).output)
        #expect(audit["roots"]?.array?.compactMap { $0["kind"]?.string } == ["buildah"])
    }

    @Test func whatABuildOfAProjectCouldHaveWritten() throws {
        let name = "standalone-overlayfs-v0.32.2"
        try unpackFixture("buildkit/" + name, to: bench.tree.path)
        let words = ["purge", "--state", root(name), "--db", bench.database, "--format", "json"]
        let list = try Agent.run(["caches", "--state", root(name), "--no-record", "--format", "json"])
        let cache = try #require(
            try JSON.parse(list.output)["caches"]?.array?.first { !($0["projects"]?.array ?? []).isEmpty })
        let source = try #require(cache["projects"]?.array?.first?["source"]?.string)
        let plan = try JSON.parse(try Agent.run(words + ["--project", source]).output)
        let chosen = (plan["targets"]?.array ?? []).compactMap { $0["cache"]?.string }
        #expect(chosen.contains(cache["id"]?.string ?? ""), "\(chosen)")
        // What somebody who is not trusted wrote is evidence.
        #expect((plan["targets"]?.array ?? []).allSatisfy { $0["evidence"]?.boolean == true })
        let none = try JSON.parse(try Agent.run(words + ["--project", source, "--since", "2200-01-01"]).output)
        #expect(none["targets"]?.array?.isEmpty == true)
        // As tables show it.
        let short = source.split(separator: "/").suffix(2).joined(separator: "/").replacing(".git", with: "")
        #expect(try JSON.parse(try Agent.run(words + ["--project", short]).output)["targets"] == plan["targets"])
        let other = try Agent.run(words + ["--project", "https://nowhere.example/x"])
        #expect(try JSON.parse(other.output)["targets"]?.array?.isEmpty == true)
        #expect(other.status == 3 && other.text.contains("is remembered"), "\(other.text)")
    }
}
