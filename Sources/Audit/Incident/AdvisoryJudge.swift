package import Inventory

/// Turns advisories that are about artifacts of this audit into findings. Only malware counts: a fault in a package is
/// for those to judge who use it, and no cache is poisoned by it.
package struct AdvisoryJudge: Sendable {
    private let rules: RuleBook

    package init(rules: RuleBook) {
        self.rules = rules
    }

    /// The findings for hits on these artifacts; one for each artifact and advisory.
    package func judge(
        _ hits: [AdvisoryHit], on artifacts: [JudgedArtifact], into collector: inout FindingCollector
    ) {
        for hit in hits where hit.entry.advisory.kind == .malware && artifacts.indices.contains(hit.artifact) {
            if hit.basis == .digest {
                judgeContent(hit, artifacts[hit.artifact], into: &collector)
            } else {
                judgeName(hit, artifacts[hit.artifact], into: &collector)
            }
        }
    }

    private func judgeName(
        _ hit: AdvisoryHit, _ judged: JudgedArtifact, into collector: inout FindingCollector
    ) {
        guard let rule = rules.active("known-malicious") else { return }
        let message =
            switch hit.basis {
            case .exactVersion: "An advisory lists this version as malicious"
            case .everyVersion: "An advisory says that every version of this package is malicious"
            case .range, .digest: "An advisory has a range of malicious versions in which this one lies"
            }
        var finding = rule.finding(
            grade: hit.isUnlisted ? "unlisted-version" : nil, cache: judged.cache, path: judged.artifact.path,
            message: message, evidence: evidence(hit, judged))
        finding.purl = judged.purl
        collector.add(finding)
    }

    private func judgeContent(
        _ hit: AdvisoryHit, _ judged: JudgedArtifact, into collector: inout FindingCollector
    ) {
        guard let rule = rules.active("indicator-match") else { return }
        var finding = rule.finding(
            cache: judged.cache, path: judged.artifact.path,
            message: "An advisory names this very content as malicious", actual: hit.digest?.description,
            evidence: evidence(hit, judged))
        finding.purl = judged.purl
        collector.add(finding)
    }

    private func evidence(_ hit: AdvisoryHit, _ judged: JudgedArtifact) -> [Finding.Evidence] {
        let advisory = hit.entry.advisory
        var evidence: [Finding.Evidence] = [
            .init("advisory", .text(advisory.id)), .init("basis", .text(hit.basis.rawValue)),
            .init("feed", .text(hit.entry.feed)), .init("modified", .time(advisory.modified)),
            .init("verdict", .text(judged.verdict.rawValue)),
        ]
        if !advisory.aliases.isEmpty { evidence.append(.init("aliases", .list(advisory.aliases.map { .text($0) }))) }
        if !advisory.summary.isEmpty { evidence.append(.init("summary", .text(advisory.summary))) }
        return evidence
    }
}
