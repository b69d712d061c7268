import Bytes
import TestSupport
import Testing

/// Packages in audits, from one audit to the next, on caches that their clients wrote.
@Suite struct PackageAuditTests {
    /// Caches that nobody touched.
    static let samples = [
        "npm/public", "npm/private", "pip/9.0.3", "pip/23.2.1", "pip/25.3", "maven/maven-3.8", "maven/gradle",
    ]
    private static let folder = "repository/com/example/lib/alpha/1.1"

    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
    }

    private func unpack(_ sample: String) throws {
        try unpackFixture("ecosystems/" + sample, to: bench.tree.path)
    }

    private func audit(_ words: [String] = []) throws -> AuditDocument {
        try bench.audit(words + ["--fail-on", "never"]).report()
    }

    /// Rule, severity and path of findings of these rules.
    private func words(_ report: AuditDocument, _ rules: Set<String>) -> [String] {
        report.findings.filter { rules.contains($0.rule) }.map { "\($0.rule) \($0.severity) \($0.path)" }.sorted()
    }

    private static let changing: Set<String> = [
        "immutable-changed", "foreign-file", "same-version-different-content", "moved-tag", "unknown-index-version",
    ]

    @Test(arguments: samples)
    func anHonestCacheStaysOne(_ sample: String) throws {
        try unpack(sample)
        let first = try audit()
        #expect(words(first, Self.changing) == [], "\(sample)")
        #expect(first.count("artifacts") > 0 || sample == "npm/private", "\(sample)")
        // What comes again under its old name, as after a restore, is no change.
        try unpack(sample)
        let second = try audit()
        #expect(words(second, Self.changing) == [], "\(sample)")
        #expect(second.findings == first.findings && second.count("artifacts") == first.count("artifacts"))
        #expect(second.incomplete == first.incomplete)
    }

    @Test func contentThatMayNotChangeAndContentThatMay() throws {
        try unpack("maven/maven-3.8")
        _ = try audit()
        try bench.tree.write("\(Self.folder)/_remote.repositories", "alpha-1.1.jar>central=\n#other\n")
        try bench.tree.write("\(Self.folder)/alpha-1.1.pom", "<project/>\n")
        let expected = ["immutable-changed high \(Self.folder)/alpha-1.1.pom"]
        for _ in 0..<3 { #expect(words(try audit(), ["immutable-changed"]) == expected, "it stays") }
        // Back as it was, it is none.
        try unpack("maven/maven-3.8")
        #expect(words(try audit(), ["immutable-changed"]) == [])
        // And one that somebody accepts is what counts from then on.
        try bench.tree.write("\(Self.folder)/alpha-1.1.pom", "<project></project>\n")
        #expect(words(try audit(), ["immutable-changed"]) == expected)
        let accepted = try Agent.run(["baseline", "accept", "--db", bench.database])
        #expect(accepted.status == 0, "\(accepted.errorText)")
        #expect(words(try audit(), ["immutable-changed"]) == [])
    }

    @Test func aSecondContentStaysAFindingUntilTheFirstIsBack() throws {
        try unpack("maven/maven-3.8")
        _ = try audit()
        let jar = "\(Self.folder)/alpha-1.1.jar"
        try bench.shell([
            "cp", "\(bench.tree.path)/repository/com/example/lib/beta/1.5/beta-1.5.jar", bench.tree.file(jar),
        ])
        let expected = ["same-version-different-content high \(jar)"]
        for _ in 0..<3 { #expect(words(try audit(), ["same-version-different-content"]) == expected) }
        try unpack("maven/maven-3.8")
        #expect(words(try audit(), ["same-version-different-content"]) == [])
    }

    @Test func anAcceptedContentIsNoFinding() throws {
        try unpack("maven/maven-3.8")
        _ = try audit()
        let jar = "\(Self.folder)/alpha-1.1.jar"
        try bench.shell([
            "cp", "\(bench.tree.path)/repository/com/example/lib/beta/1.5/beta-1.5.jar", bench.tree.file(jar),
        ])
        #expect(words(try audit(), ["same-version-different-content"]).count == 1)
        let accepted = try Agent.run(["baseline", "accept", "--db", bench.database])
        #expect(accepted.status == 0, "\(accepted.errorText)")
        #expect(words(try audit(), ["same-version-different-content"]) == [])
    }

    /// Whoever names the wrong directory does not read CLEAN alone.
    @Test func aDirectoryThatIsNoCacheIsNamed() throws {
        try bench.tree.write("src/main.c", "int main(void) { return 0; }")
        func text() throws -> String {
            try Agent.run(["audit", "--tree", bench.tree.path, "--db", bench.database, "--fail-on", "never"]).text
        }
        let words = "no cache of a package manager was recognised in it"
        #expect(try text().contains(words))
        try unpack("npm/public")
        #expect(try !text().contains(words))
    }

    /// A machine that reads the outcome alone learns what stays below the level.
    @Test func theOutcomeSaysWhatDoesNotCount() throws {
        try unpack("npm/public")
        let report = try audit()
        #expect(report.outcome == "clean")
        let text = report.json["summary"]?["outcomeText"]?.string ?? ""
        #expect(text.hasPrefix("clean: ") && text.contains(", none of which counts ("), "\(text)")
        let high = try bench.audit(["--fail-on", "critical"]).report().json["summary"]?["outcomeText"]?.string ?? ""
        #expect(high.contains(" below critical ("), "\(high)")
    }

    @Test func filesThatNobodyWritesAreCountedOnce() throws {
        try unpack("npm/public")
        for name in ["payload.bin", "_cacache/content-v2/run.sh", "x", "y"] { try bench.tree.write(name, "x") }
        // Outside of any cache.
        try bench.tree.makeFolder("pip")
        let findings = (try audit().json["findings"]?.array ?? []).filter { $0["rule"]?.string == "foreign-file" }
        #expect(findings.count == 1)
        #expect(findings.first?["evidence"]?["files"]?.integer == 4)
        #expect(findings.first?["path"]?.string == "_cacache/content-v2/run.sh")
    }

    @Test func namesOfTheHouseComeFromItsHosts() throws {
        try unpack("npm/public")
        let file = bench.beside("bezoar.toml")
        let base = "[packages]\nprivate-names = [\"leftish\"]\n"
        for (hosts, isFound) in [("[\"npm.house.example\"]", true), ("[\"*.npm.example\"]", false)] {
            try bench.shell(["sh", "-c", "printf '%s' \"$0\" > \"$1\"", base + "private-hosts = \(hosts)\n", file])
            let found = words(try audit(["--config", file]), ["private-name-public-source"])
            #expect(!found.isEmpty == isFound, "\(hosts): \(found)")
        }
    }

    /// A lockfile that changed is read ahead of the audit's own writer, out of a manifest of any format.
    @Test func anUpgradeLosesNoLockfile() throws {
        try unpack("npm/public")
        let lockfile = bench.beside("package-lock.json")
        func write(_ letter: String) throws {
            let digest = "sha512-" + String(repeating: letter, count: 86) + "=="
            let text = """
                {"name": "shop", "lockfileVersion": 3, "packages": {"node_modules/leftish": {"version": "1.1.1",
                "resolved": "http://registry.npm.example/leftish/-/leftish-1.1.1.tgz", "integrity": "\(digest)"}}}
                """
            try bench.shell(["sh", "-c", "printf '%s' \"$0\" > \"$1\"", text, lockfile])
        }
        try write("A")
        let added = try Agent.run(["lock", "add", lockfile, "--project", "shop", "--db", bench.database])
        #expect(added.status == 0, "\(added.errorText)")
        let downgrade = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            new = ("artifact", "index_tag", "file_digest", "purge", "purge_step", "receipt", "tombstone", "finding",
                "feed", "advisory", "advisory_package", "advisory_digest", "removal")
            for table in new: db.execute("DROP TABLE " + table)
            db.execute("PRAGMA user_version = 3")
            db.commit()
            """
        try bench.shell([Agent.python, "-c", downgrade, bench.database])
        try write("Q")
        let run = try bench.audit(["--fail-on", "never"])
        #expect(run.errorText.contains("was read again"), "\(run.errorText)")
        let finding = (try run.report().json["findings"]?.array ?? []).first {
            $0["rule"]?.string == "checksum-mismatch"
        }
        // 86 letters `Q` in base 64.
        #expect(finding?["expected"]?.array?.first?.string?.hasPrefix("sha512:4104104104") == true)
    }

    /// Digests other than SHA-256 are made while a file is read, and kept: an unchanged cache is not read again.
    @Test func anUnchangedCacheIsNotReadForItsDigests() throws {
        try unpack("npm/public")
        _ = try audit()
        let before = try Agent.script("listing.py", [bench.tree.path])
        let kept =
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("
            + "'SELECT algorithm, count(*) FROM file_digest GROUP BY algorithm ORDER BY algorithm').fetchall())"
        #expect(try bench.shell([Agent.python, "-c", kept, bench.database]) == "[('sha1', 1), ('sha512', 14)]\n")
        #expect(try Agent.script("listing.py", [bench.tree.path]) == before)
    }

    @Test func cachesAreListedWithTheirKind() throws {
        let state = try TestTree()
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: state.path)
        func caches() throws -> [JSONValue] {
            let run = try Agent.run(["caches", "--state", state.path, "--no-record", "--format", "json"])
            return try run.report().json["caches"]?.array ?? []
        }
        let mount = try #require(try caches().first { $0["id"]?.string == "/acme-npm" })
        let path = try #require(mount["path"]?.string)
        for sample in ["npm/public", "pip/25.3"] {
            try unpackFixture("ecosystems/" + sample, to: path)
        }
        let again = try #require(try caches().first { $0["id"]?.string == "/acme-npm" })
        #expect(again["ecosystems"]?.array?.compactMap(\.string) == ["pip", "npm"])
    }
}
