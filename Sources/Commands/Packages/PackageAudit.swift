import Audit
import Ecosystems
import Inventory
import Linux
import Manifest
import Report
import Walk

/// The part of an audit that knows packages: readers look at what the walk saw, judges at what the readers found.
///
/// ```
///  batches ─► PackageCollector ─► WalkedFiles ─► MountReading (readers of all ecosystems) ─► PackageJudge ─► findings,
///                                                     └─ classes of paths ─► changes ────────┘   │           verdicts
///  manifest ─► earlier digests, versions, packages ──────────────────────────────────────────────┤
///           ─► advisories on what there is now ─► AdvisoryJudge ─► findings ◄── artifacts ────────┘
///           ◄─ what there is now
/// ```
struct PackageAudit {
    /// What came out.
    struct Outcome {
        var caches: [PackageCache] = []
        var judged = PackageJudge.Outcome()
        /// Versions of files that findings hold the present ones against: the manifest must not forget them.
        var disputed: Set<Int64> = []
        /// Whether the audit was told to stop before all was read and judged. Then nothing is remembered of packages.
        var wasStopped = false
    }

    private var collector: PackageCollector
    /// Threads that readers may work on at once.
    private let threads: Int

    init(caches: Int, threads: Int) {
        collector = PackageCollector(caches: caches)
        self.threads = threads
    }

    /// Keeps in mind what readers may ask for.
    mutating func inspect(_ batch: FileBatch) {
        collector.add(batch)
    }

    /// Reads and judges the packages of all caches, and has the manifest remember them. Called after the walk and
    /// before the scan ends, since the manifest is asked for digests of unchanged files and for what was there before.
    mutating func judge(
        _ targets: [AuditTarget], _ writer: ScanWriter?, earlier: [EarlierVersion], pins: [LockedPins],
        rules: RuleBook, policy: PackagePolicy, tally: inout AuditTally, findings: inout FindingCollector
    ) throws(ManifestError) -> Outcome {
        var outcome = Outcome()
        var cut: Set<Int> = []
        let facts = PackageFacts.ofEcosystems
        let stop = StopSign { Signals.requested != nil }
        let book = PinBook(pins, facts: facts, stop: stop)
        for (index, target) in targets.enumerated() {
            var kept = collector.take(index)
            // They belong to caches that lie upon a base.
            if target.ground.hasBase { kept.entries.removeAll { $0.kind == .whiteout } }
            if kept.isCut { cut.insert(index) }
            let package = try read(kept, index, target, writer, earlier, &outcome.disputed) { reading, files in
                PinnedDigests(book: book, facts: facts, files: files).complete(&reading)
            }
            for var trouble in package.readings.flatMap(\.troubles) {
                trouble.cache = Int32(index)
                tally.add(trouble)
            }
            outcome.caches.append(package)
        }
        let judge = PackageJudge(rules: rules, pins: book, facts: facts, policy: policy, stop: stop)
        let history = try writer?.packageHistory() ?? PackageHistory()
        outcome.judged = judge.judge(outcome.caches, history: history, into: &findings)
        outcome.wasStopped = stop.isAsked
        if !outcome.wasStopped, let writer {
            try Self.judgeAdvisories(outcome.judged.artifacts, writer, rules, &tally, &findings)
            try Self.remember(&outcome, cut: cut, writer, &tally)
        }
        return outcome
    }

    /// Holds the packages against the advisories that were imported.
    private static func judgeAdvisories(
        _ artifacts: [JudgedArtifact], _ writer: ScanWriter, _ rules: RuleBook, _ tally: inout AuditTally,
        _ findings: inout FindingCollector
    ) throws(ManifestError) {
        let known = try writer.advisories(on: artifacts)
        let found = AdvisoryHits(known.onPackages, known.onContents, artifacts.map(\.artifact))
        AdvisoryJudge(rules: rules).judge(found.hits, on: artifacts, into: &findings)
        for place in found.unknown {
            tally.add(
                Trouble(
                    cache: Int32(artifacts[place].cache), path: artifacts[place].artifact.path, reason: .unusable,
                    detail: "an advisory of malware is on this package, and its version cannot be compared"))
        }
    }

