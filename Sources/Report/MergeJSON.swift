internal import Inventory

/// `merge` for machines.
///
/// ```
///  bezoar.merge/1        one document
///  bezoar.merge-line/1   {"type":"merge",…} {"type":"question",…} {"type":"host",…} {"type":"hit",…}
///                        {"type":"incomplete",…} {"type":"summary",…}     a file without the last line was cut off
/// ```
enum MergeJSON {
    /// Names and versions of the formats.
    static let schema = "bezoar.merge/1"
    static let lineSchema = "bezoar.merge-line/1"

    /// Writes one document.
    static func write(_ report: MergeReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", schema)
            json.head(of: report)
            json.array("questions") { json in
                for question in report.questions { json.object { $0.members(of: question) } }
            }
            json.array("hosts") { json in
                for host in report.hosts { json.object { $0.members(of: host) } }
            }
            json.array("hits") { json in
                for hit in report.hits { json.object { $0.members(of: hit, in: report) } }
            }
            json.array("incomplete") { json in
                for trouble in report.troubles { json.object { $0.members(ofPlace: trouble) } }
            }
            json.object("summary") { $0.members(ofSummary: report) }
        }
        json.finish()
    }

    /// Writes one object a line.
    static func writeLines(_ report: MergeReport, to output: Output) {
        var json = JSONWriter(to: output)
        line("merge", &json) { json in
            json.member("schema", lineSchema)
            json.head(of: report)
        }
        for question in report.questions { line("question", &json) { $0.members(of: question) } }
        for host in report.hosts { line("host", &json) { $0.members(of: host) } }
        for hit in report.hits { line("hit", &json) { $0.members(of: hit, in: report) } }
        for trouble in report.troubles { line("incomplete", &json) { $0.members(ofPlace: trouble) } }
        line("summary", &json) { $0.members(ofSummary: report) }
    }

    private static func line(_ type: String, _ json: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
        json.object { json in
            json.member("type", type)
            body(&json)
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func head(of report: MergeReport) {
        tool(version: report.version)
        member("asked", time: report.asked)
        member("maxAge", report.maxAge)
    }

    fileprivate mutating func members(of question: MergeReport.Question) {
        member("kind", question.kind.rawValue)
        member("text", question.text)
        member("hits", question.hits)
        member("hosts", question.hosts)
        member("firstSeen", time: question.first)
    }

    fileprivate mutating func members(of host: MergeReport.Host) {
        member("host", host.name)
        member("state", host.state.rawValue)
        member("heard", host.isHeard)
        member("hits", host.hits)
        guard let audit = host.audit else { return member("audit", nil as String?) }
        object("audit") { json in
            json.member("file", audit.file)
            json.member("version", audit.version)
            json.member("started", time: audit.started)
            json.member("finished", time: audit.finished)
            json.member("outcome", audit.outcome.rawValue)
            json.member("complete", audit.isComplete)
            json.member("caches", audit.caches)
            json.member("artifacts", audit.verdicts.total)
            json.members(of: audit.verdicts)
            json.member("findings", counts: audit.findings)
            json.member("incomplete", audit.troubles)
            json.member("example", audit.example.isEmpty ? nil : audit.example)
            json.member("unlistedHits", audit.unlistedHits)
        }
    }

    fileprivate mutating func members(of hit: MergeReport.Hit, in report: MergeReport) {
        member("question", hit.question)
        member("host", report.hosts.indices.contains(hit.host) ? report.hosts[hit.host].name : nil)
        member("cache", hit.cache)
        member("root", hit.root)
        member("path", hit.path)
        member("purl", hit.purl)
        member("digests", hit.digests.map(\.description))
        member("verdict", hit.verdict?.rawValue)
        member("rule", hit.rule)
        member("severity", hit.severity?.rawValue)
        member("firstSeen", time: hit.first)
    }

    fileprivate mutating func members(ofSummary report: MergeReport) {
        func count(_ state: MergeReport.Host.State) -> Int { report.hosts.count { $0.state == state } }
        member("hosts", report.hosts.count)
        for state in MergeReport.Host.State.allCases { member(state.rawValue, count(state)) }
        member("heard", report.hosts.count(where: \.isHeard))
        member("hostsWithHits", report.hosts.count { $0.hits > 0 })
        member("hits", report.hitCount)
        member("unlistedHits", report.unlistedHits)
        member("firstSeen", time: report.hits.compactMap(\.first).min())
        member("reports", report.reports)
        member("replaced", report.replaced)
        member("unlistedIncomplete", report.unlistedTroubles)
        member("complete", report.isComplete)
    }
}
