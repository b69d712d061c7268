package import Inventory

/// `bezoar.audit-line/1`: one JSON object a line, so that a reader needs no more memory than the longest line.
///
/// ```
///  {"type":"audit","schema":"bezoar.audit-line/1",…}     first
///  {"type":"root",…}
///  {"type":"cache",…}
///  {"type":"verdicts",…}                                  how the packages of one cache and ecosystem came out
///  {"type":"artifact",…}
///  {"type":"finding",…}
///  {"type":"incomplete",…}
///  {"type":"summary","outcome":"clean",…}                last; a file without it was cut off
/// ```
package struct JSONLinesAuditWriter: AuditWriter {
    /// Name and version of the format.
    package static let schema = "bezoar.audit-line/1"

    package init() {}

    package func write(_ report: AuditReport, rules: [Rule], to output: Output) {
        var json = JSONWriter(to: output)
        line("audit", &json) { json in
            json.member("schema", Self.schema)
            json.tool(version: report.version)
            json.member("host", report.host)
            json.member("started", time: report.started)
        }
        for root in report.roots { line("root", &json) { $0.members(of: root) } }
        for result in report.caches { line("cache", &json) { $0.members(of: result) } }
        for tally in report.verdicts { line("verdicts", &json) { $0.members(of: tally, in: report) } }
        for artifact in report.artifacts { line("artifact", &json) { $0.members(of: artifact, in: report) } }
        for finding in report.findings { line("finding", &json) { $0.members(of: finding, in: report) } }
        for trouble in report.troubles { line("incomplete", &json) { $0.members(of: trouble, in: report) } }
        line("summary", &json) { json in
            json.member("finished", time: report.finished)
            json.member("scan", report.scan)
            json.member("cancelled", report.wasCancelled)
            json.members(ofSummary: report)
        }
        output.flush()
    }

    private func line(_ type: String, _ json: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
        json.object { json in
            json.member("type", type)
            body(&json)
        }
        json.finish()
    }
}
