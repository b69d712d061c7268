import Inventory
import Report
import TestSupport
import Testing

/// Reports in numbers, against the readers of Prometheus.
@Suite struct MetricsTests {
    private let day: Int64 = 86_400_000_000_000
    private let now: Int64 = 1_795_230_245_000_000_000

    private func text(_ families: [MetricFamily], _ dialect: MetricsText.Dialect = .prometheus) -> String {
        String(decoding: MetricsText.bytes(families, as: dialect), as: UTF8.self)
    }

    /// Every metric there is, with something to say.
    private func everything() -> [MetricFamily] {
        var numbers = SeededGenerator(seed: 2)
        let report = ReportSamples.clean()
        var incident = IncidentReport(
            name: "axios-2026-03", description: "", file: "f", started: 0, hunt: HuntWriterTests().hunt(&numbers))
        incident.purge = PurgeWriterTests().report(&numbers)
        let run = RunMetrics(.audit, finished: now, duration: day, exitCode: 0, isComplete: true)
        var families = AuditMetrics.families(report) + run.families + HuntMetrics.families(incident.hunt)
        families += PurgeMetrics.families(incident, after: []) + BuildMetrics.families(builds(), after: [], now: now)
        families += [
            MetricFamily(.ruleFindings, [MetricSample(["silent-change", "high"], .integer(1))]),
            MetricFamily(.runs, [MetricSample(["audit", "clean"], .integer(3))]),
            MetricFamily(.incompleteRuns, .integer(0)), MetricFamily(.pausedSeconds, .real(1.5)),
            MetricFamily(.reloadSuccessful, .integer(1)),
        ]
        return families
    }

    // MARK: Formats

    @Test func otherReadersFindTheSame() throws {
        var numbers = SeededGenerator(seed: 12)
        var files: [[UInt8]] = [[], []]
        for index in 0..<120 {
            let families = index == 0 ? everything() : AuditMetrics.families(ReportSamples.any(&numbers))
            for (place, dialect) in MetricsText.Dialect.allCases.enumerated() {
                files[place] += MetricsText.bytes(families, as: dialect) + Array("\u{0}\n".utf8)
            }
        }
        let answer = try complaints("metrics", files[0], files[1])
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func anAuditSaysTheSameInNumbers() throws {
        var files: [[UInt8]] = [[], []]
        for (place, format) in [AuditFormat.openmetrics, .json].enumerated() {
            var numbers = SeededGenerator(seed: 13)
            let output = Output()
            for _ in 0..<120 {
                format.writer(style: TextStyle()).write(ReportSamples.any(&numbers), rules: [], to: output)
                output.write("\u{0}\n")
            }
            files[place] = output.bytes
        }
        let answer = try complaints("numbers", files[0], files[1])
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is installed by packaging/setup"))
    func namesFollowTheRules() throws {
        let families = everything()
        for metric in Metric.allCases {
            #expect(families.contains { $0.metric == metric && !$0.samples.isEmpty }, "\(metric.rawValue)")
        }
        let answer = try Promtool.run(["check", "metrics"], input: MetricsText.bytes(families, as: .prometheus))
        #expect(answer.status == 0, "\(answer.errorText)")
        #expect(answer.outputText.isEmpty && answer.errorText.isEmpty, "\(answer.outputText)\(answer.errorText)")
    }

    /// A counter is a family without its ending in OpenMetrics, and families of one name must not be two.
    @Test func familiesHaveNamesOfTheirOwn() {
        let names = Metric.allCases.map { metric in
            metric.kind == .counter ? String(metric.rawValue.dropLast(Metric.counterSuffix.count)) : metric.rawValue
        }
        #expect(Set(names).count == names.count)
        for metric in Metric.allCases {
            #expect(metric.help.hasSuffix(".") && metric.help.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
            #expect(!metric.help.contains("\\") && !metric.help.contains("\""))
            #expect(metric.bounds == metric.bounds.sorted() && metric.bounds.isEmpty == (metric.kind != .histogram))
        }
    }

    @Test func formatsToTheLetter() {
        let families = [
            MetricFamily(.purgedBytes, [MetricSample(["purge"], .real(0.25))]), MetricFamily(.caches, .integer(2)),
            MetricFamily(.findings, []),
        ]
        #expect(
            text(families) == """
                # HELP bezoar_caches Caches that the last audit looked through.
                # TYPE bezoar_caches gauge
                bezoar_caches 2
                # HELP bezoar_purged_bytes_total Bytes of the disk that purges freed.
                # TYPE bezoar_purged_bytes_total counter
                bezoar_purged_bytes_total{task="purge"} 0.25

                """)
        #expect(
            text(families, .openMetrics) == """
                # HELP bezoar_caches Caches that the last audit looked through.
                # TYPE bezoar_caches gauge
                bezoar_caches 2
                # HELP bezoar_purged_bytes Bytes of the disk that purges freed.
                # TYPE bezoar_purged_bytes counter
                # UNIT bezoar_purged_bytes bytes
                bezoar_purged_bytes_total{task="purge"} 0.25
                # EOF

                """)
    }

