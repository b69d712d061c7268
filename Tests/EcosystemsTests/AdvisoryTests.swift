import Bytes
import Ecosystems
import Inventory
import Testing

/// Records of advisory databases: what they say, and what is refused.
@Suite struct AdvisoryTests {
    private static func read(_ text: String) throws -> OSVRecord { try OSVReader.read(Array(text.utf8).span) }

    private static func record(_ rest: String) -> String {
        "{\"schema_version\": \"1.7.4\", \"id\": \"MAL-1\", \"modified\": \"2026-09-04T00:47:46Z\", \(rest)}"
    }

    private static func affected(_ rest: String) -> String {
        record("\"affected\": [{\"package\": {\"ecosystem\": \"npm\", \"name\": \"a\"}, \(rest)}]")
    }

    /// As the database of malicious packages writes them.
    private static let full = """
        {"schema_version": "1.7.4", "id": "MAL-2026-15859", "published": "2026-09-03T17:00:47Z",
         "modified": "2026-09-04T00:47:46.156672516Z", "summary": "Malicious code in 0requests (PyPI)",
         "details": "long", "aliases": ["GHSA-1", "CVE-2"], "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
         "affected": [{"package": {"name": "0Requests", "ecosystem": "PyPI", "purl": "pkg:pypi/0requests"},
           "versions": ["0.0.1"],
           "ranges": [{"type": "GIT", "repo": "https://h/x", "events": [{"introduced": "0"}]},
                      {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "0.0.1"}]}],
           "database_specific": {"cwes": [{"cweId": "CWE-506", "name": "x"}], "indicators": {
             "evidence_files": [{"path": "p", "sha256": "ff"}],
             "package_integrity": [{"filename": "f.whl", "hashes": {
               "md5": "c9a0424470c5d49ed5173303f41b874e",
               "sha256": "c8784cf0aa8fa13a43614fbd6d51902feeecafdc06fc4db2695fd2572db66db8"}}]}}},
          {"package": {"name": "x", "ecosystem": "RubyGems"}, "versions": ["1"]}],
         "database_specific": {"malicious-packages-origins": [{"source": "s",
           "sha256": "b42d4eed37375dfa065db35c2e08365b9557b442c935e645b3e82564c4c32d7c"}]}}
        """

