import Audit
import BuildKit
import Inventory
import Linux
import Report
import Walk

/// `bezoar caches`: the mount caches of this host, their sizes and who used them. Reads, and writes nothing.
///
/// ```
///  state roots ─► mount caches ─┐
///  history, manifest ─► builds ─┴─► projects ─► sizes and kinds (a walk that reads no content) ─► list
/// ```
struct CachesRun {
    private static let troublesMax = 1000

    private let settings: Settings
    /// Where numbers about the run go; `nil` where nobody asked for them.
    private let metrics: JobMetrics?
    private var console: Console

    init(_ settings: Settings, _ metrics: JobMetrics?) {
        self.settings = settings
        self.metrics = metrics
        console = Console(settings)
    }

    /// Writes the list.
    mutating func run() throws(CommandFailure) -> ExitCode {
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        do throws(SystemError) {
            try Signals.catchStopRequests()
        } catch {
            throw CommandFailure("signals cannot be caught: \(error)")
        }
        _ = Host.raiseDescriptorLimit(to: 65_536)
        var report = CachesReport(version: Version.current, host: settings.host)
        let remembered = RememberedBuilds.read(settings)
        let state = HostState.read(settings, remembered: remembered.builds)
        fill(&report, from: state, remembered.builds)
        if let trouble = remembered.trouble { report.troubles.append(trouble) }
        try metrics?.require(outside: report.caches.map(\.cache.path))
        let gone = try measure(&report, in: state.found)
        let builds = BuildMetrics.families(report.builds, after: metrics?.earlier ?? [], now: Clock.now)
        metrics?.take(builds, isComplete: report.isComplete)
        sort(&report, without: gone)
        let writer = CachesWriter(style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
        if Signals.requested != nil { return .interrupted }
        return report.isComplete ? .clean : .incomplete
    }

    // MARK: Steps

    private func fill(_ report: inout CachesReport, from state: HostState, _ remembered: [Build]) {
        report.steps = state.steps
        report.troubles = state.troubles
        report.notes = state.notes
        let builds = BuildUnion.of(remembered, state.builds)
        let filter = CacheFilter(settings)
        var join = ProjectJoin(builds)
        report.builds = BuildFacts.of(builds, in: state.inventories.map(\.root))
        for inventory in state.inventories {
            let root = report.roots.count
            report.roots.append(inventory.root)
            report.troubles += inventory.troubles
            report.traits += inventory.traits.map { HostState.sentence($0, of: inventory.root) }
            report.orphans += inventory.orphans.map { CachesReport.Orphan(root: inventory.root.path, orphan: $0) }
            for lockfile in inventory.lockfiles where filter.isOpen || lockfile.mounts.contains(where: filter.takes) {
                report.lockfiles.append(CachesReport.Lockfile(root: inventory.root.path, lockfile: lockfile))
            }
            for var cache in inventory.caches where filter.takes(cache.id) {
                join.complete(&cache)
                ContentPart.narrow(&cache, in: inventory.root)
                report.caches.append(CachesReport.Entry(cache: cache, root: root))
            }
        }
        let all = state.inventories.reduce(0) { $0 + $1.caches.count }
        if let complaint = filter.complaint(taken: report.caches.count, of: all) {
            report.troubles.append(complaint)
        }
        let ledger = MountLedger(caches: report.caches.map(\.cache), builds: builds) {
            BuildHistory.redacted(id: $0)
        }
        for (index, count) in ledger.projectCounts().enumerated() { report.caches[index].projectCount = count }
    }

    /// Counts the files of each cache; gives those that are gone by now.
    private mutating func measure(
        _ report: inout CachesReport, in found: [FoundRoot]
    ) throws(CommandFailure) -> Set<Int> {
        var roots: [WalkRoot] = []
        var absent: [Int] = []
        for index in report.caches.indices {
            do throws(SystemError) {
                // No file is opened in there, so there is nothing to confine.
                let directory = try AuditTarget.directory(of: report.caches[index].cache)
                roots.append(try WalkRoot(cache: Int32(index), directory: directory, beside: roots.last))
                report.caches[index].files = 0
                report.caches[index].bytes = 0
            } catch {
                if error.number == SystemError.notFound {
                    absent.append(index)
                } else {
                    report.troubles.append(Self.unopened(index, .unreadable, error))
                }
            }
        }
        let gone = Self.gone(absent, &report, found)
        var tally = AuditTally(caches: report.caches.count, troublesMax: Self.troublesMax)
        var kinds = CacheKinds(caches: report.caches.count)
        let options = WalkOptions(
            jobs: settings.jobs.value ?? Host.processors, maximumFileSize: .max, descriptorBudget: 1024,
            readsLinks: false, laterLooks: 0)
        let outcome = try Walk.run(
            roots, options: options, known: SizesOnly(), progress: WalkProgress(),
            isCancelled: { Signals.requested != nil }, tick: {},
            receive: { (batch) throws(CommandFailure) in
                tally.add(batch)
                kinds.inspect(batch)
            })
        if outcome.hadNoThread { throw CommandFailure(withoutThread: outcome) }
        for index in report.caches.indices where report.caches[index].files != nil {
            report.caches[index].files = tally.caches[index].files
            report.caches[index].bytes = tally.caches[index].bytes
            report.caches[index].cache.ecosystems += kinds.ecosystems(of: index)
        }
        report.troubles += tally.troubles
        report.unlistedTroubles += tally.unlistedTroubles
        if let failure = outcome.failure {
            report.troubles.append(
                Trouble(cache: -1, path: "", reason: .unusable, detail: "the walk failed: \(failure)"))
        }
        if outcome.wasCancelled {
            report.troubles.append(
                Trouble(cache: -1, path: "", reason: .cancelled, detail: "stopped before its end"))
        }
        return gone
    }

    private static func unopened(_ index: Int, _ reason: Trouble.Reason, _ error: SystemError) -> Trouble {
        Trouble(
            cache: Int32(index), path: "", reason: reason, detail: "the directory cannot be opened: \(error)",
            isSubtree: true)
    }

    /// Of the caches whose directories are not there those that were pruned since; the others are troubles.
    private static func gone(_ absent: [Int], _ report: inout CachesReport, _ found: [FoundRoot]) -> Set<Int> {
        var gone: Set<Int> = []
        for (root, indices) in Dictionary(grouping: absent, by: { report.caches[$0].root }) {
            let records = Set(indices.map { report.caches[$0].cache.record })
            let pruned = found.indices.contains(root) ? StateReader.gone(records, in: found[root]) : []
            for index in indices {
                if pruned.contains(report.caches[index].cache.record) {
                    gone.insert(index)
                } else {
                    let error = SystemError(SystemError.notFound, .openat2)
                    report.troubles.append(unopened(index, .vanished, error))
                }
            }
        }
        return gone
    }

    // MARK: Order

    /// Sorts the caches; troubles name them by their place, so they follow.
    private func sort(_ report: inout CachesReport, without gone: Set<Int>) {
        let entries = report.caches
        let order = entries.indices.filter { !gone.contains($0) }.sorted { comesBefore(entries[$0], entries[$1]) }
        var places = Array(entries.indices)
        for (place, index) in order.enumerated() { places[index] = place }
        report.caches = order.map { entries[$0] }
        for index in report.troubles.indices where entries.indices.contains(Int(report.troubles[index].cache)) {
            report.troubles[index].cache = Int32(places[Int(report.troubles[index].cache)])
        }
    }

    private func comesBefore(_ left: CachesReport.Entry, _ right: CachesReport.Entry) -> Bool {
        let (first, second) = (key(left), key(right))
        if first != second { return first > second }
        return (left.cache.id, left.cache.root, left.cache.record)
            < (right.cache.id, right.cache.root, right.cache.record)
    }

    /// What is larger comes first.
    private func key(_ entry: CachesReport.Entry) -> Int64 {
        switch settings.cacheOrder.value {
        case .id: 0
        case .size: entry.bytes ?? -1
        case .files: Int64(entry.files ?? -1)
        case .used: entry.cache.lastUsed ?? .min
        case .uses: Int64(entry.cache.uses ?? -1)
        case .created: entry.cache.created ?? .min
        }
    }
}