    // MARK: Audits

    @Test func unlistedFindingsCountForTheirRule() {
        var report = ReportSamples.clean()
        report.findings = [ReportSamples.finding(.high), ReportSamples.finding(.high)]
        report.unlistedFindings = [.high: 40, .low: 2]
        report.unlistedByRule = [
            .init(rule: "silent-change", severity: .high): 40, .init(rule: "special-file", severity: .low): 2,
        ]
        let text = text(AuditMetrics.families(report))
        #expect(text.contains("\nbezoar_findings{severity=\"high\"} 42\n"))
        #expect(text.contains("\nbezoar_rule_findings{rule=\"silent-change\",severity=\"high\"} 42\n"))
        #expect(text.contains("\nbezoar_rule_findings{rule=\"special-file\",severity=\"low\"} 2\n"))
    }

    @Test func rulesAreBounded() throws {
        var report = ReportSamples.clean()
        for number in 0..<1000 {
            report.unlistedByRule[.init(rule: "rule-\(number)", severity: .low)] = number
        }
        let family = try #require(AuditMetrics.families(report).first { $0.metric == .ruleFindings })
        #expect(family.samples.count == 300)
        #expect(family[["rule-999", "low"]] == .integer(999) && family[["rule-699", "low"]] == nil)
    }

    // MARK: Builds

    private func build(
        _ finished: Int64, seconds: Int64, cached: Int = 1, total: Int = 4, leaks: Bool = false,
        result: Build.Result = .succeeded, root: ByteString = "/var/lib/docker"
    ) -> Build {
        var build = Build(root: root, ref: "r\(finished)", result: result)
        build.finished = finished
        build.started = finished - seconds * 1_000_000_000
        build.stepsCached = cached
        build.stepsTotal = total
        if leaks { build.credentials = [Build.Credential(place: "build-arg:A", kind: "npm token")] }
        return build
    }

    private func builds(_ more: [Build] = []) -> [BuildFacts] {
        let roots = [
            StateRoot(path: "/var/lib/docker", kind: .docker), StateRoot(path: "/a", kind: .buildxVolume),
            StateRoot(path: "/b", kind: .buildxVolume),
        ]
        let known = [
            build(now - 5 * day, seconds: 3, leaks: true), build(now - 4 * day, seconds: 7, cached: 4),
            build(now - 3 * day, seconds: 5000, cached: 0, result: .failed),
            build(now - 2 * day, seconds: 60, root: "/a"), build(now - 2 * day, seconds: 61, cached: 9, root: "/b"),
            build(now - day, seconds: 1, leaks: true, root: "/gone"),
        ]
        return BuildFacts.of(known + more, in: roots)
    }

    private func counts(_ families: [MetricFamily], _ builder: String) -> [Int64] {
        guard case .histogram(let histogram) = families.first(where: { $0.metric == .buildDuration })?[[builder]] else {
            return []
        }
        return histogram.counts
    }

    @Test func recordsOfBuilds() {
        let families = BuildMetrics.families(builds(), after: [], now: now)
        let text = text(families)
        // 1 and 4 of 8 steps; the build that failed tells nothing. Of the other builder 1 and all of 8.
        #expect(text.contains("\nbuildkit_cache_hit_rate{builder=\"docker\"} 0.625\n"), "\(text)")
        #expect(text.contains("\nbuildkit_cache_hit_rate{builder=\"buildx-volume\"} 0.625\n"))
        #expect(counts(families, "docker") == [0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(counts(families, "buildx-volume") == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0])
        #expect(text.contains("\ncontainer_build_duration_seconds_sum{builder=\"docker\"} 5010.0\n"))
        #expect(text.contains("\ncontainer_build_secret_leak_detected_total 1\n"))
        #expect(!text.contains("gone"))
    }

    /// What the manifest forgets does not lower a counter, and nothing counts twice.
    @Test func countersGoOn() {
        let first = BuildMetrics.families(builds(), after: [], now: now)
        #expect(BuildMetrics.families(builds(), after: first, now: now) == first)
        let fewer = Array(builds().dropFirst(2))
        let second = BuildMetrics.families(fewer, after: first, now: now)
        #expect(counts(second, "docker") == counts(first, "docker"))
        #expect(second.first { $0.metric == .secretLeaks }?[[]] == .integer(1))
        let more = builds([build(now - day, seconds: 2, leaks: true)])
        let third = BuildMetrics.families(more, after: second, now: now)
        #expect(counts(third, "docker") == [0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(third.first { $0.metric == .secretLeaks }?[[]] == .integer(2))
    }

