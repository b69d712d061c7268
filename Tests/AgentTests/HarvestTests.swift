import Bytes
import TestSupport
import Testing

/// `bezoar harvest`: builds are remembered, and no cache is looked into.
@Suite struct HarvestTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: bench.tree.path)
    }

    private func harvest(_ words: [String] = []) throws -> Run {
        try Agent.run(["harvest", "--state", bench.tree.path, "--db", bench.database] + words)
    }

    @Test func buildsAreRememberedOnce() throws {
        let before = try bench.listing()
        let numbers = bench.beside("state/harvest.prom")
        let first = try harvest(["--metrics", numbers])
        #expect(first.status == 0, "\(first.errorText)")
        #expect(first.text == "16 new builds of 16 known, in 1 state root\n")
        #expect(try harvest().text == "0 new builds of 16 known, in 1 state root\n")
        #expect(try bench.listing() == before)
        let text = try bench.shell(["cat", numbers])
        #expect(text.contains("\nbezoar_last_exit_code{task=\"harvest\"} 0\n"))
        #expect(text.contains("\ncontainer_build_duration_seconds_count{builder=\"standalone\"} 16\n"))
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
    }

    @Test func whatBuildKitForgotIsStillKnown() throws {
        #expect(try harvest().status == 0)
        try bench.shell(["rm", bench.tree.path + "/history.db"])
        let run = try harvest()
        #expect(run.text.hasPrefix("0 new builds of 0 known") || run.status == 3, "\(run.text)\(run.errorText)")
        let list = try Agent.run([
            "caches", "--state", bench.tree.path, "--db", bench.database, "--format", "json",
        ]).report().json
        let projects = (list["caches"]?.array ?? []).flatMap { $0["projects"]?.array ?? [] }
        #expect(!projects.isEmpty, "the manifest knows them")
    }

    @Test func quietSaysNothingWhereAllIsWell() throws {
        let run = try harvest(["--quiet"])
        #expect(run.status == 0 && run.text.isEmpty && run.errorText.isEmpty, "\(run.text)\(run.errorText)")
    }

    /// A timer with a mistyped path must not pass for a host without caches.
    @Test(arguments: [
        ["--host-root", "/nonexistent"], ["--state", "runc-overlayfs/"], ["--state", "./runc-overlayfs"],
        ["--state", "", "--cache", "*nope*"],
    ])
    func whatIsMistypedIsNoCleanHost(words: [String]) throws {
        let whole = words.map { $0.isEmpty ? bench.tree.path : $0.replacing("runc", with: bench.tree.path + "/runc") }
        let fitting = whole.map { $0.replacing("./" + bench.tree.path, with: bench.tree.path + "/.") }
        let list = try Agent.run(["caches", "--db", bench.database] + fitting)
        #expect(list.status == 3 && list.text.contains("INCOMPLETE"), "\(list.text)\(list.errorText)")
        if words.contains("--cache") { return }
        let harvest = try Agent.run(["harvest", "--db", bench.database] + fitting)
        #expect(harvest.status == 3, "\(harvest.text)\(harvest.errorText)")
        let tree = bench.beside("other")
        try bench.shell(["mkdir", tree])
        let audit = try Agent.run(
            ["audit", "--tree", tree, "--db", bench.database] + fitting
                + (words.contains("--host-root") ? ["--discover"] : []))
        #expect(audit.status == 3, "\(audit.text)\(audit.errorText)")
    }

    @Test func doctorSaysWhichTableOfTrustDecidesNothing() throws {
        let file = bench.beside("bezoar.toml")
        try bench.shell([
            "sh", "-c",
            #"printf '[[trust]]\ntier = "release"\nprojects = ["*acme/web*"]\n[[trust]]\ntier = "internal"\n"#
                + #"projects = ["*acme/nosuch*"]\n' > "$0""#, file,
        ])
        let words = ["doctor", "--config", file, "--db", bench.database, "--format", "json"]
        func statuses() throws -> [String] {
            let report = try Agent.run(words).report().json
            let checks = (report["sections"]?.array ?? []).compactMap(\.object)
                .filter { $0["title"]?.string == "Trust" }.flatMap { $0["checks"]?.array ?? [] }
            return checks.compactMap { $0.object?["status"]?.string }
        }
        #expect(try statuses() == ["info", "info"])
        #expect(try harvest().status == 0)
        #expect(try statuses() == ["ok", "warning"])
    }

    @Test func whereOnlyDirectoriesAreNamedThereIsNothingToRemember() throws {
        let run = try Agent.run(["harvest", "--tree", bench.tree.path, "--db", bench.database])
        #expect(run.status == 2)
        #expect(run.errorText.contains("only directories are named"), "\(run.errorText)")
    }
}
