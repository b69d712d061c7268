import Bytes
import TestSupport
import Testing

/// What can be wrong with the directories that somebody names.
struct TreeArgumentTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try bench.tree.write("a/file", "x")
    }

    private func audit(_ trees: [String]) throws -> Run {
        let named = trees.flatMap { ["--tree", $0] }
        return try Agent.run(["audit", "--db", bench.database, "--rehash", "0", "--format", "json"] + named)
    }

    @Test func aLinkIsTheDirectoryItLeadsTo() throws {
        try bench.shell(["ln", "-s", bench.tree.path, bench.beside("link")])
        #expect(try audit([bench.tree.path]).status == 0)
        let report = try audit([bench.beside("link")]).report()
        #expect(report.count("reused") == 1)
        #expect(report.json["caches"]?.array?.first?["path"]?.string == bench.tree.path)
    }

    @Test func missingFileAndEmptyNames() throws {
        for (path, word) in [
            (bench.beside("missing"), "No such file"), (bench.canary, "Not a directory"),
            (bench.beside("x\n"), "x\\x0a"),
        ] {
            let run = try audit([path])
            #expect(run.status == 3, "\(run.text)")
            #expect(try run.report().count("files") == 0)
            #expect(run.errorText.contains(word), "\(run.errorText)")
        }
        #expect(try audit([""]).status == 2)
        #expect(!(try Program.run(["test", "-e", bench.database]).status == 0))
    }

    @Test func oneOfTwoIsMissing() throws {
        let run = try audit([bench.beside("missing"), bench.tree.path])
        #expect(run.status == 3)
        let report = try run.report()
        #expect(report.reason(bench.beside("missing")) == "unreadable")
        #expect(report.count("files") == 1)
        #expect(!report.isComplete)
    }

    @Test func theAbsolutePathIsSaid() throws {
        let run = try Agent.run(["audit", "--no-record", "--tree", "gone/away"], in: bench.tree.path)
        #expect(run.status == 3)
        #expect(run.text.contains("- \(bench.tree.path)/gone/away "), "\(run.text)")
    }

    @Test func theSameTwice() throws {
        let report = try audit([bench.tree.path, bench.tree.path + "/a/..", bench.tree.path + "/"]).report()
        #expect(report.count("caches") == 1)
        #expect(report.count("files") == 1)
    }

    @Test func oneInsideTheOther() throws {
        for _ in 0..<2 {
            let run = try audit([bench.tree.path, bench.tree.path + "/a"])
            #expect(run.status == 0, "\(run.errorText)")
            let report = try run.report()
            #expect(run.errorText.contains("\(bench.tree.path)/a lies in \(bench.tree.path)"), "\(run.errorText)")
            #expect(report.count("caches") == 2)
            #expect(report.count("files") == 2)
        }
    }

    @Test func theManifestInTheTreeIsRefused() throws {
        let before = try bench.listing()
        let run = try Agent.run(["audit", "--tree", bench.tree.path, "--db", bench.tree.path + "/m.db"])
        #expect(run.status == 2 && run.errorText.contains("would lie in the audited directory"), "\(run.errorText)")
        #expect(try bench.listing() == before)
    }

    @Test func theReportInTheTreeIsRefused() throws {
        let before = try bench.listing()
        let words = ["audit", "--no-record", "--tree", bench.tree.path, "-o"]
        let inside = try Agent.run(words + [bench.tree.path + "/a/report"])
        #expect(inside.status == 2, "\(inside.status)")
        #expect(inside.errorText.contains("would lie in the audited directory"), "\(inside.errorText)")
        #expect(try bench.listing() == before)
        #expect(try Agent.run(words + [bench.beside("report")]).errors.isEmpty)
    }

    @Test(.enabled(if: Agent.isRoot, "becoming another user needs root"))
    func asAUserWhoMayNot() throws {
        try bench.tree.write("secret/file", "x")
        try bench.tree.write("open/file", "x")
        try bench.tree.write("open/closed", "x")
        #expect(try bench.audit().status == 0)
        try bench.tree.setMode("secret", 0o700)
        try bench.tree.setMode("open/closed", 0o600)
        for folder in ["state", "canary"] { try bench.shell(["chown", "-R", "65534", bench.beside(folder)]) }
        try bench.shell(["chmod", "755", bench.beside(""), bench.tree.path])
        let user = ["setpriv", "--reuid=65534", "--clear-groups"]
        let run = try bench.audit(["--full"], under: user)
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        let report = try run.report()
        #expect(report.reason("secret") == "unreadable")
        #expect(report.reason("open/closed") == "unreadable")
        #expect(run.errorText.contains("access times may have been touched"), "\(run.errorText)")
        // What could not be seen is not gone.
        #expect(report.changes() == [0, 0, 0, 0])
        #expect(try bench.audit().report().changes()[1] == 0)
    }

    @Test(.enabled(if: Agent.isRoot, "becoming another user needs root"))
    func aTreeThatMayNotBeEntered() throws {
        try bench.shell(["chmod", "755", bench.beside("")])
        try bench.shell(["chmod", "700", bench.tree.path])
        try bench.shell(["chown", "65534", bench.beside("state")])
        let run = try bench.audit(under: ["setpriv", "--reuid=65534", "--clear-groups"])
        #expect(run.status == 3)
        #expect(run.errorText.contains("Permission denied"))
    }
}