    /// A record from the future hides no build that follows.
    @Test func clocksThatAreWrong() {
        let odd = builds([build(now + 900 * day, seconds: 2)])
        let first = BuildMetrics.families(odd, after: [], now: now)
        #expect(first == BuildMetrics.families(builds(), after: [], now: now))
        var backwards = build(now - day, seconds: -5)
        backwards.started = now
        #expect(counts(BuildMetrics.families(builds([backwards]), after: first, now: now), "docker").reduce(0, +) == 3)
        var endless = build(now - day, seconds: 0)
        endless.started = .min
        #expect(counts(BuildMetrics.families(builds([endless]), after: first, now: now), "docker").reduce(0, +) == 3)
    }

    @Test func onlyTheLastBuildsMakeTheRate() {
        let later = (1...60).map { build(now - 10_000_000_000 * (61 - $0), seconds: 1, cached: $0 > 10 ? 2 : 0) }
        let families = BuildMetrics.families(builds(later), after: [], now: now)
        #expect(families.first { $0.metric == .cacheHitRate }?[["docker"]] == .real(0.5))
        #expect(BuildMetrics.families([], after: [], now: now).flatMap(\.samples).count == 1)
    }

    // MARK: Purges and incidents

    private func incident(_ name: String, applied: Bool = false, failure: String? = nil) -> IncidentReport {
        var report = IncidentReport(
            name: name, description: "", file: "f", started: 0,
            hunt: HuntReport(version: "0.1.0", host: "h", asked: 0, audited: 0, isAuditComplete: true))
        report.isApplied = applied
        report.failure = failure
        return report
    }

    private func state(_ families: [MetricFamily], _ name: String) -> [String] {
        let samples = families.first { $0.metric == .incidentState }?.samples ?? []
        return samples.filter { $0.labels[0] == name && $0.value == .integer(1) }.map { $0.labels[1] }
    }

    @Test func incidentsStandBesideOneAnother() {
        let first = PurgeMetrics.families(incident("a"), after: [])
        #expect(state(first, "a") == ["planned"])
        let second = PurgeMetrics.families(incident("b", applied: true), after: first)
        #expect(state(second, "a") == ["planned"] && state(second, "b") == ["applied"])
        let third = PurgeMetrics.families(incident("a", applied: true, failure: "no space"), after: second)
        #expect(state(third, "a") == ["failed"] && state(third, "b") == ["applied"])
        var families = third
        for number in 0..<200 { families = PurgeMetrics.families(incident("i\(number)"), after: families) }
        #expect(families.first { $0.metric == .incidentState }?.samples.count == 150)
        #expect(families.first { $0.metric == .incidentHits }?.samples.count == 50)
        #expect(state(families, "a").isEmpty && state(families, "i199") == ["planned"])
    }

    @Test func purgesAddUp() {
        var numbers = SeededGenerator(seed: 4)
        var report = PurgeWriterTests().report(&numbers)
        for index in report.rows.indices {
            report.rows[index].files = 2
            report.rows[index].folders = 1
            report.rows[index].bytesFreed = 1000
        }
        for index in report.rows.indices { report.rows[index].before = nil }
        let count = Int64(report.rows.count)
        let first = PurgeMetrics.families([report], task: .purge, after: [])
        let second = PurgeMetrics.families([report], task: .purge, after: first)
        report.status = .stopped
        let stopped = PurgeMetrics.families([report], task: .purge, after: second).first { $0.metric == .purges }
        #expect(stopped?[["purge", "stopped"]] == .integer(1) && stopped?[["purge", "complete"]] == .integer(0))
        report.status = .running
        for outcome in PurgeReport.Outcome.allCases {
            let value = second.first { $0.metric == .purgeTargets }?[["purge", outcome.rawValue]]
            #expect(value == .integer(2), "\(outcome)")
        }
        #expect(second.first { $0.metric == .purgedEntries }?[["purge"]] == .integer(4 * count))
        #expect(second.first { $0.metric == .purgedBytes }?[["purge"]] == .integer(2000 * count))
        let nothing = PurgeMetrics.families([], task: .purge, after: second)
        #expect(nothing == second)
        // What an interrupted process removed, and counted if it could, is no news.
        var finished = report
        finished.rows[0].before = PurgeCount(files: 1, bytesFreed: 300)
        let third = PurgeMetrics.families([finished, report], task: .purge, after: second)
        #expect(third.first { $0.metric == .purgedEntries }?[["purge"]] == .integer(8 * count - 1))
        #expect(third.last?[["purge"]] == .integer(4000 * count - 300))
        report.rows[0].bytesFreed = .max
        #expect(PurgeMetrics.families([report], task: .purge, after: second).last?[["purge"]] == .integer(.max))
    }
}
