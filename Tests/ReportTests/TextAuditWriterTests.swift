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
                  ID                 FILES      SIZE   READ  UNCHANGED  CHANGES             COMPLETE
                  //root/.cache/pip  1,234  12.3 MiB  1,000        234  3 added, 1 removed  yes

                1 cache, 1,234 files (12.3 MiB), 512 folders; 1,000 read, 234 unchanged; 0 findings; 0 not seen; 12.3 s

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
                  in //root/.cache/pip
                  - a\\x0a:\\x3aerror:\\x3ab
                    The content changed; expected: sha256:00; actual: sha256:11; inode: 5; target: /etc/passwd; build: ref1
                  remedy: Treat the host as compromised.

                Not seen: 1 place
                  unreadable (1)
                    - x/y  in //root/.cache/pip  Permission denied (and everything below)
                  not seen to the end: 1 cache

                """)
    }

    @Test func aRemedyStandsBelowWhatItIsFor() {
        var report = ReportSamples.clean()
        report.findings = [1, 1, 2].enumerated().map { index, number in
            var finding = ReportSamples.finding(.low, path: ByteString("f\(index)"))
            finding.remedy = "Give mount \(number) an id."
            return finding
        }
        var other = ReportSamples.finding(.low, path: "g")
        other.rule = "other-rule"
        other.remedy = "Give mount 1 an id."
        report.findings.append(other)
        for detail in [TextStyle.Detail.normal, .verbose] {
            let lines = text(report, TextStyle(detail: detail)).split(separator: "\n").map(String.init)
            let found = lines.filter { $0.contains("remedy: ") || $0.hasPrefix("  - ") }
            let marked = found.map { $0.replacing("path:     ", with: "") }
            #expect(
                marked == [
                    "  - f0", "  - f1", "    remedy: Give mount 1 an id.", "  - f2", "    remedy: Give mount 2 an id.",
                    "  - g", "  remedy: as above",
                ])
        }
    }

    @Test func inFullWhereAskedFor() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding()]
        let text = text(report, TextStyle(detail: .verbose))
        let lines = """
              - path:     http-v2/a/b
                cache:    //root/.cache/pip
                what:     The content changed
                expected: sha256:00
                actual:   sha256:11
                inode:    5
                target:   /etc/passwd
                build:    ref1
            """
        #expect(text.contains(lines), "\(text)")
    }

    /// What somebody else chose ends its line wherever it could pass for the next fact.
    @Test func noFactPassesForTwo() {
        var report = ReportSamples.clean()
        var finding = ReportSamples.finding()
        finding.evidence = [
            Finding.Evidence("target", .bytes("x; owner: 0")), Finding.Evidence("owner", .number(7)),
            Finding.Evidence("name", .text("a b")),
        ]
        report.findings = [finding]
        let text = text(report)
        #expect(
            text.contains(
                """
                    The content changed; expected: sha256:00; actual: sha256:11; owner: 7; build: ref1
                    target: x; owner: 0
                    name: a b

                """), "\(text)")
    }

    @Test func digestsAreShortUnlessVerbose() {
        var report = ReportSamples.clean()
        var finding = ReportSamples.finding()
        let digest = "sha256:" + String(repeating: "ab", count: 32)
        finding.actual = digest
        report.findings = [finding]
        #expect(text(report).contains("actual: sha256:abababababab...;"))
        #expect(text(report, TextStyle(detail: .verbose)).contains(digest))
    }

    @Test func linksAndOthersStandApart() {
        var report = ReportSamples.clean()
        report.caches[0].links = 34
        report.caches[0].others = 1
        let text = text(report)
        #expect(text.hasPrefix("CLEAN: 1 cache, 1,199 files, 34 links, 1 other entry, all seen\n"), "\(text)")
        #expect(text.contains("FILES  LINKS  OTHER      SIZE"), "\(text)")
    }

    @Test func whatIsNotRecordedIsNoFirstAudit() {
        var report = ReportSamples.clean()
        report.caches[0].changes = nil
        #expect(text(report).contains("first audit"))
        report.scan = nil
        #expect(text(report).contains("not recorded"))
        #expect(!text(report).contains("first audit"))
    }

    @Test func aStoppedAuditSaysSoOnce() {
        var report = ReportSamples.clean()
        report.wasCancelled = true
        report.caches[0].isComplete = false
        report.troubles = (0..<9).map { number in
            Trouble(cache: 0, path: ByteString("d\(number)"), reason: .cancelled, detail: "stopped", isSubtree: true)
        }
        let short = text(report)
        #expect(short.contains("\n  cancelled: 9 places (--verbose lists them)\n"), "\(short)")
        #expect(short.split(separator: "stop").count == 2, "\(short)")
        #expect(!short.contains("d5") && text(report, TextStyle(detail: .verbose)).contains("d5"))
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

    @Test("With --quiet a finding that does not fail the audit is not written, unless none can fail it")
    func quietLeavesOutLesserFindings() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding(.low)]
        #expect(text(report, TextStyle(detail: .quiet)).isEmpty)
        #expect(text(report).contains("LOW  silent-change"))
        report.failOn = .low
        #expect(text(report, TextStyle(detail: .quiet)).contains("LOW  silent-change"))
        report.failOn = nil
        #expect(text(report, TextStyle(detail: .quiet)).contains("LOW  silent-change"))
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
        #expect(short.contains("CRITICAL  and 1,000 findings more, counted but not kept (--verbose keeps more)\n"))
        #expect(short.contains("  - p19\n") && !short.contains("p24"))
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
