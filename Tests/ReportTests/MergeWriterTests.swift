import Inventory
import TestSupport
import Testing

@testable import Report

/// The writers of `merge`.
@Suite struct MergeWriterTests {
    private let verbose = TextStyle(width: 90, detail: .verbose)

    private func audit(_ numbers: inout SeededGenerator) -> MergeReport.Audit {
        var audit = MergeReport.Audit()
        audit.file = HostileNames.any(&numbers)
        audit.version = HostileNames.anyText(&numbers)
        audit.started = .min
        audit.finished = .max
        audit.outcome = AuditOutcome.allCases.randomElement(using: &numbers) ?? .clean
        audit.isComplete = Bool.random(using: &numbers)
        audit.caches = 3
        audit.verdicts[.mismatch] = 1 << 40
        audit.findings = [.critical: 1 << 40]
        audit.troubles = 7
        audit.example = HostileNames.anyText(&numbers)
        audit.unlistedHits = Int.random(in: 0...1, using: &numbers)
        return audit
    }

    private func hit(_ numbers: inout SeededGenerator) -> MergeReport.Hit {
        var hit = MergeReport.Hit(
            question: 0, host: Int.random(in: 0...2, using: &numbers), cache: HostileNames.any(&numbers),
            root: HostileNames.any(&numbers), path: HostileNames.any(&numbers))
        if Bool.random(using: &numbers) {
            hit.purl = HostileNames.anyText(&numbers)
            hit.verdict = Verdict.allCases.randomElement(using: &numbers)
            hit.digests = [ContentDigest(.sha1, Array(repeating: 7, count: 20))].compactMap { $0 }
        } else {
            hit.rule = HostileNames.anyText(&numbers)
            hit.severity = Severity.allCases.randomElement(using: &numbers)
        }
        if Bool.random(using: &numbers) { hit.first = 5 }
        return hit
    }

    /// One with names of all kinds.
    private func report(_ numbers: inout SeededGenerator) -> MergeReport {
        var report = MergeReport(version: "0.1.0", asked: .max, maxAge: 86_400)
        report.questions = MergeReport.Question.Kind.allCases.map {
            var question = MergeReport.Question($0, HostileNames.any(&numbers))
            question.hits = Int.random(in: 0...1, using: &numbers)
            if question.hits > 0 { question.first = 9 }
            return question
        }
        if Int.random(in: 0...3, using: &numbers) == 0 { report.questions = [] }
        report.hosts = MergeReport.Host.State.allCases.map {
            MergeReport.Host(HostileNames.any(&numbers), $0, $0 == .missing ? nil : audit(&numbers))
        }
        report.hits = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in hit(&numbers) }
        if Bool.random(using: &numbers) {
            report.troubles = [
                Trouble(
                    cache: -1, path: HostileNames.any(&numbers), reason: .malformed,
                    detail: HostileNames.anyText(&numbers))
            ]
        }
        return report
    }

    /// A hundred documents, with a zero byte after each; of lines after each line.
    private func many(_ format: HuntFormat) -> [UInt8] {
        var numbers = SeededGenerator(seed: 61)
        let output = Output()
        for _ in 0..<100 {
            MergeWriter(style: verbose).write(report(&numbers), as: format, to: output)
            output.write("\u{0}\n")
        }
        guard format == .jsonl else { return output.bytes }
        var result: [UInt8] = []
        for line in output.bytes.split(separator: 0x0A) where line.first != 0 { result += line + [0x0A, 0, 0x0A] }
        return result
    }

    @Test func jsonFollowsItsSchema() throws {
        for (name, format) in [("merge-1", HuntFormat.json), ("merge-line-1", .jsonl)] {
            let answer = try complaints("schema \(name)", many(format))
            #expect(answer.isEmpty, "\(name) \(answer)")
        }
    }

    @Test func textIsHarmless() throws {
        let answer = try complaints("texts", many(.text))
        #expect(answer.isEmpty, "\(answer)")
    }

    /// What the benchmark reads has the shape of what hosts send.
    @Test func madeUpReportsFollowTheSchema() throws {
        let tree = try TestTree()
        let script = repositoryFile("Benchmarks/makereports.py")
        let made = try Program.run([PythonOracle.interpreter, script, tree.path + "/reports", "130", "6"])
        #expect(made.status == 0, "\(made.errorText)")
        let documents = try Program.run([
            "sh", "-c", "for file in \"$0\"/*.json; do cat \"$file\"; printf '\\0\\n'; done", tree.path + "/reports",
        ])
        let lines = try Program.run([
            "sh", "-c", "cat \"$0\"/*/*.jsonl | sed 's/$/\\n\\x00/'", tree.path + "/reports",
        ])
        for (name, file) in [("audit-1", documents.output), ("audit-line-1", lines.output)] {
            let answer = try complaints("schema \(name)", file)
            #expect(answer.isEmpty, "\(name) \(answer)")
        }
    }

    @Test func whoWasNotHeardNeverLooksClean() {
        var report = MergeReport(version: "0.1.0", asked: 7_200_000_000_000, maxAge: 3_600)
        report.questions = [MergeReport.Question(.package, "pkg:npm/a")]
        var audit = MergeReport.Audit()
        audit.isComplete = true
        report.hosts = [MergeReport.Host("a", .fresh, audit)]
        report.reports = 1
        func text() -> String {
            let output = Output()
            MergeWriter().write(report, as: .text, to: output)
            return output.text
        }
        #expect(text() == "NOTHING FOUND on 1 host\n\n1 host, 1 report read\n")
        report.hosts.append(MergeReport.Host("b", .stale, audit))
        #expect(
            text() == """
                NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN; 1 host cannot say

                Cannot say
                  b  its last report is of 1970-01-01 00:00:00 UTC, 2 h 00 min ago

                2 hosts, 1 report read

                """)
        report.hosts[1] = MergeReport.Host("b", .missing)
        #expect(text().contains("\n  b  no report of it could be read\n"))
        report.hosts.removeLast()
        report.unlistedTroubles = 1
        #expect(text().hasPrefix("NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN; 1 file could not be read\n"))
    }
}
