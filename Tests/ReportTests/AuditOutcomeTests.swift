import Inventory
import Testing

@Suite struct AuditOutcomeTests {
    @Test func cleanOnlyWhenAllWasSeen() {
        var report = ReportSamples.clean()
        #expect(report.outcome == .clean)
        report.caches[0].isComplete = false
        #expect(report.outcome == .incomplete)
        report.caches[0].isComplete = true
        report.unlistedTroubles = 1
        #expect(report.outcome == .incomplete)
        report.unlistedTroubles = 0
        report.troubles = [Trouble(cache: 0, path: "a", reason: .vanished, detail: "gone")]
        #expect(report.outcome == .incomplete)
        #expect(!report.isComplete)
    }

    @Test func findingsCountAtTheLevelListedOrNot() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding(.medium)]
        #expect(report.outcome == .clean)
        report.failOn = .medium
        #expect(report.outcome == .findings)
        report.findings = []
        report.unlistedFindings = [.critical: 1]
        report.failOn = .high
        #expect(report.outcome == .findings)
        report.unlistedTroubles = 3
        #expect(report.outcome == .findings)
        report.wasCancelled = true
        #expect(report.outcome == .interrupted)
    }

    @Test func exitCodes() {
        #expect(AuditOutcome.allCases.map(\.exitCode) == [0, 1, 3, 130])
    }

    @Test func sumsSaturate() {
        var report = ReportSamples.clean()
        report.caches.append(report.caches[0])
        report.caches[0].bytes = .max
        #expect(report.totals.bytes == .max)
        #expect(report.totals.files == 2_468)
        report.started = .max
        report.finished = .min
        #expect(report.duration == 0)
        swap(&report.started, &report.finished)
        #expect(report.duration == .max)
        report.unlistedFindings = [.high: .max, .low: .max]
        report.unlistedTroubles = .max
        report.troubles = [Trouble(cache: 0, path: "a", reason: .vanished, detail: "gone")]
        #expect(report.findingCount == .max)
        #expect(report.troubleCount == .max)
    }
}