    @Test func aRecordIsRead() throws {
        let record = try Self.read(Self.full)
        let advisory = record.advisory
        #expect(advisory.id == "MAL-2026-15859" && advisory.aliases == ["GHSA-1", "CVE-2"])
        #expect(advisory.modified == 1_788_482_866_156_672_516)
        #expect(advisory.published == 1_788_454_847_000_000_000)
        #expect(advisory.kind == .malware && !advisory.isWithdrawn)
        #expect(advisory.summary == "Malicious code in 0requests (PyPI)")
        #expect(advisory.severity == "CVSS:3.1/AV:N")
        let digest = try #require(
            DigestText.hex(.sha256, "c8784cf0aa8fa13a43614fbd6d51902feeecafdc06fc4db2695fd2572db66db8"))
        // The digest of a report is that of no package.
        #expect(
            advisory.packages == [
                AffectedPackage(
                    name: PackageName(.pip, "0requests"), versions: ["0.0.1"],
                    ranges: [
                        AffectedRange([
                            AffectedRange.Event(.introduced, "0"), AffectedRange.Event(.lastAffected, "0.0.1"),
                        ])
                    ], digests: [digest])
            ])
        #expect(record.otherPackages == 1 && record.gitRanges == 1 && record.silentPackages == 0)
        #expect(!record.isForeign)
    }

    @Test(arguments: [
        ("\"id\": \"MAL-1\"", Advisory.Kind.malware), ("\"id\": \"GHSA-1\"", .vulnerability),
        ("\"id\": \"GHSA-1\", \"aliases\": [\"MAL-7\"]", .malware),
        ("\"id\": \"GHSA-1\", \"database_specific\": {\"type\": \"malware\"}", .malware),
        ("\"id\": \"GHSA-1\", \"database_specific\": {\"cwe_ids\": [\"CWE-79\", \"CWE-506\"]}", .malware),
        ("\"id\": \"GHSA-1\", \"database_specific\": {\"cwe_ids\": {\"a\": [1, {}]}, \"type\": 4}", .vulnerability),
    ])
    func whatIsMalware(fields: String, kind: Advisory.Kind) throws {
        #expect(try Self.read("{\(fields), \"modified\": \"2026-09-04T00:47:46Z\"}").advisory.kind == kind)
    }

    @Test func whatWasWithdrawnSaysNothingMore() throws {
        let record = try Self.read(
            Self.record(
                """
                "withdrawn": "2026-10-01T00:00:00Z",
                "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"]}]
                """))
        #expect(record.advisory.isWithdrawn && record.advisory.packages.isEmpty && !record.isForeign)
        #expect(try !Self.read(Self.record("\"withdrawn\": null")).advisory.isWithdrawn)
    }

    @Test func packagesOfOtherKindsAreCounted() throws {
        let record = try Self.read(
            Self.record(
                """
                "affected": [{"package": {"ecosystem": "NuGet", "name": "a"}}, {"ranges": [{"type": "GIT", "events": []}]},
                 {"package": {"ecosystem": "Root:npm", "name": "a"}, "versions": ["1.0.0"]}]
                """))
        #expect(record.otherPackages == 3 && record.isForeign && record.gitRanges == 1)
        let silent = try Self.read(Self.affected("\"versions\": []"))
        #expect(silent.silentPackages == 1 && !silent.isForeign)
    }

    @Test(arguments: [
        ("Maven", "org.slf4j:slf4j-api", "org.slf4j:slf4j-api"),
        ("Maven:https://maven.example", "g:a", "g:a"), ("PyPI", "Zope.Interface", "zope-interface"),
        ("npm", "@Types/Node", "@Types/Node"), ("npm", "_odd", "_odd"),
    ])
    func namesAreNormalised(ecosystem: String, name: String, expected: String) throws {
        let record = try Self.read(
            Self.record(
                "\"affected\": [{\"package\": {\"ecosystem\": \"\(ecosystem)\", \"name\": \"\(name)\"}, \"versions\": [\"1\"]}]"
            ))
        #expect(record.advisory.packages.map(\.name.name) == [expected])
    }

    static let broken: [(String, String)] = [
        ("[]", "an object is expected"), ("{}", "no `id`"), ("{\"id\": \"a\"}", "`modified`"),
        ("{\"id\": \"a\", \"modified\": \"yesterday\"}", "`modified`"),
        ("{\"id\": \"\", \"modified\": \"2026-09-04T00:47:46Z\"}", "no `id`"),
        ("{\"id\": \"a\\u0007\", \"modified\": \"2026-09-04T00:47:46Z\"}", "no `id`"),
        (record("\"id\": \"MAL-2\""), "`id` stands twice"), (record("\"affected\": {}"), "affected: an array"),
        (record("\"affected\": [1]"), "affected: an object"), (record("\"aliases\": [1]"), "aliases: a text"),
        (record("\"aliases\": [\"\\n\"]"), "an alias"),
        (
            "{\"schema_version\": \"2.0.0\", \"id\": \"a\", \"modified\": \"2026-09-04T00:47:46Z\"}",
            "schema_version `2.0.0` is not known"
        ),
        (affected("\"versions\": [\"1\\u0000\"]"), "versions: one is empty"),
        (affected("\"versions\": [{}]"), "versions: a text"), (affected("\"versions\": \"1\""), "versions: an array"),
        (affected("\"versions\": [], \"versions\": [\"1.0.0\"]"), "`versions` stands twice"),
        (affected("\"ranges\": [{\"type\": \"MAGIC\", \"events\": []}]"), "the type `MAGIC` is not known"),
        (affected("\"ranges\": [{\"events\": [{\"introduced\": \"0\"}]}]"), "the type `` is not known"),
        (affected("\"ranges\": [{\"type\": \"SEMVER\", \"events\": [{\"fixed\": \"1\"}]}]"), "no `introduced`"),
        (
            affected(
                "\"ranges\": [{\"type\": \"SEMVER\", \"events\": [{\"introduced\": \"0\", \"fixed\": \"1\"}]}]"),
            "one says two things"
        ),
        (
            affected("\"ranges\": [{\"type\": \"SEMVER\", \"events\": [{\"introduced\": \"1\\n2\"}]}]"),
            "control characters"
        ),
        (
            record("\"affected\": [{\"package\": {\"ecosystem\": \"npm\", \"name\": \"a\\u001bb\"}}]"),
            "the name `a\\u{1B}b` is none"
        ),
        (record("\"affected\": [{\"package\": {\"ecosystem\": \"Maven\", \"name\": \"a\"}}]"), "is none that"),
        (
            affected(
                "\"database_specific\": {\"indicators\": {\"package_integrity\": [{\"hashes\": {\"sha256\": \"a\"}}]}}"),
            "form of its algorithm"
        ),
        (record("\"details\": " + String(repeating: "[", count: 100)), "nested deeper"),
        ("{\"id\": \"a\", \"modified\": \"2026-09-04T00:47:46Z\"} {}", "found `{`"),
        ("{\"id\": \"\u{FFFF}", "the end of the document"),
    ]

    @Test(arguments: broken)
    func whatIsNotUnderstoodIsAnError(text: String, part: String) {
        #expect { try Self.read(text) } throws: { error in
            let found = (error as? ParseError)?.description ?? ""
            if !found.contains(part) { Issue.record("\(text.prefix(200)): \(found)") }
            return true
        }
    }

    @Test func tooMuchIsAnError() {
        let many = (0...OSVReader.Limit.versions).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(throws: ParseError.self) { try Self.read(Self.affected("\"versions\": [\(many)]")) }
        let packages = String(repeating: "{},", count: OSVReader.Limit.packages + 1)
        #expect(throws: ParseError.self) { try Self.read(Self.record("\"affected\": [\(packages.dropLast())]")) }
        let blank = [UInt8](repeating: 0x20, count: OSVReader.Limit.size + 1)
        #expect(throws: ParseError.self) { try OSVReader.read(blank.span) }
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:60z", 951_868_800_000_000_000),
            ("1969-12-31T23:59:59.5Z", -500_000_000), ("2026-09-04T02:00:00+02:00", 1_788_480_000_000_000_000),
            ("2026-09-04T00:00:00.1234567891Z", 1_788_480_000_123_456_789), ("2026-02-29T00:00:00Z", nil),
            ("2026-13-01T00:00:00Z", nil), ("2026-09-04T24:00:00Z", nil), ("2026-09-04 00:00:00Z", nil),
            ("2026-09-04T00:00:00", nil), ("9999-12-31T00:00:00Z", nil), ("0001-01-01T00:00:00Z", nil),
            ("2026-09-04T00:00:00.Z", nil), ("2026-09-04T00:00:00+0200", nil), ("", nil),
            ("2026-09-04T00:00:00Z2026-09-04T00:00:00Z", nil),
        ] as [(String, Int64?)])
    func times(text: String, expected: Int64?) {
        #expect(InternetTime.nanoseconds(text) == expected)
    }

    private static func versions(_ versions: [String], _ events: [AffectedRange.Event]...) -> AffectedVersions {
        AffectedVersions(
            AffectedPackage(
                name: PackageName(.npm, "a"), versions: versions, ranges: events.map { AffectedRange($0) }))
    }

    @Test func whatCannotBeComparedIsSaid() {
        let listed = Self.versions(["1.0.0", "odd"], [.init(.introduced, "2.0.0")])
        #expect(listed.answer("1.0.0+build") == .listed && listed.answer("odd") == .listed)
        #expect(listed.answer("2.1.0") == .inRange && listed.answer("1.5.0") == .unaffected)
        #expect(listed.answer("strange") == .unknown)
        let all = Self.versions([], [.init(.introduced, "0")])
        #expect(all.answer("strange") == .all && all.answer("0.0.0-0") == .all && !all.isBroken)
        let broken = Self.versions([], [.init(.introduced, "0"), .init(.fixed, "soon")])
        #expect(broken.answer("1.0.0") == .unknown && broken.isBroken)
        #expect(Self.versions([]).answer("1.0.0") == .unaffected)
        let short = Self.versions([], [.init(.introduced, "1"), .init(.fixed, "1.2")])
        #expect(short.answer("1.1.9") == .inRange && short.answer("1.2.0") == .unaffected && !short.isBroken)
        #expect(Self.versions([], [.init(.introduced, "0"), .init(.limit, "*")]).answer("x") == .all)
    }
}
