import Bytes
import TestSupport
import Testing

/// Which caches a baseline may be made of: what one audit left unseen stays unseen when another directory is audited.
struct BaselineCoverageTests {
    private let bench: AuditBench
    private let keys: Keys
    private let partly: String

    /// Of `partly` something is too large to be read; the tree of the bench is seen whole.
    init() throws {
        bench = try AuditBench()
        keys = try Keys(bench)
        partly = bench.beside("partly")
        try bench.tree.write("file", "x")
        try bench.shell(["mkdir", partly])
        try bench.shell(["truncate", "-s", "1G", partly + "/large"])
    }

    private func baseline(_ words: [String]) throws -> Run {
        try Agent.run(["baseline"] + words + ["--db", bench.database])
    }

    private func auditPartly(limit: String = "1M") throws -> Int32 {
        try Agent.run(["audit", "--tree", partly, "--db", bench.database, "--max-file-size", limit]).status
    }

    private var export: [String] { ["export", bench.beside("out"), "--key", keys.secret] }

    @Test func acceptAndExportRememberWhatAnEarlierAuditDidNotSee() throws {
        #expect(try auditPartly() == 3)
        #expect(try bench.audit().status == 0)
        for words in [["accept"], export, ["accept", "--tree", partly], export + ["--tree", partly]] {
            let run = try baseline(words)
            #expect(run.status == 4, "\(words)")
            #expect(run.errorText.contains("did not see everything of \(partly);"), "\(run.errorText)")
        }
        #expect(!Program.succeeds(["test", "-e", bench.beside("out")]))
        #expect(try baseline(["diff"]).errorText.contains("there is no baseline"))
        // What was seen whole can be taken alone, although another cache was not.
        let taken = try baseline(["accept", "--tree", bench.tree.path])
        #expect(taken.status == 0)
        #expect(taken.errorText.contains("taken into the baseline as last audited: \(bench.tree.path);"))
        #expect(try baseline(["accept", "--allow-incomplete"]).status == 0)
        #expect(try baseline(export + ["--allow-incomplete"]).status == 0)
    }

    @Test func diffRemembersToo() throws {
        try bench.shell(["truncate", "-s", "2K", partly + "/large"])
        #expect(try auditPartly() == 0)
        #expect(try bench.audit().status == 0)
        #expect(try baseline(["accept"]).status == 0)
        try bench.shell(["truncate", "-s", "1G", partly + "/large"])
        #expect(try auditPartly() == 3)
        #expect(try bench.audit().status == 0)
        let run = try baseline(["diff", "--format", "json"])
        #expect(run.status == 3, "\(run.text)")
        let json = try run.report().json
        #expect(json["complete"]?.boolean == false)
        #expect(json["notCompared"]?.array?.map { $0["cache"]?.string } == [partly])
        #expect(json["notCompared"]?.array?.map { $0["reason"]?.string } == ["incomplete"])
        let text = try baseline(["diff"]).text
        #expect(text.hasPrefix("INCOMPLETE: of 1 cache not everything was seen ("), "\(text)")
        // Seen whole again, nothing is left to say.
        try bench.shell(["truncate", "-s", "2K", partly + "/large"])
        #expect(try auditPartly() == 0)
        #expect(try baseline(["accept"]).status == 0)
        #expect(try baseline(["diff"]).status == 0)
    }

    @Test func aTroubleOfNoCacheCountsForAll() throws {
        #expect(try bench.audit(["--tree", bench.beside("missing")]).status == 3)
        let run = try baseline(["accept", "--tree", bench.tree.path])
        #expect(run.status == 4)
        #expect(run.errorText.contains("did not see everything of \(bench.tree.path)"), "\(run.errorText)")
    }

    @Test func oneIncompleteCacheDoesNotSpoilAnother() throws {
        #expect(try bench.audit(["--tree", partly, "--max-file-size", "1M"]).status == 3)
        #expect(try baseline(["accept", "--tree", bench.tree.path]).status == 0)
        #expect(try baseline(["accept", "--tree", partly]).status == 4)
        #expect(try baseline(["accept"]).status == 4)
    }

    @Test func directoriesThatNoAuditSaw() throws {
        #expect(try bench.audit().status == 0)
        for words in [["accept", "--tree", "/usr"], export + ["--tree", "/usr"]] {
            let run = try baseline(words)
            #expect(run.status == 4)
            #expect(
                run.errorText.contains("/usr: no audit in this manifest saw this directory; run `bezoar audit"),
                "\(run.errorText)")
        }
        #expect(!Program.succeeds(["test", "-e", bench.beside("out")]))
    }

    @Test func aCacheThatNobodyAcceptedIsADifference() throws {
        #expect(try bench.audit().status == 0)
        #expect(try baseline(["accept"]).status == 0)
        try bench.shell(["truncate", "-s", "2K", partly + "/large"])
        #expect(try auditPartly() == 0)
        let run = try baseline(["diff"])
        #expect(run.status == 1)
        #expect(run.text.hasPrefix("DIFFERENT: 1 cache no part of the baseline ("), "\(run.text)")
        #expect(run.text.contains("\(partly)  no part of the baseline"), "\(run.text)")
        #expect(try baseline(["accept", "--tree", partly]).status == 0)
        #expect(try baseline(["diff"]).status == 0)
    }
}
