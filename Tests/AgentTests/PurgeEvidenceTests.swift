import Bytes
import TestSupport
import Testing

/// Evidence that an interrupted purge kept is found again, counted, and belongs to that purge.
@Suite struct PurgeEvidenceTests {
    private static let names = ["a", "b", "folder/c"]

    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        for name in Self.names { try bench.tree.write(name, "content of \(name)") }
    }

    private func quarantine(_ words: [String]) throws -> Run {
        try Agent.run(["quarantine"] + words.prefix(1) + ["--db", bench.database] + words.dropFirst())
    }

    private func entries(_ words: [String] = []) throws -> [JSONValue] {
        try JSON.parse(try quarantine(["list", "--format", "json"] + words).output)["entries"]?.array ?? []
    }

    /// Killed when all was copied and nothing of that was written down, or told to stop in the midst of it.
    @Test(.enabled(if: Agent.isDebug), arguments: ["BEZOAR_KILL_STEP=before-1", "BEZOAR_FAIL_CALL=renameat/4:-15"])
    func whatWasKeptIsNotCopiedAgain(_ end: String) throws {
        _ = try purge.makePlan()
        let parts = end.split(separator: "=").map(String.init)
        let run = try purge.apply(["--quarantine"], environment: [parts[0]: parts[1]])
        #expect(run.status == 137 || run.status == 130, "\(run.text)\(run.errorText)")
        let before = try entries(["--purge", "1"]).compactMap { $0["id"]?.string }
        #expect(!before.isEmpty)
        #expect(try entries().count == before.count)
        if run.status == 130 {
            let kept = try JSON.parse(run.output)["caches"]?.array?.first?["kept"]?.integer
            #expect(kept == Int64(before.count), "\(run.text)")
        }
        // What has changed meanwhile is evidence of its own.
        try bench.tree.write("b", "other content")
        let next = try purge.purge(["--apply", "--format", "json"])
        #expect(next.status == 0, "\(next.text)\(next.errorText)")
        let all = try entries().compactMap { $0["id"]?.string }
        #expect(Set(all).isSuperset(of: before))
        let receipt = try #require(try purge.receipt(1))
        let named = (receipt["removed"]?.array ?? []).compactMap { $0["quarantine"]?.string }
        #expect(named.count == 3 && Set(named).isSubset(of: all))
        let copies = try entries().filter { $0["path"]?.string == "a" }
        #expect(copies.count == 1)
        #expect(try quarantine(["drop", "--purge", "1"]).status == 0)
        #expect(try entries().isEmpty)
    }

    /// Where it was kept is not forgotten either.
    @Test(.enabled(if: Agent.isDebug)) func theQuarantineIsNotForgotten() throws {
        _ = try purge.makePlan()
        let folder = bench.beside("elsewhere")
        let words = ["--quarantine", "--quarantine-dir", folder]
        #expect(try purge.apply(words, environment: ["BEZOAR_KILL_STEP": "before-1"]).status == 137)
        let plan = try purge.purge(["--tree", bench.tree.path])
        #expect(plan.errorText.contains(" --quarantine-dir \(folder)` finishes it"), "\(plan.errorText)")
        let other = try purge.purge(["--apply"])
        #expect(
            other.errorText.contains("begun with the quarantine \(folder), and this run has "), "\(other.errorText)")
    }

    @Test(.enabled(if: Agent.isDebug)) func givingUpNamesWhatWasKept() throws {
        _ = try purge.makePlan()
        #expect(try purge.apply(["--quarantine"], environment: ["BEZOAR_KILL_STEP": "before-1"]).status == 137)
        let run = try purge.purge(["--drop", "1", "--format", "json"])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let row = try #require(try JSON.parse(run.output)["caches"]?.array?.first)
        #expect(row["kept"]?.integer == 3, "\(run.text)")
        let notes = (row["notes"]?.array ?? []).compactMap(\.string).joined(separator: "\n")
        for entry in try entries() { #expect(notes.contains(try #require(entry["id"]?.string)), "\(notes)") }
        #expect(notes.contains("`bezoar quarantine drop --purge 1`"), "\(notes)")
        #expect(try quarantine(["drop", "--purge", "1"]).status == 0)
        #expect(try entries().isEmpty)
    }

    @Test func whatOnePurgeKeptIsListedAndPutBack() throws {
        for number in 1...2 {
            for name in Self.names { try bench.tree.write(name, "content \(number) of \(name)") }
            _ = try purge.makePlan()
            #expect(try purge.apply(["--quarantine"]).status == 0)
        }
        #expect(try entries().map { $0["purge"]?.integer } == [1, 1, 1, 2, 2, 2])
        #expect(try entries(["--purge", "2"]).map { $0["purge"]?.integer } == [2, 2, 2])
        #expect(try entries(["--purge", "2", "--cache", "*elsewhere*"]).isEmpty)
        #expect(try quarantine(["list", "--purge", "9"]).status == 4)
        #expect(try quarantine(["list"]).text.contains("  PURGE  RULE  "))
        #expect(try quarantine(["restore"]).status == 2)
        #expect(try quarantine(["restore", "--purge", "1", "4f0c9a7be21d5c36"]).status == 2)
        #expect(try bench.shell(["mkdir", bench.tree.path + "/folder"]).isEmpty)
        let back = try quarantine(["restore", "--purge", "1"])
        #expect(back.status == 0, "\(back.text)\(back.errorText)")
        #expect(try bench.shell(["cat", bench.tree.path + "/folder/c"]) == "content 1 of folder/c")
    }

    /// A slip of the pen does not look like a host of which nothing was kept.
    @Test func whatIsNotThereIsNotEmpty() throws {
        let missing = bench.beside("no/such")
        #expect(try Agent.run(["quarantine", "list", "--db", missing]).status == 4)
        #expect(try quarantine(["list", "--quarantine-dir", missing]).status == 4)
        _ = try bench.audit()
        #expect(try quarantine(["list", "--quarantine-dir", missing]).status == 4)
        let run = try quarantine(["list"])
        #expect(run.status == 0 && run.text.hasPrefix("0 entries"), "\(run.text)\(run.errorText)")
    }
}
