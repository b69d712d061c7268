import Audit
import Ecosystems
import Inventory
import Linux
import Manifest
import Walk

/// The part of an audit that knows packages: readers look at what the walk saw, judges at what the readers found.
///
/// ```
///  batches ─► PackageCollector ─► WalkedFiles ─► readers of all ecosystems ─► PackageJudge ─► findings, verdicts
///                      └─ earlier digests, other paths ─► CachePlaces ─► changes, foreign ─────┘      │
///  manifest ─► what earlier audits saw ─────────────────────────────────────► PackageJudge            │
///           ◄────────────────────────────────────────────────────────────────────────────────────────┘
/// ```
struct PackageAudit {
    private var collector: PackageCollector

    init(caches: Int) {
        collector = PackageCollector(caches: caches)
    }

    /// Keeps in mind what readers may ask for.
    mutating func inspect(_ batch: FileBatch) {
        collector.add(batch)
    }

    /// Reads and judges the packages of all caches, and has the manifest remember them. Called after the walk and
    /// before the scan ends, since the manifest is asked for digests of unchanged files and for what was there before.
    mutating func judge(
        _ targets: [AuditTarget], _ writer: ScanWriter?, pins: [LockedPins], rules: RuleBook, policy: PackagePolicy,
        tally: inout AuditTally, findings: inout FindingCollector
    ) throws(ManifestError) -> (caches: [PackageCache], outcome: PackageJudge.Outcome) {
        var caches: [PackageCache] = []
        var cut: Set<Int> = []
        for (index, target) in targets.enumerated() {
            let kept = collector.caches[index]
            collector.release(index)
            let troubles = Self.troubles(of: kept)
            if !troubles.isEmpty { cut.insert(index) }
            let package = try Self.read(kept, index, target, writer)
            for var trouble in troubles + package.readings.flatMap(\.troubles) {
                trouble.cache = Int32(index)
                tally.add(trouble)
            }
            caches.append(package)
        }
        let facts = PackageFacts.ofEcosystems
        let judge = PackageJudge(rules: rules, pins: PinBook(pins, facts: facts), facts: facts, policy: policy)
        let history = try writer?.packageHistory() ?? PackageHistory()
        let outcome = judge.judge(caches, history: history, into: &findings)
        guard let writer else { return (caches, outcome) }
        try Self.judgeAdvisories(outcome.artifacts, writer, rules, &tally, &findings)
        var records = outcome.records
        for index in records.indices {
            let troubles = caches[index].readings.flatMap(\.troubles)
            records[index].unread = Set(troubles.map(\.path))
            records[index].isWhole = !cut.contains(index) && !troubles.contains { $0.isSubtree }
        }
        let tooLong = try writer.record(records)
        if tooLong > 0 {
            tally.add(
                Trouble(
                    cache: -1, path: "", reason: .tooLarge,
                    detail: "\(tooLong) packages have names that are too long to be remembered"))
        }
        return (caches, outcome)
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

    /// What of a cache could not be kept in mind.
    private static func troubles(of kept: PackageCollector.Cache) -> [Trouble] {
        guard kept.isCut else { return [] }
        let detail = "more than \(PackageCollector.filesMax) files may belong to packages; the rest was not read"
        return [Trouble(cache: 0, path: "", reason: .tooLarge, detail: detail)]
    }

    /// What the readers found in one cache.
    private static func read(
        _ kept: PackageCollector.Cache, _ index: Int, _ target: AuditTarget, _ writer: ScanWriter?
    ) throws(ManifestError) -> PackageCache {
        var package = PackageCache(index: index, cache: target.cache)
        if kept.seen.isEmpty { return package }
        let slots = kept.seen.map(\.slot)
        let known = try writer?.digests(ofSlots: slots) ?? slots.map { _ in nil }
        // Most files have no other digest; those that do are asked for, so that they are not read again.
        let wished = kept.seen.map { seen in
            seen.slot.flatMap { EcosystemList.wish(for: seen.path) == nil ? nil : $0 }
        }
        let others = try writer?.otherDigests(ofSlots: wished) ?? wished.map { _ in nil }
        let files = WalkedFiles(
            kept.seen, digests: zip(kept.seen, known).map { $0.digest ?? $1 },
            others: zip(kept.seen, others).map { $0.other ?? $1 }, root: target.root)
        let places = CachePlaces(in: files)
        package.cache.ecosystems += places.ecosystems.map(\.rawValue)
        for place in places.places {
            if Signals.requested != nil {
                package.note(.cancelled, "stopped before all packages were read")
                break
            }
            package.readings.append(place.reader.read(place.folder, of: files))
        }
        for ecosystem in places.cut {
            package.note(
                .tooLarge,
                "more than \(CachePlaces.limit) caches of \(ecosystem.rawValue); only the least deep ones were read"
            )
        }
        package.changes = try changes(kept.seen, places, writer)
        package.foreign = foreign(kept, places)
        try writer?.keep(files.newDigests)
        if kept.areOthersCut, !places.places.isEmpty {
            package.note(.tooLarge, "too many files to ask of each whether anybody knows it")
        }
        return package
    }

    /// Files whose content is not the one that the last audit saw under their name, where that name stands for one.
    private static func changes(
        _ seen: [PackageCollector.Seen], _ places: CachePlaces, _ writer: ScanWriter?
    ) throws(ManifestError) -> [PathChange] {
        guard let writer else { return [] }
        let changed = seen.filter { $0.earlier != nil && places.pathClass(of: $0.path) == .immutable }
        let earlier = try writer.earlierContents(changed.map { (slot: $0.earlier ?? -1, path: $0.path) })
        return zip(changed, earlier).compactMap { now, before in
            guard let before, let after = now.digest, before.digest != after else { return nil }
            return PathChange(
                path: now.path, pathClass: .immutable, before: before.digest, after: after, seen: before.seen)
        }
    }

    /// Files in a place of which no reader says what they are for.
    private static func foreign(_ kept: PackageCollector.Cache, _ places: CachePlaces) -> PathTally {
        var tally = PathTally()
        if places.places.isEmpty { return tally }
        for file in kept.seen where places.pathClass(of: file.path) == .foreign { tally.add(file.path) }
        kept.others.forEach { if places.pathClass(of: $0) == .foreign { tally.add($0) } }
        return tally
    }
}

extension PackageCache {
    /// Adds a trouble of the cache as a whole.
    fileprivate mutating func note(_ reason: Trouble.Reason, _ detail: String) {
        var reading = CacheReading()
        reading.troubles = [Trouble(cache: 0, path: "", reason: reason, detail: detail)]
        readings.append(reading)
    }
}
