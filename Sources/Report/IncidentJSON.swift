internal import Inventory

/// `incident` for machines: `bezoar.incident/1`.
enum IncidentJSON {
    /// Name and version of the format.
    static let schema = "bezoar.incident/1"

    /// Writes one document.
    static func write(_ report: IncidentReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", schema)
            json.tool(version: report.hunt.version)
            json.member("host", report.hunt.host)
            json.member("name", report.name)
            json.member("description", report.description)
            json.member("file", report.file)
            json.member("started", time: report.started)
            json.member("finished", time: report.finished)
            json.member("applied", report.isApplied)
            json.object("hunt") { $0.members(of: report.hunt) }
            json.member("evidence", report.evidence)
            if let plan = report.plan {
                json.object("plan") { $0.members(of: plan) }
            } else {
                json.member("plan", nil as String?)
            }
            if let purge = report.purge {
                json.object("purge") { $0.members(of: purge) }
            } else {
                json.member("purge", nil as String?)
            }
            json.array("recovered") { json in
                for purge in report.recovered { json.object { $0.members(of: purge) } }
            }
            json.member("failure", report.failure)
            json.array("suspects") { json in
                for suspect in report.suspects { json.object { $0.members(of: suspect) } }
            }
            json.array("secrets") { json in
                for secret in report.secrets { json.object { $0.members(of: secret) } }
            }
            json.member("notes", report.notes)
            json.object("summary") { json in
                json.member("outcome", report.outcome.rawValue)
                json.member("hits", report.hunt.hitCount)
                json.member("suspects", report.suspects.count + report.unlistedSuspects)
                json.member("secrets", report.secrets.count)
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of plan: PurgePlan) {
        member("command", plan.command)
        array("targets") { json in
            for target in plan.targets { json.object { $0.members(of: target) } }
        }
        member("notes", plan.notes)
        member("unseen", plan.unseen)
    }

    private mutating func members(of target: PurgeTarget) {
        member("cache", target.cache)
        member("root", target.root)
        member("record", target.record)
        member("path", target.content)
        member("way", target.way.rawValue)
        member("all", target.entries == nil)
        member("files", target.files)
        member("bytes", target.bytes)
        member("evidence", target.keepsEvidence)
        member("inUse", target.isInUse)
        array("reasons") { json in
            for reason in target.reasons {
                json.object { json in
                    json.member("selector", reason.selector)
                    json.member("detail", reason.detail)
                    json.member("rule", reason.rule)
                    json.member("purl", reason.purl)
                }
            }
        }
    }

    fileprivate mutating func members(of suspect: IncidentReport.Suspect) {
        members(of: suspect.build)
        member("compromised", suspect.isCompromised)
        names("caches", suspect.caches)
        names("secrets", suspect.secrets)
    }

    fileprivate mutating func members(of secret: IncidentReport.Secret) {
        member("id", secret.id)
        member("builds", secret.builds)
        names("projects", secret.projects)
    }

    private mutating func names(_ key: String, _ names: [ByteString]) {
        array(key) { json in
            for name in names { json.object { $0.member("name", name) } }
        }
    }
}
