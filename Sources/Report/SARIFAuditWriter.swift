package import Inventory

/// SARIF 2.1.0: findings for code-scanning dashboards.
///
/// ```
///  runs[0]
///    tool.driver.rules[i]      the rule book; security-severity from the rule's severity
///    originalUriBaseIds        CACHE1, CACHE2, …: the directory of each cache
///    results[]                 ruleId, level, message, location = uriBaseId + percent-encoded path
///    invocations[0]            executionSuccessful is false unless all was seen; one notification per trouble
/// ```
package struct SARIFAuditWriter: AuditWriter {
    /// Where the tool is described.
    static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    package init() {}

    package func write(_ report: AuditReport, rules: [Rule], to output: Output) {
        var indices: [String: Int] = [:]
        for (index, rule) in rules.enumerated() where indices[rule.id] == nil { indices[rule.id] = index }
        var json = JSONWriter(to: output, lineDepth: 4)
        json.object { json in
            json.member("$schema", Self.schema)
            json.member("version", "2.1.0")
            json.array("runs") { json in
                json.object { json in
                    json.object("tool") { $0.driver(version: report.version, rules: rules) }
                    json.object("automationDetails") { $0.member("id", "bezoar/audit/" + report.host + "/") }
                    json.array("invocations") { json in json.object { $0.invocation(of: report) } }
                    json.object("originalUriBaseIds") { $0.baseIds(of: report.caches) }
                    json.member("columnKind", "unicodeCodePoints")
                    json.array("results") { json in
                        for finding in report.findings {
                            json.object { $0.result(finding, ruleIndex: indices[finding.rule], in: report) }
                        }
                    }
                    json.object("properties") { json in
                        json.object("summary") { $0.members(ofSummary: report) }
                    }
                }
            }
        }
        json.finish()
        output.flush()
    }

    /// The name of a cache's directory in `originalUriBaseIds`.
    static func baseId(_ cache: Int) -> String { "CACHE" + String(cache + 1) }

    /// What is the same in each run that finds the same thing: rule, cache, path and package, in plain sight. No hash,
    /// because a hash that somebody can steer would let a new finding pass for one that was dismissed.
    static func fingerprint(of finding: Finding, in report: AuditReport) -> String {
        var id = ""
        if let cache = finding.cache, report.caches.indices.contains(cache) {
            id = Escape.uri(report.caches[cache].cache.id)
        }
        // None of the parts can hold a bar.
        let parts = [
            Escape.uri(ByteString(finding.rule)), id, Escape.uri(finding.path),
            Escape.uri(ByteString(finding.purl ?? "")),
        ]
        return parts.joined(separator: "|")
    }
}

extension Severity {
    /// The level of a SARIF result.
    var sarifLevel: String {
        switch self {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low, .info: "note"
        }
    }

    /// A number on the scale of CVSS, from which dashboards make critical, high, medium and low again.
    var securitySeverity: String {
        switch self {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.5"
        case .info: "0.0"
        }
    }
}
