import Inventory
import TestSupport
import Testing

@testable import Report

/// The writers of `hunt` and `intel`.
@Suite struct HuntWriterTests {
    private let verbose = TextStyle(width: 90, detail: .verbose)

    private func feed(_ numbers: inout SeededGenerator) -> KeptFeed {
        var counts = KeptFeed.Counts()
        counts.records = Int.random(in: 0...9_000, using: &numbers)
        counts.unreadable = Int.random(in: 0...1, using: &numbers)
        return KeptFeed(
            name: HostileNames.anyText(&numbers), path: HostileNames.any(&numbers), imported: .max, newest: .min,
            counts: counts)
    }

    private func trouble(_ numbers: inout SeededGenerator) -> Trouble {
        Trouble(
            cache: -1, path: HostileNames.any(&numbers), reason: .malformed, detail: HostileNames.anyText(&numbers))
    }

    private func advisory(_ numbers: inout SeededGenerator) -> Advisory {
        Advisory(
            id: HostileNames.anyText(&numbers), aliases: [HostileNames.anyText(&numbers)], modified: .min,
            published: Bool.random(using: &numbers) ? .max : nil,
            kind: Advisory.Kind.allCases.randomElement(using: &numbers) ?? .malware,
            summary: HostileNames.anyText(&numbers),
            severity: Bool.random(using: &numbers) ? HostileNames.anyText(&numbers) : nil)
    }

    private func hit(_ numbers: inout SeededGenerator) -> HuntReport.Hit {
        var hit = HuntReport.Hit(
            question: 0, basis: HuntReport.Hit.Basis.allCases.randomElement(using: &numbers) ?? .digest,
            cache: HostileNames.any(&numbers), root: HostileNames.any(&numbers), path: HostileNames.any(&numbers),
            digests: [ContentDigest(.sha1, Array(repeating: 7, count: 20))].compactMap { $0 },
            isPresent: Bool.random(using: &numbers), first: 5, last: .max)
        if Bool.random(using: &numbers) { hit.advisory = advisory(&numbers) }
        if Bool.random(using: &numbers) { hit.purl = HostileNames.anyText(&numbers) }
        if Bool.random(using: &numbers) { hit.verdict = .consistent }
        hit.users = (0..<Int.random(in: 0...3, using: &numbers)).map { index in
            HuntReport.User(
                ref: HostileNames.anyText(&numbers),
                project: index == 0 ? nil : HostileNames.any(&numbers),
                revision: index == 1 ? nil : HostileNames.anyText(&numbers), started: index == 2 ? nil : 9,
                finished: index == 0 ? nil : .max)
        }
        hit.unlistedUsers = 3
        return hit
    }

    /// One with names of all kinds.
    func hunt(_ numbers: inout SeededGenerator) -> HuntReport {
        var report = HuntReport(
            version: "0.1.0", host: HostileNames.anyText(&numbers), asked: .max, audited: .min,
            isAuditComplete: Bool.random(using: &numbers))
        report.questions = HuntReport.Question.Kind.allCases.map {
            HuntReport.Question($0, HostileNames.any(&numbers), hits: Int.random(in: 0...1, using: &numbers))
        }
        report.hits = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in hit(&numbers) }
        report.feeds = [feed(&numbers)]
        report.unlistedHits = Int.random(in: 0...1, using: &numbers)
        if Bool.random(using: &numbers) { report.troubles = [trouble(&numbers)] }
        return report
    }

    private func intel(_ numbers: inout SeededGenerator) -> IntelReport {
        let rows = IntelReport.Outcome.allCases.map { outcome in
            IntelReport.Row(
                feed(&numbers), outcome, reason: outcome == .refused ? HostileNames.anyText(&numbers) : nil)
        }
        let count = IntelReport.Count(
            ecosystem: HostileNames.anyText(&numbers), kind: HostileNames.anyText(&numbers), count: 4)
        return IntelReport(rows: rows, counts: [count], troubles: [trouble(&numbers)])
    }

    /// A hundred documents, with a zero byte after each; of lines after each line.
    private func many(_ write: (inout SeededGenerator, Output) -> Void) -> [UInt8] {
        var numbers = SeededGenerator(seed: 32)
        let output = Output()
        for _ in 0..<100 {
            write(&numbers, output)
            output.write("\u{0}\n")
        }
        return output.bytes
    }

    private func lines() -> [UInt8] {
        let bytes = many { HuntWriter().write(hunt(&$0), as: .jsonl, to: $1) }
        var result: [UInt8] = []
        for line in bytes.split(separator: 0x0A) where line.first != 0 { result += line + [0x0A, 0, 0x0A] }
        return result
    }

    @Test func jsonFollowsItsSchema() throws {
        let hunts = many { HuntWriter().write(hunt(&$0), as: .json, to: $1) }
        let feeds = many { IntelWriter(version: "0.1.0").write(intel(&$0), as: .json, to: $1) }
        for (name, file) in [("hunt-1", hunts), ("intel-1", feeds), ("hunt-line-1", lines())] {
            let answer = try complaints("schema \(name)", file)
            #expect(answer.isEmpty, "\(name) \(answer)")
        }
    }

    @Test func textIsHarmless() throws {
        let hunts = many { HuntWriter(style: verbose).write(hunt(&$0), as: .text, to: $1) }
        let feeds = many { IntelWriter(version: "0.1.0", style: verbose).write(intel(&$0), as: .text, to: $1) }
        for file in [hunts, feeds] {
            let answer = try complaints("texts", file)
            #expect(answer.isEmpty, "\(answer)")
        }
    }

    @Test func whatIsNotWholeDoesNotLookClean() {
        var report = HuntReport(
            version: "0.1.0", host: "h", asked: 7_200_000_000_000, audited: 0, isAuditComplete: true)
        report.questions = [HuntReport.Question(.package, "pkg:npm/a")]
        func text() -> String {
            let output = Output()
            HuntWriter().write(report, as: .text, to: output)
            return output.text
        }
        #expect(
            text() == """
                NOTHING FOUND

                Not found
                  package  pkg:npm/a

                looked for 1 package among 0 packages and 0 files, of 0 audits; names inside of archives are not recorded
                last audit: 1970-01-01 00:00:00 UTC, 2 h 00 min ago

                """)
        report.isAuditComplete = false
        #expect(text().hasPrefix("NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN\n"))
        report.isAuditComplete = true
        report.unlistedTroubles = 1
        #expect(text().hasPrefix("NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN\n"))
    }
}
