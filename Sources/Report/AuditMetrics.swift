package import Inventory

/// What an audit says in numbers.
package enum AuditMetrics {
    /// Rules that have a number of their own; beyond that only those with the most findings.
    static let rulesMax = 300

    /// Of an audit: what was found and seen. When it ran is for the caller to say.
    package static func families(_ report: AuditReport) -> [MetricFamily] {
        let totals = report.totals
        return [
            findings(report), rules(report), artifacts(report),
            MetricFamily(.caches, .count(report.caches.count)), MetricFamily(.files, .count(totals.files)),
            MetricFamily(.bytes, .integer(totals.bytes)), incomplete(report),
            MetricFamily(.buildInfo, [MetricSample([report.version], .integer(1))]),
        ]
    }

    private static func findings(_ report: AuditReport) -> MetricFamily {
        let counts = report.findingCounts
        return MetricFamily(
            .findings, Severity.allCases.map { MetricSample([$0.rawValue], .count(counts[$0] ?? 0)) })
    }

    /// Each rule that found something, counted whole: also what the report does not list.
    private static func rules(_ report: AuditReport) -> MetricFamily {
        struct Key: Hashable {
            var rule: String
            var severity: Severity
        }
        var counts: [Key: Int] = [:]
        for finding in report.findings {
            counts[Key(rule: finding.rule, severity: finding.severity), default: 0] += 1
        }
        for (name, more) in report.unlistedByRule {
            counts[Key(rule: name.rule, severity: name.severity), default: 0] &+= max(0, more)
        }
        let most = counts.sorted { ($1.value, $0.key.rule, $0.key.severity) < ($0.value, $1.key.rule, $1.key.severity) }
        let named = most.prefix(rulesMax).sorted { ($0.key.rule, $0.key.severity) < ($1.key.rule, $1.key.severity) }
        return MetricFamily(
            .ruleFindings,
            named.map { MetricSample([$0.key.rule, $0.key.severity.rawValue], .count($0.value)) })
    }

    private static func artifacts(_ report: AuditReport) -> MetricFamily {
        var counts: [Ecosystem: VerdictCounts] = [:]
        for tally in report.verdicts { counts[tally.ecosystem, default: VerdictCounts()] += tally.counts }
        return MetricFamily(
            .artifacts,
            Ecosystem.allCases.flatMap { ecosystem in
                Verdict.allCases.map { verdict in
                    MetricSample([ecosystem.rawValue, verdict.rawValue], .count(counts[ecosystem]?[verdict] ?? 0))
                }
            })
    }

    /// Each reason, also those that did not occur, and what was counted and not listed.
    private static func incomplete(_ report: AuditReport) -> MetricFamily {
        var counts: [Trouble.Reason: Int] = [:]
        for trouble in report.troubles { counts[trouble.reason, default: 0] += 1 }
        var samples = Trouble.Reason.allCases.map { MetricSample([$0.rawValue], .count(counts[$0] ?? 0)) }
        samples.append(MetricSample(["unlisted"], .count(max(0, report.unlistedTroubles))))
        return MetricFamily(.incompleteParts, samples)
    }
}
