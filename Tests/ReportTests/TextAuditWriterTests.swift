import Inventory
import TestSupport
import Testing

@testable import Report

@Suite struct TextAuditWriterTests {
    private func text(_ report: AuditReport, _ style: TextStyle = TextStyle()) -> String {
        let output = Output()
        TextAuditWriter(style: style).write(report, rules: ReportSamples.rules, to: output)
        return output.text
    }

    @Test func cleanAudit() {
        #expect(
            text(ReportSamples.clean()) == """
                CLEAN: 1 cache, 1,234 files, all seen
                bezoar 0.1.0 on build-7, 2026-11-21 03:04:05 UTC

                Caches
                  ID                 FILES      SIZE  HASHED  REUSED  CHANGES             COMPLETE
                  //root/.cache/pip  1,234  12.3 MiB   1,000     234  3 added, 1 removed  yes

                1 cache, 1,234 files (12.3 MiB), 512 folders; 1,000 hashed, 234 unchanged; 0 findings; 0 not seen; 12.3 s

                """)
    }

    @Test func findingsAndTroubles() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding(.low), ReportSamples.finding(.critical, path: "a\n::error::b")]
        report.troubles = [
            Trouble(cache: 0, path: "x/y", reason: .unreadable, detail: "Permission denied", isSubtree: true)
        ]
        report.caches[0].isComplete = false
        #expect(
            text(report, TextStyle(detail: .quiet)) == """
                FINDINGS: 1 critical, 1 low; INCOMPLETE: 1 place was not seen

                CRITICAL  silent-change  Content changed {0} while [all](else) stayed  (1)
                  - path:     a\\x0a:\\x3aerror:\\x3ab
                    cache:    //root/.cache/pip
                    what:     The content changed and nothing else did.
                    expected: sha256:00
                    actual:   sha256:11
                    inode:    5
                    target:   /etc/passwd
                    build:    ref1
                  remedy: Treat the host as compromised.

                LOW  silent-change  Content changed {0} while [all](else) stayed  (1)
                  - path:     http-v2/a/b
                    cache:    //root/.cache/pip
                    what:     The content changed and nothing else did.
                    expected: sha256:00
                    actual:   sha256:11
                    inode:    5
                    target:   /etc/passwd
                    build:    ref1

                Not seen: 1 place
                  unreadable (1)
                    - x/y  in //root/.cache/pip  Permission denied (and everything below)
                  not seen to the end: 1 cache

                """)
    }

    @Test func neverCleanWhileIncomplete() {
        var numbers = SeededGenerator(seed: 12)
        for _ in 0..<300 {
            let report = ReportSamples.any(&numbers)
            let headline = TextAuditWriter(style: TextStyle()).headline(of: report)
            let hasFindings = report.findingCounts.values.contains { $0 > 0 }
            #expect(headline.hasPrefix("CLEAN") == (report.isComplete && !hasFindings && !report.caches.isEmpty))
            #expect(headline.contains("INCOMPLETE") == !report.isComplete)
            #expect(headline.contains("FINDINGS") == hasFindings)
        }
    }

    @Test func nothingAudited() {
        var report = ReportSamples.clean()
        report.caches = []
        #expect(text(report).hasPrefix("NOTHING AUDITED: no cache was found\n"))
    }

    @Test func quietSaysNothingOfACleanAudit() {
        #expect(text(ReportSamples.clean(), TextStyle(detail: .quiet)).isEmpty)
    }

    @Test func belowTheLevel() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding(.low)]
        #expect(text(report).hasPrefix("FINDINGS: 1 low (none reaches high)\n"))
    }

    @Test func longListsAreCutUnlessVerbose() {
        var report = ReportSamples.clean()
        report.findings = (0..<25).map { ReportSamples.finding(path: ByteString("p\($0)")) }
        report.unlistedFindings = [.critical: 1_000]
        let short = text(report)
        #expect(short.hasPrefix("FINDINGS: 1,025 critical\n"))
        #expect(short.contains("  and 5 more (--verbose lists them)\n"))
        #expect(short.contains("CRITICAL  and 1,000 findings more, counted but not kept\n"))
        #expect(!short.contains("path:     p24"))
        #expect(text(report, TextStyle(detail: .verbose)).contains("path:     p24"))
        #expect(short.split(separator: "remedy: ").count == 2)
    }

    @Test func coloursOnlyWhenAskedFor() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding()]
        #expect(!text(report).contains("\u{1b}"))
        #expect(text(report, TextStyle(isColoured: true)).hasPrefix("\u{1b}[1;31mFINDINGS: 1 critical\u{1b}[0m\n"))
    }
}
