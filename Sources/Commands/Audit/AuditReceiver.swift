import Audit
import Inventory
import Linux
import Manifest
import Report
import Walk

/// Takes the batches of a walk on the one thread that writes: records them, judges them, counts them.
struct AuditReceiver {
    var tally: AuditTally
    private let targets: [AuditTarget]
    private let roots: [StateRoot]
    private let builds: [Build]
    private let pins: [LockedPins]
    private let rules: RuleBook
    private let settings: Settings
    private let started: Int64
    private let store: ManifestStore?
    private let writer: ScanWriter?
    private var hygiene: Hygiene
    private var packages: PackageAudit
    /// What builds tell of the caches; `nil` where no state root is audited.
    private var judge: BuildJudge?
    private var collector: FindingCollector
    /// What adding up the manifest's rows came to, where that was done.
    private var verification: ContentVerification?

    init(
        scope: AuditScope, builds: [Build], pins: [LockedPins], rules: RuleBook, store: ManifestStore?,
        settings: Settings, started: Int64, findingsMax: Int, troublesMax: Int
    ) throws(CommandFailure) {
        let targets = scope.targets
        self.targets = targets
        self.builds = builds
        self.pins = pins
        roots = scope.roots
        self.rules = rules
        self.settings = settings
        self.started = started
        self.store = store
        tally = AuditTally(caches: targets.count, troublesMax: troublesMax)
        let caches = targets.map(\.cache)
        let harvests = try Self.auditTimes(store, settings, now: started, roots: scope.histories)
        judge = BuildJudge(
            rules: rules, settings: settings, caches: caches, builds: builds, now: started, harvests: harvests,
            hasState: !scope.roots.isEmpty)
        hygiene = Hygiene(
            rules: rules, grounds: targets.map(\.ground), now: started, attribution: judge?.attribution)
        collector = FindingCollector(limit: findingsMax)
        packages = PackageAudit(caches: targets.count, threads: settings.jobs.value ?? Host.processors)
        guard let store else {
            writer = nil
            return
        }
        let options = ScanOptions(
            full: settings.full.value, rehashEvery: settings.rehash.value, started: started,
            toolVersion: Version.current, changesListedMax: 0)
        do throws(ManifestError) {
            writer = try store.beginScan(caches: targets.map(\.cache), options: options)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// When the state roots were looked at, this audit's own time among them.
    private static func auditTimes(
        _ store: ManifestStore?, _ settings: Settings, now: Int64, roots: Set<ByteString>
    ) throws(CommandFailure) -> [ByteString: [Int64]] {
        do throws(ManifestError) {
            if roots.isEmpty { return [:] }
            var times = try store?.auditTimes() ?? [:]
            for root in roots { times[root, default: []].append(now) }
            return times.filter { roots.contains($0.key) }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// What the walk asks about each file.
    var known: any KnownFiles { writer?.known ?? NoKnownFiles() }

    /// Files of the last audit, for the progress line.
    var expectedFiles: Int? {
        guard let count = writer?.known.count, count > 0 else { return nil }
        return count
    }

    /// Records, judges and counts a batch.
    mutating func receive(_ batch: FileBatch) throws(CommandFailure) {
        tally.add(batch)
        hygiene.inspect(batch, into: &collector)
        judge?.inspect(batch)
        packages.inspect(batch)
        guard let writer else { return }
        do throws(ManifestError) {
            for change in try writer.record(batch) { report(change) }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// Ends the scan and puts the report together.
    mutating func finish(
        _ outcome: Walk.Outcome, host: String, console: inout Console
    ) throws(CommandFailure) -> AuditReport {
        hygiene.finish(into: &collector)
        if Signals.requested == nil { judge?.finish(into: &collector) }
        if let failure = outcome.failure {
            tally.add(Trouble(cache: -1, path: "", reason: .unusable, detail: "the walk failed: \(failure)"))
        }
        let isWalked = !outcome.wasCancelled && outcome.failure == nil
        let found = isWalked ? try judgePackages() : PackageAudit.Outcome()
        releaseLinks(found.caches)
        noteUnrecorded()
        // A request to stop may come after the walk as well: then what was judged is not all.
        let wasCancelled = outcome.wasCancelled || found.wasStopped || Signals.requested != nil
        let isWhole = isWalked && !wasCancelled
        let scan = try finishScan(isWhole: isWhole, wasCancelled: wasCancelled)
        if let scan, !scan.isCheckpointed {
            console.note("another program reads the manifest; its write-ahead log is merged by a later audit")
        }
        try verify(scan)
        reportTampering()
        // What an interrupted audit did not come to has not gone.
        if isWhole {
            try reportReturned(scan, found.judged.artifacts)
            try keepFindings(scan)
            try prune(keeping: found.disputed)
        }
        var report = AuditReport(version: Version.current, host: host, started: started, finished: Clock.now)
        let trees = targets.filter(\.cache.isTree)
        report.roots = roots + trees.map { StateRoot(path: $0.cache.path, kind: .tree) }
        report.caches = targets.indices.map { index in
            let counts = tally.caches[index]
            let history = scan?.caches[index]
            var result = AuditReport.CacheResult(
                cache: found.caches.isEmpty ? targets[index].cache : found.caches[index].cache, files: counts.files,
                bytes: counts.bytes,
                directories: counts.directories, hashed: counts.hashed, reused: counts.reused,
                changes: history.flatMap { $0.isFirst ? nil : $0.counts }, isComplete: counts.isComplete && isWhole)
            result.links = counts.links
            result.others = counts.others
            return result
        }
        report.artifacts = found.judged.artifacts
        report.verdicts = found.judged.tallies
        // The workers find them in any order; whoever compares two reports wants one.
        report.findings = collector.findings.sorted {
            ($0.rule, $0.cache ?? -1, $0.path) < ($1.rule, $1.cache ?? -1, $1.path)
        }
        report.unlistedFindings = collector.unlisted
        report.unlistedByRule = collector.unlistedByRule
        report.builds = BuildFacts.of(builds, in: roots)
        report.troubles = tally.troubles
        report.unlistedTroubles = tally.unlistedTroubles
        report.scan = scan?.scan
        report.wasCancelled = wasCancelled
        report.failOn = Severity(rawValue: settings.failOn.value.rawValue)
        return report
    }

    /// Takes the findings about links that clients did not make within their own caches.
    private mutating func releaseLinks(_ caches: [PackageCache]) {
        let own = caches.enumerated().map { index, cache in
            let mounts = judge?.mounts(of: index) ?? []
            return Set(
                cache.readings.flatMap(\.ownLinks).filter { $0.areHome(in: mounts, of: cache.cache) }.flatMap(\.paths))
        }
        collector.release { finding in
            guard let cache = finding.cache, own.indices.contains(cache) else { return false }
            return own[cache].contains(finding.path)
        }
    }

    /// Reads the packages of all caches and judges them.
    private mutating func judgePackages() throws(CommandFailure) -> PackageAudit.Outcome {
        do throws(ManifestError) {
            let earlier = try writer?.earlierVersions() ?? []
            // What this scan found itself has been said.
            for change in earlier.compactMap(\.silentChange) { report(change) }
            var outcome = try packages.judge(
                targets, writer, earlier: earlier, pins: pins, rules: rules, policy: settings.packagePolicy,
                tally: &tally, findings: &collector)
            for version in earlier where version.silentChange != nil { outcome.disputed.formUnion(version.rows) }
            return outcome
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// Says what the manifest did not take.
    private mutating func noteUnrecorded() {
        guard let writer else { return }
        if writer.isEarlierCut {
            tally.add(
                Trouble(
                    cache: -1, path: "", reason: .tooLarge,
                    detail: "more replaced files are remembered than are looked at; accept a baseline of what is as it "
                        + "should be (`bezoar baseline accept`), and audit again"))
        }
        for (index, count) in writer.unrecorded.enumerated() where count > 0 {
            let entries = Human.counted(count, "entry", "entries")
            tally.add(
                Trouble(
                    cache: Int32(truncatingIfNeeded: index), path: "", reason: .tooLarge,
                    detail: "\(entries) not recorded: the paths of what is new in all caches are longer than "
                        + "\(Human.size(Int64(writer.pathBytesMax))), and those of this cache longer than its part, "
                        + "\(Human.size(Int64(writer.pathBytesLeast))); look for long names in all of them, and "
                        + "audit again to record more"))
        }
    }

    private func finishScan(isWhole: Bool, wasCancelled: Bool) throws(CommandFailure) -> ScanOutcome? {
        guard let writer else { return nil }
        let isComplete = isWhole && tally.caches.allSatisfy(\.isComplete) && tally.troubles.isEmpty
        let status: ScanStatus = wasCancelled ? .cancelled : isComplete ? .complete : .incomplete
        do throws(ManifestError) {
            // A cache with unreadable parts was still walked to its end: what lies outside those parts and was not
            // seen is gone. But only one without any is a state that a baseline may be made of.
            return try writer.finish(
                status, complete: targets.map { _ in isWhole }, unseen: tally.unseenCaches, finished: Clock.now)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// Adds up all rows of the manifest: with `--full`, and once in as many audits as it takes to read all files again.
    private mutating func verify(_ scan: ScanOutcome?) throws(CommandFailure) {
        guard let store, let scan, Signals.requested == nil else { return }
        let turn = Int64(settings.rehash.value)
        guard settings.full.value || (turn > 0 && scan.scan % turn == 0) else { return }
        do throws(ManifestError) {
            verification = try store.verifyContent()
            guard settings.full.value else { return }
            for problem in try store.integrityCheck() {
                tally.add(
                    Trouble(
                        cache: -1, path: settings.database.value, reason: .unusable,
                        detail: "the manifest is damaged: \(problem)"))
            }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// Says what was purged for cause and is there again.
    private mutating func reportReturned(
        _ scan: ScanOutcome?, _ artifacts: [JudgedArtifact]
    ) throws(CommandFailure) {
        guard let store, scan != nil, let rule = rules.active("returned-after-purge") else { return }
        do throws(ManifestError) {
            let judge = ReturnedAfterPurge(rule: rule, tombstones: try store.tombstones())
            if judge.isIdle { return }
            let files = try store.presentFiles(with: judge.digests, in: targets.map(\.cache))
            judge.judge(files, artifacts, in: targets.map(\.cache.id), into: &collector)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// Keeps what was found, for purges that ask for it, and learns since when it is found.
    private mutating func keepFindings(_ scan: ScanOutcome?) throws(CommandFailure) {
        guard let store, let scan else { return }
        do throws(ManifestError) {
            let first = try store.keepFindings(collector.findings, in: targets.map(\.cache), scan: scan.scan)
            collector.note(first: first)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    private func prune(keeping disputed: Set<Int64>) throws(CommandFailure) {
        guard let store else { return }
        do throws(ManifestError) {
            let now = min(started, try store.agreedTime() ?? started)
            _ = try store.prune(
                keepScansFor: Self.nanoseconds(settings.keepScans.value),
                keepHistoryFor: Self.nanoseconds(settings.keepHistory.value), now: now, keeping: disputed)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    private static func nanoseconds(_ seconds: Int64) -> Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product
    }

    // MARK: Findings

    private mutating func report(_ change: SilentChange) {
        guard let rule = rules.active("silent-change") else { return }
        collector.add(
            rule.finding(
                cache: Int(change.cache), path: change.path,
                message: "The content changed while inode, size, mode and times stayed the same",
                expected: ["sha256:\(change.oldDigest.hex)"], actual: "sha256:\(change.newDigest.hex)",
                evidence: [.init("recorded", .time(change.oldSeen))]))
    }

    /// Says whether the manifest itself was changed by another hand.
    private mutating func reportTampering() {
        guard let store, let rule = rules.active("manifest-edited") else { return }
        let chain = store.chainAtOpen?.mismatches ?? []
        let content = (verification?.mismatches ?? []).map { "rows of \($0)" }
        let mismatches = chain + content
        if mismatches.isEmpty { return }
        collector.add(
            rule.finding(
                cache: nil, path: settings.database.value,
                message: "The manifest does not add up: it was changed by another program than Bezoar",
                evidence: [.init("mismatches", .list(mismatches.map { .text($0) }))]))
    }
}
