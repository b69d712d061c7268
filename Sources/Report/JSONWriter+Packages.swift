internal import Inventory

/// Lockfiles, pins and verdicts as members of an object that is open.
extension JSONWriter {
    /// Which lockfile it is, and why it is believed.
    mutating func members(of lockfile: Lockfile) {
        member("path", lockfile.path)
        member("project", lockfile.project.isEmpty ? nil : lockfile.project)
        member("trust", lockfile.trust.rawValue)
        member("tier", lockfile.tier)
        member("format", lockfile.format)
        member("sha256", lockfile.digest.hex)
    }

    /// A number for each verdict.
    mutating func members(of counts: VerdictCounts) {
        for verdict in Verdict.allCases { member(verdict.rawValue, counts[verdict]) }
    }

    /// How the packages of one ecosystem in one cache came out.
    mutating func members(of tally: VerdictTally, in report: AuditReport) {
        members(ofCache: tally.cache, in: report)
        member("ecosystem", tally.ecosystem.rawValue)
        members(of: tally.counts)
    }

    /// A package file and what can be said of it.
    mutating func members(of judged: JudgedArtifact, in report: AuditReport) {
        let artifact = judged.artifact
        members(ofCache: judged.cache, in: report)
        member("path", artifact.path)
        member("ecosystem", artifact.ecosystem.rawValue)
        member("kind", artifact.kind.rawValue)
        member("name", artifact.name)
        member("version", artifact.version)
        member("purl", judged.purl)
        member("file", artifact.file)
        member("sha256", artifact.digests.first { $0.algorithm == .sha256 }?.hex)
        member("digests", artifact.digests.map(\.description))
        member("source", artifact.source)
        member("verdict", judged.verdict.rawValue)
        member("firstSeen", time: judged.first)
        guard let pin = judged.decidedBy else { return member("pin", nil as String?) }
        object("pin") { json in
            json.members(of: pin.lockfile)
            json.member("line", pin.pin.line)
        }
    }
}
