import Bytes
import TestSupport
import Testing

/// Hunting through caches that clients wrote: what is there, what was, and what only looks like it.
@Suite struct HuntTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        _ = try bench.audit(["--fail-on", "never"])
    }

    private func hunt(_ words: [String]) throws -> Run {
        try Agent.run(["hunt"] + words + ["--db", bench.database])
    }

    /// `state purl basis` of each hit.
    private func hits(_ words: [String]) throws -> [String] {
        let run = try hunt(words + ["--format", "json"])
        return (try run.report().json["hits"]?.array ?? []).compactMap(\.object).map { hit in
            [hit["state"]?.string, hit["purl"]?.string ?? "file", hit["basis"]?.string].compactMap { $0 }
                .joined(separator: " ")
        }.sorted()
    }

    private func artifact(_ purl: String) throws -> JSONObject {
        let report = try bench.audit(["--fail-on", "never"]).report()
        let all = (report.json["artifacts"]?.array ?? []).compactMap(\.object)
        return try #require(all.first { $0["purl"]?.string == purl })
    }

    private static let leftish = "pkg:npm/leftish@1.1.1"

    @Test func packagesAreFoundByVersionAndRange() throws {
        #expect(try hits([Self.leftish]) == ["present \(Self.leftish) package"])
        #expect(try hunt([Self.leftish]).status == 1)
        #expect(try hits(["pkg:npm/leftish"]).count == 2)
        #expect(try hits(["pkg:npm/leftish@>=1.1.0,<2"]).isEmpty == false)
        #expect(try hits(["pkg:npm/leftish?vers=vers:npm/>1.1.1"]) == [])
        #expect(try hits(["pkg:npm/%40acme/core@2.0.0"]) == ["present pkg:npm/%40acme/core@2.0.0 package"])
        let none = try hunt(["pkg:pypi/leftish"])
        #expect(none.status == 0 && none.text.hasPrefix("NOTHING FOUND\n"), "\(none.text)")
        #expect(none.text.contains("\nlooked for 1 package among "), "\(none.text)")
        #expect(none.text.contains(", of 1 audit; names inside of archives are not recorded\n"), "\(none.text)")
        #expect(none.text.contains("\nlast audit: "))
        // Nothing is called so, and that is no good news.
        let odd = try hunt(["pkg:npm/leftish@oddity"])
        #expect(odd.status == 3 && odd.text.contains("is no version of such a package"), "\(odd.text)")
    }

    @Test func contentsAndNamesAreFound() throws {
        let found = try artifact(Self.leftish)
        let digest = try #require(found["sha256"]?.string)
        let path = try #require(found["path"]?.string)
        #expect(try hits(["sha256:" + digest]) == ["present \(Self.leftish) digest"])
        #expect(try hits(["SHA256:" + digest.uppercased()]) == ["present \(Self.leftish) digest"])
        // npm names its contents by SHA-512.
        let hex = path.split(separator: "/").suffix(3).joined()
        #expect(try hits(["sha512:" + hex]) == ["present \(Self.leftish) digest"])
        let known = ["present \(Self.leftish) file-name"]
        #expect(try hits(["*" + path.split(separator: "/").suffix(1).joined()]) == known)
        #expect(try hits(["content-v2/*/*/" + path.split(separator: "/").suffix(2).joined(separator: "/")]) == known)
        #expect(try hits(["_cacache/content-v2/*"]).count > 3)
        #expect(try hits(["--name-contains", "LEFT"]).contains("present \(Self.leftish) name-text"))
        #expect(try hits(["file:pkg:npm/leftish"]) == [])
    }

    /// Somebody who types a name alone means whatever is called so.
    @Test func aBareWordIsLookedForEverywhere() throws {
        let both = ["present pkg:npm/leftish@1.0.0 name-text", "present \(Self.leftish) name-text"]
        #expect(try hits(["leftish"]) == both)
        #expect(try hits(["LEFT"]) == both)
        try bench.tree.write("folder/deep/Left_ish.js", "x")
        _ = try bench.audit(["--fail-on", "never"])
        #expect(try hits(["left-ish"]) == ["present file name-text"])
        #expect(try hits(["Left*.js"]) == ["present file file-name"])
        #expect(try hits(["deep/*.js"]) == ["present file file-name"])
        #expect(try hits(["file:left-ish"]) == [])
        let counts = try hunt(["x", "--format", "json"]).report().json["searched"]
        #expect(counts?["audits"]?.integer == 2 && counts?["packages"]?.integer ?? 0 > 1)
        #expect(counts?["files"]?.integer ?? 0 > 20)
    }

    @Test func whatIsGoneIsFoundToo() throws {
        let path = try #require(try artifact(Self.leftish)["path"]?.string)
        try bench.tree.remove(path)
        _ = try bench.audit(["--fail-on", "never"])
        #expect(try hits([Self.leftish]) == ["gone \(Self.leftish) package"])
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        #expect(try hits([name.prefix(60) + "*"]) == ["gone \(Self.leftish) file-name"])
        let run = try hunt([Self.leftish])
        #expect(run.status == 1 && run.text.contains("all of them gone"), "\(run.text)")
    }

    @Test func advisoriesAreLookedFor() throws {
        let empty = try hunt([])
        #expect(empty.status == 4 && empty.errorText.contains("no advisories are imported yet"), "\(empty.errorText)")
        let file = bench.beside("good.zip")
        try Agent.script("feeds.py", ["good", file])
        #expect(try hits(["--osv", file]) == ["present \(Self.leftish) exact-version"])
        #expect(try hunt([]).status == 4, "what is only looked for is not imported")
        #expect(try Agent.run(["intel", "import", file, "--db", bench.database]).status == 0)
        #expect(try hits([]) == ["present \(Self.leftish) exact-version"])
        let text = try hunt([])
        #expect(text.text.contains("MAL-2026-1 (exact-version)") && text.text.contains("\nfeed good.zip: 2 records"))

        // The audit says so as well.
        let audit = try bench.audit()
        #expect(audit.status == 1)
        let finding = try #require(try audit.report().findings.first { $0.rule == "known-malicious" })
        #expect(finding.severity == "critical")

        let withdrawn = bench.beside("withdrawn.zip")
        try Agent.script("feeds.py", ["withdrawn", withdrawn])
        #expect(try Agent.run(["intel", "import", withdrawn, "--db", bench.database]).status == 0)
        #expect(try hits([]) == [])
        #expect(try bench.audit().report().findings.contains { $0.rule == "known-malicious" } == false)
    }

    /// A feed with holes cannot say that nothing is there.
    @Test func aFeedWithHolesIsNeverClean() throws {
        let file = bench.beside("broken.zip")
        try Agent.script("feeds.py", ["broken", file])
        let path = try #require(try artifact(Self.leftish)["path"]?.string)
        try bench.shell(["rm", "-rf", bench.beside("state")])
        try bench.shell(["mkdir", bench.beside("state")])
        try bench.tree.remove(path)
        _ = try bench.audit(["--fail-on", "never"])
        #expect(try Agent.run(["intel", "import", file, "--db", bench.database]).status == 3)
        let run = try hunt([])
        #expect(run.status == 3 && run.text.hasPrefix("NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN"), "\(run.text)")
        #expect(run.text.contains("10 records of the feed broken.zip could not be understood"))
        #expect(try hunt(["--osv", file]).status == 3)
    }

    @Test(arguments: [
        (["axios@1.14.1"], "write pkg:TYPE/axios@1.14.1"), (["@scope/a"], "write pkg:TYPE/@scope/a"),
        (["vers:npm/>=1"], "a range names no package"), (["sha256:abc"], "hexadecimal digits"),
        ([String(repeating: "a", count: 64)], "write sha256:aaa"), (["pkg:npm/"], "is no name"),
        (["pkg:npm/a@>=x"], "is no version"),
        (["pkg:npm/a@latest"], "`latest` is no version"), (["pkg:pypi/a@newest"], "`newest` is no version"),
        (["pkg:maven/a/b@RELEASE"], "`RELEASE` is no version"), (["--name-contains", ""], "a text of 1 to 256 bytes"),
    ])
    func whatIsMistypedIsNotLookedFor(words: [String], part: String) throws {
        let run = try hunt(words)
        #expect(run.status == 2 && run.errorText.contains(part), "\(run.errorText)")
    }

    @Test func withoutAnAuditThereIsNothingToAsk() throws {
        let run = try Agent.run(["hunt", "pkg:npm/a", "--db", bench.beside("none.db")])
        #expect(run.status == 4 && run.errorText.contains("run `bezoar audit` first"), "\(run.errorText)")
    }
}
