import Inventory
import TestSupport
import Testing

@testable import Report

/// The writers of the smaller commands.
@Suite struct DocumentWriterTests {
    private let verbose = TextStyle(width: 70, detail: .verbose)

    private func diff(_ numbers: inout SeededGenerator) -> BaselineDiff {
        let changes = (0..<Int.random(in: 0...5, using: &numbers)).map { _ in
            Change(
                kind: Change.Kind.allCases.randomElement(using: &numbers) ?? .added, cache: HostileNames.any(&numbers),
                path: HostileNames.any(&numbers),
                oldPath: Bool.random(using: &numbers) ? HostileNames.any(&numbers) : nil,
                oldDigest: Bool.random(using: &numbers) ? .zero : nil,
                newMode: Bool.random(using: &numbers) ? 0o100644 : nil)
        }
        var diff = BaselineDiff(
            from: "scan 3", to: HostileNames.anyText(&numbers), changes: changes,
            counts: Bool.random(using: &numbers) ? ChangeCounts(added: .max, removed: 9) : nil,
            isComplete: Bool.random(using: &numbers))
        diff.sawEverything = Bool.random(using: &numbers)
        diff.notCompared = BaselineDiff.NotCompared.Reason.allCases.map { reason in
            BaselineDiff.NotCompared(cache: HostileNames.any(&numbers), reason: reason)
        }
        diff.older = [BaselineDiff.Older(cache: HostileNames.any(&numbers), audited: 5)]
        return diff
    }

    private func doctor(_ numbers: inout SeededGenerator) -> DoctorReport {
        let checks = (0..<Int.random(in: 0...5, using: &numbers)).map { _ in
            DoctorReport.Check(
                HostileNames.anyText(&numbers), DoctorReport.Status.allCases.randomElement(using: &numbers) ?? .ok,
                HostileNames.any(&numbers), remedy: Bool.random(using: &numbers) ? "Run as root, then try again." : nil)
        }
        return DoctorReport(
            version: "0.1.0", host: HostileNames.anyText(&numbers),
            sections: [DoctorReport.Section("Privileges", checks)])
    }

