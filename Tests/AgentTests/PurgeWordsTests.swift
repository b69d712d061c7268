import Bytes
import TestSupport
import Testing

/// What purges say of themselves: the command that applies them, what came since, what is gone, what is no cache.
@Suite struct PurgeWordsTests {
    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        for name in ["a", "b"] { try bench.tree.write(name, "content of \(name)") }
    }

    @Test func theCommandHasAllFlagsInForce() throws {
        let folder = bench.beside("q q")
        let words = ["--tree", bench.tree.path, "--quarantine", "--quarantine-dir", folder, "--force"]
        let planned = try purge.purge(words + ["--output", purge.plan])
        let ground = "--db \(bench.database) --config /dev/null --quarantine-dir '\(folder)' --force"
        #expect(planned.text.contains("Apply it with: bezoar purge --apply \(purge.plan) \(ground)"), "\(planned.text)")
        let anew = try purge.purge(words, environment: ["BEZOAR_JOBS": "1"])
        let command = "bezoar purge --tree \(bench.tree.path) --apply --quarantine \(ground) --jobs 1"
        #expect(anew.text.contains("planned anew") && anew.text.contains(command), "\(anew.text)")
    }

    /// A receipt tells how it was applied, by names that mean the same everywhere.
    @Test func aReceiptHasTheWholeCommand() throws {
        let line = "cd \(bench.tree.path) && \"$B\" purge --tree . --db \(bench.database)"
        let run = try Agent.shell("\(line) --apply --quarantine --wait 1s --force")
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let command = "bezoar purge --tree \(bench.tree.path) --apply --quarantine --wait 1s --force"
        #expect(try purge.receipts().map { $0["command"]?.string } == [command])
        #expect(try purge.receipt(1)?["request"]?["command"]?.string == command)
    }

    /// Evidence goes by the purge that kept it, by cache, or by age; nothing goes where nothing is named.
    @Test func evidenceIsDroppedByWhereItCameFrom() throws {
        func drop(_ words: [String]) throws -> Int32 {
            try Agent.run(["quarantine", "drop", "--db", bench.database] + words).status
        }
        func left() throws -> Int? {
            let run = try Agent.run(["quarantine", "list", "--db", bench.database, "--format", "json"])
            return try JSON.parse(run.output)["entries"]?.array?.count
        }
        for _ in 0..<3 {
            for name in ["a", "b"] { try bench.tree.write(name, "content of \(name)") }
            _ = try purge.makePlan()
            #expect(try purge.apply(["--quarantine"]).status == 0)
        }
        #expect(try left() == 6)
        #expect(try drop([]) == 2)
        #expect(try drop(["--purge", "2", "4f0c9a7be21d5c36"]) == 2)
        #expect(try drop(["--purge", "9"]) == 4)
        #expect(try drop(["--older-than", "1h"]) == 0)
        #expect(try left() == 6)
        #expect(try drop(["--purge", "2"]) == 0)
        #expect(try left() == 4)
        #expect(try drop(["--cache", "*elsewhere*"]) == 0)
        #expect(try left() == 4)
        #expect(try drop(["--cache", "*", "--older-than", "1s", "--purge", "1"]) == 0)
        #expect(try left() ?? 0 >= 2)
        #expect(try drop(["--cache", bench.tree.path]) == 0)
        #expect(try left() == 0)
    }

    @Test func whatCameAfterThePlanIsCounted() throws {
        let plan = try purge.purge(["--tree", bench.tree.path, "--output", purge.plan])
        #expect(plan.text.contains("also what comes after now"), "\(plan.text)")
        try bench.tree.write("late", "new")
        let run = try purge.purge(["--apply", purge.plan])
        #expect(run.status == 0 && run.text.contains("1 file more than planned"), "\(run.text)")
    }

    @Test func whatIsGoneAlreadyIsSaid() throws {
        try bench.tree.link("link", to: bench.canary)
        _ = try bench.audit()
        _ = try purge.makePlan(["--rule", "symlink-escape"])
        #expect(try purge.apply().status == 0)
        let entries = try purge.purge(["--apply", purge.plan])
        #expect(entries.status == 0 && entries.text.contains("0 caches purged, 1 gone already"), "\(entries.text)")
        _ = try purge.makePlan()
        #expect(try purge.apply().status == 0)
        let content = try purge.apply()
        #expect(try JSON.parse(content.output)["caches"]?.array?.first?["outcome"]?.string == "gone-already")
    }

    @Test func aReceiptListsWhatThePurgeRemoved() throws {
        for name in ["gone", "there"] { try bench.tree.link(name, to: bench.canary) }
        _ = try bench.audit()
        _ = try purge.makePlan(["--rule", "symlink-escape"])
        try bench.shell(["rm", bench.tree.path + "/gone"])
        let run = try purge.purge(["--apply", purge.plan])
        #expect(run.status == 0 && run.text.contains("1 of 2 gone already"), "\(run.text)")
        let receipt = try purge.receipt(1)
        #expect(receipt?["removed"]?.array?.map { $0["path"]?.string } == ["there"])
        #expect(receipt?["resumed"]?.boolean == false)
    }

    @Test(arguments: ["/", "/usr", "/etc/.", "/home/../home", "//var", "/etc/ssl", "/var/lib/apt/lists"])
    func aFolderOfTheHostIsNoCache(_ folder: String) throws {
        // Another manifest would not do: nothing must get as far as a plan.
        let run = try purge.purge(["--tree", folder])
        #expect(run.status == 2 && run.errorText.contains("name the cache's own folder"), "\(run.text)\(run.errorText)")
    }

    /// Nothing of what is known, kept or signed with goes in a purge.
    @Test func whatIsItsOwnIsNoCache() throws {
        _ = try bench.audit()
        let folder = String(bench.database.dropLast("/m.db".count))
        let store = bench.beside("quarantine")
        try bench.shell(["mkdir", "-p", store + "/files"])
        let words = ["--apply", "--quarantine-dir", store]
        for (tree, word) in [(folder, "the manifest"), (store, "the quarantine"), (store + "/files", "the quarantine")]
        {
            let run = try purge.purge(["--tree", tree] + words)
            #expect(run.status == 2 && run.errorText.contains(word), "\(tree): \(run.text)\(run.errorText)")
        }
        try bench.shell(["test", "-s", bench.database, "-a", "-d", store + "/files"])
        _ = try purge.makePlan()
        let inside = bench.tree.path + "/plan.json"
        try bench.shell(["cp", purge.plan, inside])
        let run = try purge.purge(["--apply", inside])
        #expect(run.status != 0 && run.errorText.contains("the plan"), "\(run.errorText)")
        try bench.shell(["test", "-s", inside])
    }

    @Test func aRuleThatIsNoneIsRefused() throws {
        let run = try purge.purge(["--tree", bench.tree.path, "--rule", "symlink-escap"])
        #expect(run.status == 2 && run.errorText.contains("did you mean symlink-escape?"), "\(run.errorText)")
    }

    @Test func aPackageThatIsNowhereIsSaid() throws {
        let run = try purge.purge(["--tree", bench.tree.path, "--package", "pkg:npm/no-such@1.0.0"])
        #expect(run.text.contains("pkg:npm/no-such@1.0.0: not found in the 1 cache"), "\(run.text)\(run.errorText)")
    }

    @Test func withoutAManifestAHuntSaysSo() throws {
        let run = try Agent.run(["hunt", "pkg:npm/x@1", "--db", bench.beside("nothing.db")])
        #expect(run.status == 4 && run.errorText.contains("there is no manifest yet; run `bezoar audit` first"))
    }
}
