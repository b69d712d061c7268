import Inventory
import Report
import TestSupport
import Testing

/// What purges say follows its schemas, and no name can break it.
@Suite struct PurgeWriterTests {
    private let verbose = TextStyle(isColoured: false, width: nil, detail: .verbose)

    private func bytes(_ numbers: inout SeededGenerator) -> ByteString {
        ByteString(HostileNames.anyText(&numbers))
    }

    private func target(_ numbers: inout SeededGenerator) -> PurgeTarget {
        var target = PurgeTarget(
            cache: bytes(&numbers), root: bytes(&numbers), kind: numbers.pick(StateRoot.Kind.allCases), record: "r",
            snapshot: "s", directory: bytes(&numbers), device: 1, inode: 2, kept: "")
        target.files = numbers.int(0...1000)
        target.bytes = Int64(numbers.int(0...Int.max))
        target.lastUsed = 5
        let certainty = numbers.pick(Project.Certainty.allCases + [nil])
        target.projects = [PurgePlan.Rebuilder(source: bytes(&numbers), certainty: certainty, builds: 2)]
        target.reasons = [
            PurgePlan.Reason(
                selector: "rule", detail: HostileNames.anyText(&numbers), rule: "x",
                purl: HostileNames.anyText(&numbers))
        ]
        if numbers.once(in: 2) {
            let identity = FileIdentity(device: 1, inode: 2, size: 3, modified: 4, changed: 5, mode: 0o100644)
            target.entries = [PurgePlan.Entry(path: bytes(&numbers), kind: .file, identity: identity)]
        }
        return target
    }

    /// One with names of all kinds.
    func plan(_ numbers: inout SeededGenerator) -> PurgePlan {
        var plan = PurgePlan(
            version: "0.1.0", host: HostileNames.anyText(&numbers), created: 1, scan: 2,
            command: HostileNames.anyText(&numbers))
        plan.targets = [target(&numbers), target(&numbers)]
        plan.notes = [HostileNames.anyText(&numbers)]
        plan.unseen = [HostileNames.anyText(&numbers)]
        return plan
    }

    /// One with names of all kinds.
    func report(_ numbers: inout SeededGenerator) -> PurgeReport {
        var report = PurgeReport(
            version: "0.1.0", host: HostileNames.anyText(&numbers), started: 1, number: 7,
            command: HostileNames.anyText(&numbers), plan: .zero)
        for outcome in PurgeReport.Outcome.allCases {
            var row = PurgeReport.Row(target: target(&numbers), outcome: outcome)
            row.left = [PurgeReport.Left(path: bytes(&numbers), reason: HostileNames.anyText(&numbers))]
            row.leftCount = 2
            if numbers.once(in: 2) { row.before = PurgeCount(files: 1, isExact: numbers.once(in: 2)) }
            row.notes = [HostileNames.anyText(&numbers)]
            report.rows.append(row)
        }
        report.status = numbers.pick(PurgeRecord.Status.allCases)
        report.resumed = (0..<numbers.int(0...8)).map { _ in Int64(numbers.int(0...Int.max)) }
        return report
    }

    private func receipts(_ numbers: inout SeededGenerator) -> [ReceiptRecord] {
        ReceiptRecord.State.allCases.map { state in
            let purge = PurgeRecord(
                number: 1, started: 2, status: numbers.pick(PurgeRecord.Status.allCases),
                command: HostileNames.anyText(&numbers), plan: .zero)
            var record = ReceiptRecord(purge: purge, made: 3)
            record.state = state
            record.complaint = HostileNames.anyText(&numbers)
            return record
        }
    }

    private func quarantine(_ numbers: inout SeededGenerator) -> QuarantineReport {
        var report = QuarantineReport(path: bytes(&numbers), used: 1, budget: 2)
        report.rows = [
            QuarantineReport.Row(
                id: "0123456789abcdef", taken: 1, cache: bytes(&numbers), path: bytes(&numbers), kind: .fifo, size: 0,
                digest: numbers.once(in: 2) ? .zero : nil, rule: "x", reason: HostileNames.anyText(&numbers),
                isStable: true)
        ]
        report.problems = [(path: bytes(&numbers), detail: HostileNames.anyText(&numbers))]
        return report
    }

    private func documents(_ name: String, _ format: DocumentFormat) -> [UInt8] {
        var numbers = SeededGenerator(seed: 33)
        let output = Output()
        for _ in 0..<100 {
            switch name {
            case "purge-1":
                let recovered = numbers.once(in: 2) ? [report(&numbers)] : []
                PurgeReportWriter(style: verbose).write(report(&numbers), after: recovered, as: format, to: output)
            case "receipts-1":
                let purges = numbers.once(in: 2) ? receipts(&numbers).map(\.purge) : []
                ReceiptsWriter(version: "0.1.0", style: verbose)
                    .write(receipts(&numbers), interrupted: purges, as: format, to: output)
            case "plan-1":
                let apply = "bezoar purge " + HostileNames.anyText(&numbers) + " --apply"
                PurgePlanWriter(style: verbose).write(plan(&numbers), apply: apply, isKept: false, to: output)
            default:
                QuarantineWriter(version: "0.1.0", style: verbose).write(quarantine(&numbers), as: format, to: output)
            }
            output.write("\u{0}\n")
        }
        return output.bytes
    }

    @Test(arguments: ["purge-1", "receipts-1", "quarantine-list-1"])
    func jsonFollowsItsSchema(name: String) throws {
        let answer = try complaints("schema \(name)", documents(name, .json))
        #expect(answer.isEmpty, "\(answer)")
    }

