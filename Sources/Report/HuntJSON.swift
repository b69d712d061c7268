internal import Inventory

/// `hunt` for machines.
///
/// ```
///  bezoar.hunt/1         one document
///  bezoar.hunt-line/1    {"type":"hunt",…} {"type":"question",…} {"type":"feed",…} {"type":"hit",…}
///                        {"type":"incomplete",…} {"type":"summary",…}      a file without the last line was cut off
/// ```
enum HuntJSON {
    /// Names and versions of the formats.
    static let schema = "bezoar.hunt/1"
    static let lineSchema = "bezoar.hunt-line/1"

    /// Writes one document.
    static func write(_ report: HuntReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", schema)
            json.members(of: report)
        }
        json.finish()
    }

    /// Writes one object a line.
    static func writeLines(_ report: HuntReport, to output: Output) {
        var json = JSONWriter(to: output)
        line("hunt", &json) { json in
            json.member("schema", lineSchema)
            json.head(of: report)
        }
        for question in report.questions { line("question", &json) { $0.members(of: question) } }
        for feed in report.feeds { line("feed", &json) { $0.members(of: feed) } }
        for hit in report.hits { line("hit", &json) { $0.members(of: hit) } }
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
    /// All that a hunt says.
    mutating func members(of report: HuntReport) {
        head(of: report)
        array("questions") { json in
            for question in report.questions { json.object { $0.members(of: question) } }
        }
        array("feeds") { json in
            for feed in report.feeds { json.object { $0.members(of: feed) } }
        }
        array("hits") { json in
            for hit in report.hits { json.object { $0.members(of: hit) } }
        }
        array("incomplete") { json in
            for trouble in report.troubles { json.object { $0.members(ofPlace: trouble) } }
        }
        object("summary") { $0.members(ofSummary: report) }
    }

    fileprivate mutating func head(of report: HuntReport) {
        tool(version: report.version)
        member("host", report.host)
        member("asked", time: report.asked)
        object("audit") { json in
            json.member("started", time: report.audited)
            json.member("complete", report.isAuditComplete)
        }
        object("searched") { json in
            json.member("packages", report.searched.packages)
            json.member("files", report.searched.files)
            json.member("audits", report.searched.audits)
        }
    }

    fileprivate mutating func members(of question: HuntReport.Question) {
        member("kind", question.kind.rawValue)
        member("text", question.text)
        member("hits", question.hits)
    }

    fileprivate mutating func members(of hit: HuntReport.Hit) {
        member("question", hit.question)
        member("basis", hit.basis.rawValue)
        member("state", hit.isPresent ? "present" : "gone")
        member("purl", hit.purl)
        member("cache", hit.cache)
        member("root", hit.root)
        member("path", hit.path)
        member("digests", hit.digests.map(\.description))
        member("firstSeen", time: hit.first)
        member("lastSeen", time: hit.last)
        member("verdict", hit.verdict?.rawValue)
        if let advisory = hit.advisory {
            object("advisory") { $0.members(of: advisory) }
        } else {
            member("advisory", nil as String?)
        }
        array("builds") { json in
            for user in hit.users { json.object { $0.members(of: user) } }
        }
        member("moreBuilds", hit.unlistedUsers)
    }

    private mutating func members(of advisory: Advisory) {
        member("id", advisory.id)
        member("kind", advisory.kind.rawValue)
        member("modified", time: advisory.modified)
        member("published", time: advisory.published)
        member("aliases", advisory.aliases)
        member("severity", advisory.severity)
        member("summary", advisory.summary)
    }

    /// A build, wherever one stands.
    mutating func members(of user: HuntReport.User) {
        member("ref", user.ref)
        member("project", user.project)
        member("revision", user.revision)
        member("started", time: user.started)
        member("finished", time: user.finished)
    }

    /// A feed of advisories.
    mutating func members(of feed: KeptFeed) {
        member("name", feed.name)
        member("path", feed.path)
        member("imported", time: feed.imported)
        member("newest", time: feed.newest)
        member("records", feed.counts.records)
        member("malware", feed.counts.malware)
        member("withdrawn", feed.counts.withdrawn)
        member("others", feed.counts.others)
        member("silent", feed.counts.silent)
        member("gitRanges", feed.counts.gitRanges)
        member("unreadable", feed.counts.unreadable)
    }

    /// A trouble outside of caches.
    mutating func members(ofPlace trouble: Trouble) {
        member("path", trouble.path)
        member("reason", trouble.reason.rawValue)
        member("detail", trouble.detail)
    }

    fileprivate mutating func members(ofSummary report: HuntReport) {
        let present = report.hits.count { $0.isPresent }
        member("hits", report.hitCount)
        member("present", present)
        member("gone", report.hits.count - present)
        member("caches", Set(report.hits.map { [$0.root, $0.cache] }).count)
        member("unlistedHits", report.unlistedHits)
        member("unlistedIncomplete", report.unlistedTroubles)
        member("complete", report.isComplete)
    }
}
