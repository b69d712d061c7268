internal import Inventory

/// The values of the inventory as members of an object that is open, shared by all JSON outputs.
extension JSONWriter {
    /// Lists within lists are written this deep; what lies deeper becomes null.
    static let listDepth = 8

    /// Who wrote the output.
    mutating func tool(version: String) {
        object("tool") { json in
            json.member("name", "bezoar")
            json.member("version", version)
        }
    }

    /// A number for each severity, the worst first.
    mutating func member(_ key: String, counts: [Severity: Int]) {
        object(key) { json in
            for severity in Severity.allCases.reversed() { json.member(severity.rawValue, counts[severity] ?? 0) }
        }
    }

    /// How many files changed; `nil` is null.
    mutating func member(_ key: String, changes: ChangeCounts?) {
        guard let changes else { return member(key, nil as String?) }
        object(key) { $0.members(of: changes) }
    }

    /// How many files changed.
    mutating func members(of changes: ChangeCounts) {
        member("added", changes.added)
        member("removed", changes.removed)
        member("modified", changes.modified)
        member("moved", changes.moved)
    }

    /// A state root.
    mutating func members(of root: StateRoot) {
        member("path", root.path)
        member("kind", root.kind.rawValue)
        member("snapshotter", root.snapshotter)
        member("engineVersion", root.engineVersion)
    }

    /// A cache and what was seen of it.
    mutating func members(of result: AuditReport.CacheResult) {
        let cache = result.cache
        members(naming: cache)
        member("files", result.files)
        member("bytes", result.bytes)
        member("directories", result.directories)
        member("hashed", result.hashed)
        member("reused", result.reused)
        member("changes", changes: result.changes)
        member("complete", result.isComplete)
        members(ofUse: cache)
    }

    /// Which cache it is, and where.
    mutating func members(naming cache: MountCache) {
        member("id", cache.id)
        member("root", cache.root)
        member("record", cache.record)
        member("snapshot", cache.snapshot)
        member("path", cache.path)
        member("ecosystems", cache.ecosystems)
    }

    /// When a cache was used, how, and by whom.
    mutating func members(ofUse cache: MountCache) {
        member("created", time: cache.created)
        member("lastUsed", time: cache.lastUsed)
        member("uses", cache.uses)
        member("sharing", cache.sharing?.rawValue)
        member("inUse", cache.inUse)
        member("usedBy", cache.usedBy.map { Escape.shown($0) })
        array("projects") { json in
            for project in cache.projects { json.object { $0.members(of: project) } }
        }
    }

    private mutating func members(of project: CacheProject) {
        member("source", project.project?.source)
        member("certainty", project.project?.certainty.rawValue)
        member("evidence", project.project?.evidence)
        array("builds") { json in
            for build in project.builds {
                json.object { json in
                    json.member("ref", build.ref)
                    json.member("revision", build.revision)
                    json.member("started", time: build.started)
                    json.member("finished", time: build.finished)
                    json.member("execution", build.execution.rawValue)
                }
            }
        }
        member("buildsUnlisted", project.unlisted)
    }

    /// The cache that a finding or a trouble lies in: its id, and its place in the list, since two roots may have
    /// caches of the same id. Null where it lies in none.
    mutating func members(ofCache index: Int?, in report: AuditReport) {
        let index = index.flatMap { report.caches.indices.contains($0) ? $0 : nil }
        member("cache", index.map { report.caches[$0].cache.id })
        member("cacheIndex", index)
    }

    /// A finding.
    mutating func members(of finding: Finding, in report: AuditReport) {
        member("rule", finding.rule)
        member("severity", finding.severity.rawValue)
        member("confidence", finding.confidence.rawValue)
        members(ofCache: finding.cache, in: report)
        member("path", finding.path)
        member("purl", finding.purl)
        member("message", finding.message)
        member("expected", finding.expected)
        member("actual", finding.actual)
        object("evidence") { $0.members(of: finding.evidence) }
        member("builds", finding.builds)
        member("remedy", finding.remedy)
        member("firstSeen", time: finding.first)
    }

    /// Something that was not seen.
    mutating func members(of trouble: Trouble, in report: AuditReport) {
        members(ofCache: trouble.cache < 0 ? nil : Int(trouble.cache), in: report)
        member("path", trouble.path)
        member("reason", trouble.reason.rawValue)
        member("detail", trouble.detail)
        member("subtree", trouble.isSubtree)
    }

    /// The sums, the end of every audit.
    mutating func members(ofSummary report: AuditReport) {
        let totals = report.totals
        member("outcome", report.outcome.rawValue)
        member("outcomeText", report.outcomeText)
        member("failOn", report.failOn?.rawValue ?? "never")
        member("complete", report.isComplete)
        member("caches", report.caches.count)
        member("files", totals.files)
        member("bytes", totals.bytes)
        member("directories", totals.directories)
        member("hashed", totals.hashed)
        member("reused", totals.reused)
        let verdicts = report.verdictCounts
        member("artifacts", verdicts.total)
        members(of: verdicts)
        member("artifactsUnlisted", max(0, verdicts.total - report.artifacts.count))
        member("findings", counts: report.findingCounts)
        member("findingsUnlisted", counts: report.unlistedFindings)
        member("incomplete", report.troubleCount)
        member("incompleteUnlisted", report.unlistedTroubles)
        member("seconds", secondsOf: report.duration)
        member("lockedIn", report.lockFailure == nil)
        member("lockFailure", report.lockFailure)
    }

    // MARK: - Evidence

    /// Named facts. A name that stands twice gets a number, because readers keep only one of two equal keys.
    mutating func members(of evidence: [Finding.Evidence]) {
        var used: Set<String> = []
        for fact in evidence {
            var name = fact.name
            var number = 2
            // Both keys that the fact may take must be free.
            while used.contains(name) || used.contains(name + "Encoding") {
                name = fact.name + "-" + String(number)
                number += 1
            }
            used.formUnion([name, name + "Encoding"])
            member(name, fact.value)
        }
    }

    private mutating func member(_ key: String, _ value: Finding.Value) {
        switch value {
        case .text(let text): member(key, text)
        case .bytes(let bytes): member(key, bytes)
        case .number(let number): member(key, number)
        case .time(let nanoseconds): member(key, time: nanoseconds)
        case .flag(let flag): member(key, flag)
        case .list(let values):
            let isText = Self.isText(values, depth: 1)
            array(key) { $0.elements(values, asPercent: !isText, depth: 1) }
            if !isText { member(key + "Encoding", "percent") }
        }
    }

    /// Whether all bytes in a list are UTF-8. If some are not, all its strings are percent-encoded.
    private static func isText(_ values: [Finding.Value], depth: Int) -> Bool {
        values.allSatisfy { value in
            switch value {
            case .bytes(let bytes): bytes.utf8Text != nil
            case .list(let inner): depth >= listDepth || isText(inner, depth: depth + 1)
            default: true
            }
        }
    }

    private mutating func elements(_ values: [Finding.Value], asPercent: Bool, depth: Int) {
        for value in values {
            switch value {
            case .text(let text): element(asPercent ? Escape.percent(ByteString(text)) : text)
            case .bytes(let bytes): element(asPercent ? Escape.percent(bytes) : bytes.utf8Text ?? "")
            case .number(let number): element(number)
            case .time(let nanoseconds): element(Timestamp.rfc3339(nanoseconds: nanoseconds))
            case .flag(let flag): element(flag)
            case .list(let inner):
                if depth < Self.listDepth {
                    array { $0.elements(inner, asPercent: asPercent, depth: depth + 1) }
                } else {
                    elementNull()
                }
            }
        }
    }
}
