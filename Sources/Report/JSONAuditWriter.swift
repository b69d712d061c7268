package import Inventory

/// `bezoar.audit/1`: one JSON document; `docs/schema/audit-1.schema.json` describes each member.
package struct JSONAuditWriter: AuditWriter {
    /// Name and version of the format.
    package static let schema = "bezoar.audit/1"

    package init() {}

    package func write(_ report: AuditReport, rules: [Rule], to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: report.version)
            json.member("host", report.host)
            json.member("started", time: report.started)
            json.member("finished", time: report.finished)
            json.member("scan", report.scan)
            json.member("cancelled", report.wasCancelled)
            json.array("roots") { json in
                for root in report.roots { json.object { $0.members(of: root) } }
            }
            json.array("caches") { json in
                for result in report.caches { json.object { $0.members(of: result) } }
            }
            json.array("verdicts") { json in
                for tally in report.verdicts { json.object { $0.members(of: tally, in: report) } }
            }
            json.array("artifacts") { json in
                for artifact in report.artifacts { json.object { $0.members(of: artifact, in: report) } }
            }
            json.array("findings") { json in
                for finding in report.findings { json.object { $0.members(of: finding, in: report) } }
            }
            json.array("incomplete") { json in
                for trouble in report.troubles { json.object { $0.members(of: trouble, in: report) } }
            }
            json.object("summary") { $0.members(ofSummary: report) }
        }
        json.finish()
        output.flush()
    }
}