    /// A cache of a state root, purged or refused.
    private func row(
        _ root: ByteString, _ record: String, _ outcome: PurgeReport.Outcome, kind: StateRoot.Kind = .docker
    ) -> PurgeReport.Row {
        let directory = ByteString("/snapshots/" + record)
        var target = PurgeTarget(
            cache: kind == .tree ? root : "//root/.npm", root: root, kind: kind, record: record, snapshot: "s",
            directory: directory, device: 1, inode: 2, kept: "")
        target.files = 3
        target.reasons = [PurgePlan.Reason(selector: "all", detail: "all caches")]
        return PurgeReport.Row(target: target, outcome: outcome)
    }

    private func text(_ body: (Output) -> Void) -> String {
        let output = Output()
        body(output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// Caches of one id are told apart, and stand under their state roots where there are several.
    @Test func cachesAreToldApart() {
        var report = PurgeReport(version: "0.1.0", host: "h", started: 1, number: 7, command: "c", plan: .zero)
        report.rows = [row("/var/lib/docker", "r1", .removed), row("/var/lib/docker", "r2", .refused)]
        report.rows[1].notes = ["in use"]
        var plan = PurgePlan(version: "0.1.0", host: "h", created: 1, scan: nil, command: "c")
        func write() -> (report: String, plan: String) {
            plan.targets = report.rows.map(\.target)
            let style = TextStyle(isColoured: false, width: nil, detail: .normal)
            return (
                text { PurgeReportWriter(style: style).write(report, as: .text, to: $0) },
                text { PurgePlanWriter(style: style).write(plan, apply: "a", isKept: false, to: $0) }
            )
        }
        let one = write()
        #expect(one.report.contains("\nremoved  //root/.npm  (r1)  files"), "\(one.report)")
        #expect(one.report.contains("\nIn //root/.npm  (r2)\n  in use\n"), "\(one.report)")
        #expect(one.plan.contains("\nall   //root/.npm  (r2)  "), "\(one.plan)")
        #expect(!one.report.contains("State root") && !one.plan.contains("State root"))

        report.rows += [row("/srv/state", "r3", .removed), row("/cache", "", .removed, kind: .tree)]
        let several = write()
        for output in [several.report, several.plan] {
            #expect(output.contains("\n\nState root /var/lib/docker (docker)\n  "), "\(output)")
            #expect(output.contains("  //root/.npm  (r1)  "), "\(output)")
            #expect(output.contains("\n\nDirectories\n  "), "\(output)")
        }
        let own = several.report.split(separator: "State root /srv/state (docker)\n").last ?? ""
        // Alone in its table, it needs no more than its id.
        #expect(own.contains("\n  removed  //root/.npm  files"), "\(own)")
    }

    /// A name that is but a guess is never shown as a project's.
    @Test func aGuessIsSaid() {
        var plan = PurgePlan(version: "0.1.0", host: "h", created: 1, scan: nil, command: "c")
        var target = row("/a", "1", .removed).target
        target.projects = [
            PurgePlan.Rebuilder(source: "web", certainty: .hint, builds: 1),
            PurgePlan.Rebuilder(source: "https://git.example.com/acme/web", certainty: .exact, builds: 2),
        ]
        plan.targets = [target]
        func shown() -> String {
            text { PurgePlanWriter(style: verbose).write(plan, apply: "a", isKept: false, to: $0) }
        }
        #expect(shown().contains("  https://git.example.com/acme/web +1  "), "\(shown())")
        #expect(shown().contains("\n  web  hint, 1 build\n"), "\(shown())")
        plan.targets[0].projects.removeLast()
        #expect(shown().contains("  web?  ") && shown().contains("`?` is a guess"), "\(shown())")
        plan.targets[0].projects[0].certainty = .exact
        #expect(shown().contains("  web  ") && !shown().contains("is a guess"), "\(shown())")
    }

    @Test func refusedOnesAreCounted() {
        var report = PurgeReport(version: "0.1.0", host: "h", started: 1, number: 7, command: "c", plan: .zero)
        report.rows = [
            row("/a", "1", .removed), row("/a", "2", .refused), row("/a", "3", .partly), row("/a", "4", .gone),
        ]
        let shown = text { PurgeReportWriter(style: verbose).write(report, as: .text, to: $0) }
        let counts = "Purge 7: 1 cache purged, 1 refused, 1 not, or not wholly, 1 gone already, 0 B freed;"
        #expect(shown.hasPrefix(counts), "\(shown)")
        let json = text { PurgeReportWriter(style: verbose).write(report, as: .json, to: $0) }
        #expect(json.filter { !$0.isWhitespace }.contains("\"removed\":1,\"refused\":1,"), "\(json)")
    }

    /// Of what was not done nobody knows how much is left, unless somebody has looked.
    @Test func whatIsLeftIsKnownWhereSomebodyLooked() {
        var report = PurgeReport(version: "0.1.0", host: "h", started: 1, number: 7, command: "c", plan: .zero)
        report.rows = [row("/a", "1", .removed), row("/b", "2", .partly)]
        func last() -> [Character?] {
            let shown = text { PurgeReportWriter(style: verbose).write(report, as: .text, to: $0) }
            return shown.split(separator: "\n").filter { $0.contains("  files  ") }.map(\.last)
        }
        #expect(last() == ["0", "?"])
        report.rows[1].leftCount = 3
        #expect(last() == ["0", "3"])
    }

    @Test(arguments: ["purge-1", "receipts-1", "quarantine-list-1", "plan-1"])
    func textIsHarmless(name: String) throws {
        let answer = try complaints("texts", documents(name, .text))
        #expect(answer.isEmpty, "\(answer)")
    }
}
