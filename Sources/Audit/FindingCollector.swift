package import Inventory

/// Gathers findings, so many of one rule in one cache and no more: an attacker who makes a million odd files must not
/// fill the report or the memory. What is over the limit is counted.
package struct FindingCollector: Sendable {
    /// Findings in the order they came.
    package private(set) var findings: [Finding] = []
    /// Findings beyond the limit, by severity.
    package private(set) var unlisted: [Severity: Int] = [:]

    private struct Key: Hashable {
        var rule: String
        var cache: Int?
    }

    private let limit: Int
    private var counts: [Key: Int] = [:]

    /// Lists up to `limit` findings per rule and cache.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Takes one finding.
    package mutating func add(_ finding: Finding) {
        let count = counts[Key(rule: finding.rule, cache: finding.cache), default: 0]
        counts[Key(rule: finding.rule, cache: finding.cache)] = count + 1
        if count < limit {
            findings.append(finding)
        } else {
            unlisted[finding.severity, default: 0] += 1
        }
    }
}

extension Rule {
    /// A finding of this rule, graded as the named case of it or as the rule itself.
    package func finding(
        grade: String? = nil, cache: Int?, path: ByteString, message: String, expected: [String] = [],
        actual: String? = nil, evidence: [Finding.Evidence] = []
    ) -> Finding {
        let graded = grade.flatMap { grades[$0] }
        return Finding(
            rule: id, severity: graded?.severity ?? severity, confidence: graded?.confidence ?? confidence,
            cache: cache, path: path, message: message, expected: expected, actual: actual, evidence: evidence,
            remedy: remedy)
    }
}
