import Inventory
import Report
import TestSupport
import Testing

/// What `incident` says follows its schema, and no name can break it.
@Suite struct IncidentWriterTests {
    private let verbose = TextStyle(isColoured: false, width: nil, detail: .verbose)

    private func bytes(_ numbers: inout SeededGenerator) -> ByteString { HostileNames.any(&numbers) }
    private func text(_ numbers: inout SeededGenerator) -> String { HostileNames.anyText(&numbers) }

    private func incident(_ numbers: inout SeededGenerator) -> IncidentReport {
        var report = IncidentReport(
            name: "axios-2026", description: text(&numbers), file: bytes(&numbers), started: 5,
            hunt: HuntWriterTests().hunt(&numbers))
        report.isApplied = numbers.once(in: 2)
        if numbers.once(in: 2) { report.plan = PurgeWriterTests().plan(&numbers) }
        if numbers.once(in: 2) { report.purge = PurgeWriterTests().report(&numbers) }
        if numbers.once(in: 2) { report.recovered = [PurgeWriterTests().report(&numbers)] }
        if numbers.once(in: 2) { report.evidence = bytes(&numbers) }
        if numbers.once(in: 4) { report.failure = text(&numbers) }
        for index in 0..<3 {
            var suspect = IncidentReport.Suspect(
                HuntReport.User(
                    ref: text(&numbers), project: index == 0 ? nil : bytes(&numbers),
                    revision: index == 1 ? nil : text(&numbers), started: index == 2 ? nil : 9,
                    finished: index == 0 ? nil : .max))
            suspect.isCompromised = index == 1
            suspect.caches = [bytes(&numbers)]
            suspect.secrets = [bytes(&numbers)]
            report.suspects.append(suspect)
        }
        report.unlistedSuspects = 2
        report.secrets = [IncidentReport.Secret(id: bytes(&numbers), builds: 2, projects: [bytes(&numbers)])]
        report.notes = [text(&numbers)]
        return report
    }

    private func documents(_ format: DocumentFormat) -> [UInt8] {
        var numbers = SeededGenerator(seed: 34)
        let output = Output()
        for _ in 0..<100 {
            IncidentWriter(style: verbose).write(incident(&numbers), as: format, to: output)
            output.write("\u{0}\n")
        }
        return output.bytes
    }

    @Test func jsonFollowsItsSchema() throws {
        let answer = try complaints("schema incident-1", documents(.json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func textIsHarmless() throws {
        let answer = try complaints("texts", documents(.text))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func namesAreNoMarkdown() {
        var report = IncidentReport(
            name: "x", description: "`</code><b>`", file: "f", started: 0,
            hunt: HuntReport(version: "0.1.0", host: "h", asked: 0, audited: 0, isAuditComplete: true))
        report.notes = ["a cache <img src=x> and [a link](x)"]
        let output = Output()
        IncidentWriter().write(report, as: .text, to: output)
        #expect(
            output.text == """
                Incident x: nothing found
                 =========================

                About: `\\x60</code><b>\\x60`

                Host `h`, 1970-01-01 00:00:00 UTC. Last audit: 1970-01-01 00:00:00 UTC, 0.00 s before.
                Looked among 0 packages and 0 files, of 0 audits; names inside of archives are not recorded.

                Worth knowing
                 -------------

                 - a cache \\<img src=x> and \\[a link](x)

                """)
    }

    /// Caches of one id are told apart.
    @Test func cachesAreToldApart() {
        var report = IncidentReport(
            name: "x", description: "", file: "f", started: 0,
            hunt: HuntReport(version: "0.1.0", host: "h", asked: 0, audited: 0, isAuditComplete: true))
        var plan = PurgePlan(version: "0", host: "h", created: 0, scan: nil, command: "c")
        for root: ByteString in ["/var/lib/docker", "/srv/state"] {
            plan.targets.append(
                PurgeTarget(
                    cache: "//root/.npm", root: root, kind: .docker, record: "r", snapshot: "s", directory: root,
                    device: 1, inode: 2, kept: ""))
        }
        func shown() -> String {
            let output = Output()
            IncidentWriter(style: verbose).write(report, as: .text, to: output)
            return String(decoding: output.bytes, as: UTF8.self)
        }
        report.plan = plan
        #expect(shown().contains("all of `//root/.npm` (`/srv/state`), 0 files"), "\(shown())")
        report.purge = PurgeReport(version: "0", host: "h", started: 0, number: 1, command: "c", plan: .zero)
        report.purge?.rows = plan.targets.map { PurgeReport.Row(target: $0, outcome: .removed) }
        #expect(shown().contains("removed: all of `//root/.npm` (`/var/lib/docker`), 0 files"), "\(shown())")
        report.purge = nil
        report.plan?.targets.removeLast()
        #expect(shown().contains("all of `//root/.npm`, 0 files"), "\(shown())")
    }

    /// What is not known or not done never looks like the end of it.
    @Test func outcomes() {
        var report = IncidentReport(
            name: "x", description: "", file: "f", started: 0,
            hunt: HuntReport(version: "0.1.0", host: "h", asked: 0, audited: 0, isAuditComplete: true))
        #expect(report.outcome == .nothing)
        report.isApplied = true
        #expect(report.outcome == .nothing)
        report.suspects = [
            IncidentReport.Suspect(
                HuntReport.User(ref: "r", project: nil, revision: nil, started: 0, finished: 0))
        ]
        #expect(report.outcome == .found)
        report.purge = PurgeReport(version: "0", host: "h", started: 0, number: 1, command: "c", plan: .zero)
        #expect(report.outcome == .removed)
        report.purge?.wasCancelled = true
        #expect(report.outcome == .incomplete)
        report.purge?.wasCancelled = false
        report.hunt.isAuditComplete = false
        #expect(report.outcome == .incomplete)
        report.hunt.isAuditComplete = true
        report.hunt.unlistedHits = 1
        #expect(report.outcome == .incomplete)
        report.hunt.unlistedHits = 0
        report.plan = PurgePlan(version: "0", host: "h", created: 0, scan: nil, command: "c")
        report.plan?.unseen = ["a cache"]
        #expect(report.outcome == .incomplete)
        report.plan?.unseen = []
        report.failure = "it broke"
        #expect(report.outcome == .incomplete)
    }
}
