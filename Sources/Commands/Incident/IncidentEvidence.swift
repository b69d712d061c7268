import Hashing
import Inventory
import Linux
import Purge
import Report

/// The bundle of evidence of an incident, made before anything is removed.
///
/// ```
///  evidence.json
///  documents/incident.toml    the file of the incident
///  documents/report.json      what was found until then: hits, suspect builds, secrets
///  documents/findings.json    what the last audits found in the caches that are spoken of
///  SHA256SUMS, SHA256SUMS.sig
/// ```
struct IncidentEvidence {
    let report: IncidentReport
    /// The bytes of the incident's file.
    let document: [UInt8]
    let findings: [KeptFinding]

    /// Where it goes: beside the manifest, named by the incident and the time.
    func path(_ settings: Settings) -> ByteString {
        let time = Timestamp.rfc3339(nanoseconds: report.started).filter { $0 != "-" && $0 != ":" }
        return ManifestFile.folder(of: settings.database.value).appending(
            ByteString("incident-\(report.name)-\(time).tar"))
    }

    /// Writes and signs it.
    func write(to path: ByteString, key: borrowing SigningKey) throws(CommandFailure) {
        let header = EvidenceHeader(
            version: Version.current, host: ByteString(report.hunt.host), created: report.started,
            about: "incident \(report.name)")
        do throws(EvidenceError) {
            var writer = try EvidenceWriter.begin(path, header, key: key)
            do throws(EvidenceError) {
                try writer.add(document: "incident.toml", document)
                try writer.add(document: "report.json", reportDocument)
                try writer.add(document: "findings.json", findingsDocument)
            } catch {
                writer.discard()
                throw error
            }
            try writer.finish(key: key, replaces: false)
        } catch {
            throw CommandFailure(path, "the evidence could not be written, so nothing was removed: \(error)")
        }
    }

    private var reportDocument: [UInt8] {
        let output = Output()
        IncidentWriter().write(report, as: .json, to: output)
        return output.bytes
    }

    private var findingsDocument: [UInt8] {
        let caches = Set(report.hunt.hits.map { CacheName(root: $0.root, cache: $0.cache, record: "") })
        let output = Output()
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.array("findings") { json in
                for finding in findings
                where caches.contains(CacheName(root: finding.root, cache: finding.cache, record: "")) {
                    json.object { json in
                        json.member("rule", finding.rule)
                        json.member("severity", finding.severity.rawValue)
                        json.member("cache", finding.cache)
                        json.member("root", finding.root)
                        json.member("path", finding.path)
                        json.member("purl", finding.purl)
                    }
                }
            }
        }
        json.finish()
        return output.bytes
    }
}