    private func lock(_ numbers: inout SeededGenerator) -> LockReport {
        let rows = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
            var kept = KeptLockfile(lockfile: ReportSamples.lockfile(&numbers), pins: 7, registered: 5, changed: .max)
            let pins = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
                Pin(
                    ecosystem: .npm, name: HostileNames.anyText(&numbers), version: HostileNames.anyText(&numbers),
                    line: 3, unusable: Pin.Unusable.allCases.randomElement(using: &numbers))
            }
            kept.unusable = [.noDigest: 5]
            return LockReport.Row(
                kept: kept, outcome: LockReport.Outcome.allCases.randomElement(using: &numbers) ?? .current,
                unusable: pins, notes: [PinList.Note(.malformed, line: 1, detail: HostileNames.anyText(&numbers))])
        }
        let trouble = Trouble(
            cache: -1, path: HostileNames.any(&numbers), reason: .malformed, detail: HostileNames.anyText(&numbers))
        return LockReport(rows: rows, troubles: Bool.random(using: &numbers) ? [trouble] : [])
    }

    private func rules(_ numbers: inout SeededGenerator) -> [Rule] {
        ReportSamples.rules.map { rule in
            var rule = rule
            rule.title = HostileNames.anyText(&numbers)
            rule.meaning = HostileNames.anyText(&numbers)
            rule.references = [HostileNames.anyText(&numbers)]
            rule.thresholds["x"] = .infinity
            rule.grades[HostileNames.anyText(&numbers)] = Rule.Grade(severity: .low, confidence: .low)
            return rule
        }
    }

    /// Writes a hundred of one kind, with a zero byte after each.
    private func many(_ write: (inout SeededGenerator, Output) -> Void) -> [UInt8] {
        var numbers = SeededGenerator(seed: 31)
        let output = Output()
        for _ in 0..<100 {
            write(&numbers, output)
            output.write("\u{0}\n")
        }
        return output.bytes
    }

    private func documents(_ name: String, _ format: DocumentFormat) -> [UInt8] {
        switch name {
        case "baseline-diff-1":
            many { BaselineDiffWriter(version: "0.1.0", style: verbose).write(diff(&$0), as: format, to: $1) }
        case "doctor-1": many { DoctorWriter(style: verbose).write(doctor(&$0), as: format, to: $1) }
        case "lock-1": many { LockWriter(version: "0.1.0", style: verbose).write(lock(&$0), as: format, to: $1) }
        case "version-1":
            many { numbers, output in
                let part = VersionReport.Part("SQLite", HostileNames.anyText(&numbers))
                VersionWriter(style: verbose).write(
                    VersionReport(version: "0.1.0", parts: [part]), as: format, to: output)
            }
        default:
            many { numbers, output in
                RulesWriter(version: "0.1.0", style: verbose).explain(rules(&numbers), as: format, to: output)
            }
        }
    }

    @Test(arguments: ["rules-1", "baseline-diff-1", "doctor-1", "lock-1", "version-1"])
    func jsonFollowsItsSchema(name: String) throws {
        let answer = try complaints("schema \(name)", documents(name, .json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test(arguments: ["rules-1", "baseline-diff-1", "doctor-1", "lock-1", "version-1"])
    func textIsHarmless(name: String) throws {
        let answer = try complaints("texts", documents(name, .text))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func ruleListAndExplanation() {
        let output = Output()
        RulesWriter(version: "0.1.0").list(ReportSamples.rules, as: .text, to: output)
        #expect(
            output.text == """
                RULE           FAMILY     SEVERITY  CONFIDENCE  TITLE
                silent-change  integrity  critical  high        Content changed {0} while [all](else) stayed
                special-file   hygiene    high      medium      FIFO, socket or device (disabled)

                """)
        let explained = Output()
        RulesWriter(version: "0.1.0").explain([ReportSamples.rules[0]], as: .text, to: explained)
        #expect(
            explained.text == """
                silent-change  Content changed {0} while [all](else) stayed
                  critical, high confidence, family integrity

                  The file has another digest, yet nothing else changed.

                  Evidence: Digests.
                  Remedy: Treat the host as compromised.
                  Case a: high, high confidence. It is {a}.
                  Case b: low, low confidence
                  Threshold a = 86400
                  Threshold z = 1.5
                  See not an address
                  See https://example.org/a

                """)
    }

    @Test func differenceAsText() {
        let diff = BaselineDiff(
            from: "scan 3", to: "scan 4",
            changes: [
                Change(
                    kind: .modified, cache: "//root/.cache/pip", path: "a", oldDigest: .zero,
                    newDigest: SHA256Digest([UInt8](repeating: 255, count: 32))),
                Change(
                    kind: .moved, cache: "//root/.cache/pip", path: "b\nc", oldPath: "d", oldMode: 0o100644,
                    newMode: 0o100755),
            ], counts: ChangeCounts(modified: 1, moved: 3), isComplete: false)
        let output = Output()
        BaselineDiffWriter(version: "0.1.0").write(diff, as: .text, to: output)
        #expect(
            output.text == """
                DIFFERENT: 1 modified, 3 moved; INCOMPLETE: not everything could be compared (scan 3 to scan 4)

                Cache //root/.cache/pip
                  modified  a       000000000000 -> ffffffffffff
                  moved     b\\x0ac  from d, mode 644 -> 755

                and 2 changes more, not listed

                """)
    }

    @Test func whatOnlyOneSideHasShowsItsDigest() {
        let digest = SHA256Digest([UInt8](repeating: 255, count: 32))
        let diff = BaselineDiff(
            from: "a", to: "b",
            changes: [
                Change(kind: .added, cache: "c", path: "new", newDigest: digest, newMode: 0o100644),
                Change(kind: .removed, cache: "c", path: "old", oldDigest: .zero, oldMode: 0o100644),
            ])
        let output = Output()
        BaselineDiffWriter(version: "0.1.0").write(diff, as: .text, to: output)
        #expect(output.text.hasSuffix("  added    new  ffffffffffff\n  removed  old  000000000000\n"), "\(output.text)")
    }

    @Test func whatWasNotComparedIsNamed() {
        var diff = BaselineDiff(from: "a", to: "b", changes: [], isComplete: false)
        diff.notCompared = [
            BaselineDiff.NotCompared(cache: "/x", reason: .notAudited),
            BaselineDiff.NotCompared(cache: "/y", reason: .notInBaseline),
            BaselineDiff.NotCompared(cache: "/w", reason: .incomplete),
        ]
        diff.older = [BaselineDiff.Older(cache: "/z", audited: 1_795_230_245_123_456_789)]
        let output = Output()
        BaselineDiffWriter(version: "0.1.0").write(diff, as: .text, to: output)
        #expect(
            output.text == """
                DIFFERENT: 1 cache no part of the baseline; NOT COMPARED: 1 cache was never audited here; \
                INCOMPLETE: of 1 cache not everything was seen (a to b)

                Not compared
                  /x  never audited here
                  /y  no part of the baseline
                  /w  its last audit did not see everything

                Not in the last audit, compared as last seen
                  /z  last audited 2026-11-21 03:04:05 UTC

                """, "\(output.text)")
    }

    @Test func sameOnlyWhereAllWasCompared() {
        for isComplete in [true, false] {
            let output = Output()
            let diff = BaselineDiff(from: "a", to: "b", changes: [], isComplete: isComplete)
            BaselineDiffWriter(version: "0.1.0").write(diff, as: .text, to: output)
            #expect(output.text.hasPrefix("SAME") == isComplete)
        }
    }

    @Test func doctorAsText() {
        let report = DoctorReport(
            version: "0.1.0", host: "h",
            sections: [
                DoctorReport.Section(
                    "Privileges",
                    [
                        DoctorReport.Check("user", .ok, "0"),
                        DoctorReport.Check(
                            "state root", .warning, "/var/lib/docker", why: "Not permitted", remedy: "Run as root."),
                    ])
            ])
        let output = Output()
        DoctorWriter().write(report, as: .text, to: output)
        #expect(
            output.text == """
                WARNINGS: 1 check needs attention

                Privileges
                  ok       user        0
                  warning  state root  /var/lib/docker
                           why: Not permitted
                           remedy: Run as root.

                """)
        let quiet = Output()
        DoctorWriter(style: TextStyle(detail: .quiet)).write(report, as: .text, to: quiet)
        #expect(!quiet.text.contains("user"))
    }

    @Test func versionAsText() {
        let report = VersionReport(version: "0.1.0", parts: [VersionReport.Part("SQLite", "3.40.1")])
        let output = Output()
        VersionWriter().write(report, as: .text, to: output)
        VersionWriter(style: TextStyle(detail: .verbose)).write(report, as: .text, to: output)
        #expect(output.text == "bezoar 0.1.0\nbezoar 0.1.0\n  SQLite  3.40.1\n")
    }
}
