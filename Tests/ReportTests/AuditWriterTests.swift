import Inventory
import TestSupport
import Testing

@testable import Report

@Suite struct AuditWriterTests {
    /// Many reports in one format, with a line of control between them that no writer can write.
    private func many(_ format: AuditFormat, style: TextStyle = TextStyle()) -> [UInt8] {
        var numbers = SeededGenerator(seed: 11)
        let output = Output()
        for index in 0..<150 {
            let report = index == 0 ? ReportSamples.clean() : ReportSamples.any(&numbers)
            format.writer(style: style).write(report, rules: index % 7 == 0 ? [] : ReportSamples.rules, to: output)
            output.write("\u{0}\n")
        }
        return output.bytes
    }

    @Test func jsonFollowsItsSchema() throws {
        let answer = try complaints("audit", many(.json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func jsonLinesFollowTheirSchema() throws {
        let answer = try complaints("lines", many(.jsonl), many(.json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func sarifFollowsTheStandard() throws {
        let answer = try complaints("sarif", many(.sarif), many(.json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func billsOfMaterialsFollowTheStandard() throws {
        let answer = try complaints("cyclonedx", many(.cyclonedx), many(.json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test(arguments: [
        TextStyle(), TextStyle(width: 60, detail: .verbose), TextStyle(width: 1, detail: .quiet),
        TextStyle(isColoured: true, width: 100),
    ])
    func textIsHarmless(style: TextStyle) throws {
        let answer = try complaints("texts", many(.text, style: style))
        #expect(answer.isEmpty, "\(answer)")
    }

    /// No number may stop a writer, and no width either.
    @Test(arguments: AuditFormat.allCases, [Int.min, 0, 1, .max]) func extremesAreWritten(
        format: AuditFormat, width: Int
    ) {
        var report = ReportSamples.clean()
        report.caches.append(report.caches[0])
        report.caches[0].files = .max
        report.unlistedFindings = [.high: .max, .low: .max]
        report.unlistedTroubles = .max
        report.findings = [ReportSamples.finding()]
        (report.started, report.finished) = (.min, .max)
        let output = Output()
        format.writer(style: TextStyle(width: width)).write(report, rules: ReportSamples.rules, to: output)
        #expect(output.bytes.count > 500)
    }

    /// Dashboards show the message alone: it names the package, and is a sentence however it was put down.
    @Test(arguments: ["The content changed", "The content changed.", "The content changed. "])
    func sarifMessagesNameThePackage(_ message: String) {
        var report = ReportSamples.clean()
        var finding = ReportSamples.finding()
        (finding.message, finding.purl) = (message, "pkg:npm/%40acme/core@2.0.0")
        report.findings = [finding]
        finding.purl = nil
        report.findings.append(finding)
        let output = Output()
        SARIFAuditWriter().write(report, rules: [], to: output)
        let texts = ["The content changed: pkg:npm/%40acme/core@2.0.0.", "The content changed."]
        for text in texts { #expect(output.text.contains("\"\(text) Remedy: Treat the host as compromised.\"")) }
    }

    @Test func fingerprintsStayWhileOtherThingsChange() {
        var report = ReportSamples.clean()
        let finding = ReportSamples.finding()
        let before = SARIFAuditWriter.fingerprint(of: finding, in: report)
        report.started += 5
        report.caches.insert(AuditReport.CacheResult(cache: MountCache(id: "x", root: "/", path: "/x")), at: 0)
        var moved = finding
        moved.cache = 1
        moved.actual = "sha256:22"
        #expect(SARIFAuditWriter.fingerprint(of: moved, in: report) == before)
        moved.path = "http-v2/a/c"
        #expect(SARIFAuditWriter.fingerprint(of: moved, in: report) != before)
        // What ends one part cannot be moved into the next.
        var left = finding
        var right = finding
        (left.path, left.purl) = ("a|b", "c")
        (right.path, right.purl) = ("a", "b|c")
        #expect(
            SARIFAuditWriter.fingerprint(of: left, in: report) != SARIFAuditWriter.fingerprint(of: right, in: report))
    }
}