    private static func remember(
        _ outcome: inout Outcome, cut: Set<Int>, _ writer: ScanWriter, _ tally: inout AuditTally
    ) throws(ManifestError) {
        var records = outcome.judged.records
        for index in records.indices {
            let troubles = outcome.caches[index].readings.flatMap(\.troubles)
            records[index].unread = Set(troubles.map(\.path))
            records[index].isWhole = !cut.contains(index) && !troubles.contains { $0.isSubtree }
        }
        let memory = try writer.record(records)
        // They share their artifacts with the outcome, which would be copied.
        records = []
        outcome.judged.records = []
        for (place, first) in memory.first.joined().enumerated() where outcome.judged.artifacts.indices.contains(place)
        {
            outcome.judged.artifacts[place].first = first
        }
        if memory.tooLong > 0 {
            tally.add(
                Trouble(
                    cache: -1, path: "", reason: .tooLarge,
                    detail: "\(memory.tooLong) packages have names that are too long to be remembered"))
        }
    }

    /// What the readers found in one cache. `complete` adds to it what others than readers ask for.
    private func read(
        _ kept: PackageCollector.Cache, _ index: Int, _ target: AuditTarget, _ writer: ScanWriter?,
        _ earlier: [EarlierVersion], _ disputed: inout Set<Int64>,
        complete: (_ reading: inout CacheReading, _ files: WalkedFiles) -> Void
    ) throws(ManifestError) -> PackageCache {
        var package = PackageCache(index: index, cache: target.cache)
        if kept.isCut {
            let size = Human.size(Int64(PackageCollector.keptMax))
            let detail =
                "more files may belong to packages than there is memory for (\(size) for all caches together); the "
                + "rest was not read: look for what fills the caches, and audit this one alone"
            package.note(.tooLarge, detail)
        }
        if kept.seen.isEmpty, kept.entries.isEmpty { return package }
        let seen = kept.seen
        let known = try writer?.digests(ofSlots: seen.map(\.slot)) ?? seen.map { _ in nil }
        // Most files have no other digest; those that do are asked for, so that they are not read again.
        let wished = seen.indices.map { index in
            seen[index].slot.flatMap { EcosystemList.wish(for: seen[index].path) == nil ? nil : $0 }
        }
        let others = try writer?.otherDigests(ofSlots: wished) ?? wished.map { _ in nil }
        let files = WalkedFiles(
            kept, digests: seen.indices.map { seen[$0].digest ?? known[$0] },
            others: seen.indices.map { seen[$0].other ?? others[$0] }, root: target.root)
        let mount = MountReading(files) {
            kept.others.forEach($0)
        } together: {
            Together.results(of: $0, threads: threads)
        }
        try writer?.keep(files.newDigests)
        package.cache.ecosystems += mount.places.ecosystems.map(\.rawValue)
        package.readings += mount.readings
        for place in package.readings.indices { complete(&package.readings[place], files) }
        for index in mount.readings.flatMap({ $0.unread[.unknown] ?? [] }) {
            package.unknown.add(files.files[index].path)
        }
        package.foreign = mount.foreign
        package.outside = mount.outside
        if files.isStopped {
            package.forgetStops()
            package.note(.cancelled, "stopped before all packages were read")
            return package
        }
        package.changes = Self.changes(files, mount, earlier.filter { $0.cache == index }, &disputed)
        if kept.areOthersCut, !mount.places.places.isEmpty {
            package.note(.tooLarge, "too many files to ask of each whether anybody knows it")
        }
        return package
    }

    /// Files whose content is not the one that stood under their name before, where that name stands for one.
    private static func changes(
        _ files: WalkedFiles, _ mount: MountReading, _ earlier: [EarlierVersion], _ disputed: inout Set<Int64>
    ) -> [PathChange] {
        var changes: [PathChange] = []
        for version in earlier {
            guard let index = files.index(of: version.path), mount.classes[index] == .immutable,
                let after = files.files[index].digest, after != version.digest
            else { continue }
            disputed.formUnion(version.rows)
            changes.append(
                PathChange(
                    path: version.path, pathClass: .immutable, before: version.digest, after: after,
                    seen: version.seen))
        }
        return changes
    }
}

extension PackageCache {
    /// Adds a trouble of the cache as a whole.
    fileprivate mutating func note(_ reason: Trouble.Reason, _ detail: String) {
        var reading = CacheReading()
        reading.troubles = [Trouble(cache: 0, path: "", reason: reason, detail: detail)]
        readings.append(reading)
    }

    /// Takes out that single files were not read because the audit was told to stop: once is enough.
    fileprivate mutating func forgetStops() {
        for index in readings.indices { readings[index].troubles.removeAll { $0.reason == .cancelled } }
    }
}
