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

    @Test func whereOnlyDirectoriesAreNamedThereIsNothingToRemember() throws {
        let run = try Agent.run(["harvest", "--tree", bench.tree.path, "--db", bench.database])
        #expect(run.status == 2)
        #expect(run.errorText.contains("only directories are named"), "\(run.errorText)")
    }
}
