internal import Inventory

/// The parts of a SARIF log as members of an object that is open.
extension JSONWriter {
    /// The tool and its rules.
    mutating func driver(version: String, rules: [Rule]) {
        object("driver") { json in
            json.member("name", "bezoar")
            json.member("version", version)
            json.array("rules") { json in
                for rule in rules { json.object { $0.descriptor(of: rule) } }
            }
        }
    }

    private mutating func descriptor(of rule: Rule) {
        member("id", rule.id)
        message("shortDescription", rule.title)
        message("fullDescription", rule.meaning)
        message("help", rule.meaning + "\n\nEvidence: " + rule.evidence + "\n\nRemedy: " + rule.remedy)
        if let reference = rule.references.first(where: Self.isWebAddress) { member("helpUri", reference) }
        object("defaultConfiguration") { json in
            json.member("enabled", rule.enabled)
            json.member("level", rule.severity.sarifLevel)
        }
        object("properties") { json in
            json.member("tags", ["security", rule.family])
            json.member("security-severity", rule.severity.securitySeverity)
            json.member("precision", rule.confidence.rawValue)
            json.member("references", rule.references)
        }
    }

    /// The directories of the caches.
    mutating func baseIds(of caches: [AuditReport.CacheResult]) {
        for (index, result) in caches.enumerated() {
            object(SARIFAuditWriter.baseId(index)) { json in
                // The address must be absolute and end in a slash.
                if let uri = Self.fileURI(result.cache.path) {
                    json.member("uri", uri.hasSuffix("/") ? uri : uri + "/")
                }
                json.message("description", "mount cache " + Escape.text(result.cache.id))
            }
        }
    }

    /// How the audit went.
    mutating func invocation(of report: AuditReport) {
        member("executionSuccessful", report.isComplete)
        member("exitCode", report.outcome.exitCode)
        member("exitCodeDescription", report.outcome.rawValue)
        member("startTimeUtc", time: report.started)
        member("endTimeUtc", time: report.finished)
        member("machine", report.host)
        array("toolExecutionNotifications") { json in
            for trouble in report.troubles { json.object { $0.notification(trouble, in: report) } }
            if report.unlistedTroubles > 0 {
                json.notification(
                    "error", String(report.unlistedTroubles) + " more places were not seen; they are not listed")
            }
            let unlisted = report.findingCount - report.findings.count
            if unlisted > 0 {
                json.notification("warning", String(unlisted) + " more findings are counted and not listed")
            }
            if report.wasCancelled { json.notification("error", "the audit was stopped before its end") }
        }
    }

    private mutating func notification(_ level: String, _ text: String) {
        object { json in
            json.member("level", level)
            json.message("message", text)
        }
    }

    private mutating func notification(_ trouble: Trouble, in report: AuditReport) {
        member("level", "error")
        message("message", trouble.reason.rawValue + ": " + Escape.text(trouble.detail))
        object("descriptor") { $0.member("id", trouble.reason.rawValue) }
        location(cache: trouble.cache < 0 ? nil : Int(trouble.cache), path: trouble.path, in: report)
    }

    /// A finding.
    mutating func result(_ finding: Finding, ruleIndex: Int?, in report: AuditReport) {
        member("ruleId", finding.rule)
        if let ruleIndex { member("ruleIndex", ruleIndex) }
        member("level", finding.severity.sarifLevel)
        message("message", Self.sentence(of: finding) + " Remedy: " + Escape.prose(finding.remedy))
        location(cache: finding.cache, path: finding.path, in: report)
        object("partialFingerprints") { json in
            json.member("bezoarFinding/v1", SARIFAuditWriter.fingerprint(of: finding, in: report))
        }
        object("properties") { json in
            json.member("severity", finding.severity.rawValue)
            json.member("confidence", finding.confidence.rawValue)
            json.member("security-severity", finding.severity.securitySeverity)
            json.members(ofCache: finding.cache, in: report)
            json.member("purl", finding.purl)
            json.member("expected", finding.expected)
            json.member("actual", finding.actual)
            json.object("evidence") { $0.members(of: finding.evidence) }
            json.member("builds", finding.builds)
        }
    }

    /// What was found and of which package, since dashboards show no more than the message. Ends in one full stop.
    private static func sentence(of finding: Finding) -> String {
        var text = Escape.prose(finding.message)
        while text.last == "." || text.last == " " { text.removeLast() }
        if let purl = finding.purl { text += ": " + Escape.text(purl) }
        return text + "."
    }

    /// One location: below the directory of a cache, or anywhere. Nothing where neither is known.
    private mutating func location(cache: Int?, path: ByteString, in report: AuditReport) {
        let cache = cache.flatMap { report.caches.indices.contains($0) ? $0 : nil }
        let address: String?
        if cache == nil {
            address = Self.fileURI(path)
        } else {
            // A leading slash would leave the directory; the empty path is the directory itself.
            let relative = Escape.uri(ByteString(Array(path.bytes.drop { $0 == UInt8(ascii: "/") })))
            address = relative.isEmpty ? "." : relative
        }
        guard let address else { return array("locations") { _ in } }
        array("locations") { json in
            json.object { json in
                json.object("physicalLocation") { json in
                    json.object("artifactLocation") { json in
                        json.member("uri", address)
                        if let cache { json.member("uriBaseId", SARIFAuditWriter.baseId(cache)) }
                    }
                }
            }
        }
    }

    /// A message object. Braces are doubled and brackets escaped: to SARIF `{0}` is a placeholder and `[a](b)` a link.
    private mutating func message(_ key: String, _ text: String) {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "{": result += "{{"
            case "}": result += "}}"
            case "[": result += "\\["
            case "]": result += "\\]"
            default: result.unicodeScalars.append(scalar)
            }
        }
        object(key) { $0.member("text", result) }
    }

    /// The address of an absolute path; `nil` for any other.
    private static func fileURI(_ path: ByteString) -> String? {
        guard path.bytes.first == UInt8(ascii: "/") else { return nil }
        return "file://" + Escape.uri(path)
    }

    private static func isWebAddress(_ reference: String) -> Bool {
        reference.hasPrefix("https://") && reference.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7f }
    }
}
