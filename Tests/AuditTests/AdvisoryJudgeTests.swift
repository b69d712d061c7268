import Audit
import Embed
import Inventory
import Testing

/// Advisories of malware that are about artifacts become findings; faults in packages do not.
@Suite struct AdvisoryJudgeTests {
    private static let rules: RuleBook = {
        let files = EmbeddedFile.all().filter { $0.name == "rules/incident.toml" }
        return RuleBook(rules: files.flatMap { (try? RuleFile.read($0.bytes, name: $0.name)) ?? [] })
    }()

    private func findings(
        _ basis: AdvisoryBasis, kind: Advisory.Kind = .malware, isUnlisted: Bool = false, place: Int = 0,
        rules: RuleBook = rules
    ) -> [Finding] {
        let judged = JudgedArtifact(
            artifact: Packages.artifact(), cache: 3, purl: "pkg:pypi/idna@3.6", verdict: .consistent)
        let advisory = Advisory(
            id: "MAL-1", aliases: ["GHSA-1"], modified: 9, kind: kind, summary: "\u{1b}bad")
        let entry = AdvisoryEntry(
            advisory: advisory, package: AffectedPackage(name: PackageName(.pip, "idna")), feed: "pypi")
        let hit = AdvisoryHit(
            artifact: place, entry: entry, basis: basis, digest: basis == .digest ? Packages.sha256(1) : nil,
            isUnlisted: isUnlisted)
        var collector = FindingCollector(limit: 10)
        AdvisoryJudge(rules: rules).judge([hit], on: [judged], into: &collector)
        return collector.findings
    }

    @Test(arguments: [
        (AdvisoryBasis.exactVersion, false, "known-malicious", Severity.critical),
        (.everyVersion, false, "known-malicious", .critical), (.range, false, "known-malicious", .critical),
        (.range, true, "known-malicious", .high), (.everyVersion, true, "known-malicious", .high),
        (.digest, false, "indicator-match", .critical),
    ])
    func malwareIsAFinding(basis: AdvisoryBasis, isUnlisted: Bool, rule: String, severity: Severity) throws {
        let found = findings(basis, isUnlisted: isUnlisted)
        let finding = try #require(found.first)
        #expect(found.count == 1 && finding.rule == rule && finding.severity == severity)
        #expect(finding.cache == 3 && finding.path == "http/idna-3.6.whl" && finding.purl == "pkg:pypi/idna@3.6")
        #expect(finding.actual == (basis == .digest ? Packages.sha256(1).description : nil))
        // What its authors wrote stands in the evidence only.
        #expect(finding.evidence.contains(Finding.Evidence("summary", .text("\u{1b}bad"))))
        #expect(finding.evidence.contains(Finding.Evidence("advisory", .text("MAL-1"))))
        #expect(!finding.message.contains("bad"))
    }

    @Test func otherThingsAreNone() {
        #expect(findings(.exactVersion, kind: .vulnerability).isEmpty)
        #expect(findings(.exactVersion, place: 7).isEmpty)
        #expect(findings(.exactVersion, rules: RuleBook(rules: [])).isEmpty)
    }
}
