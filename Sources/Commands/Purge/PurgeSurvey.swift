import Ecosystems
import Inventory
import Linux
import Report
import Walk

/// What a look through the caches of a scope found: sizes, and where packages are wanted, whose files are whose.
struct PurgeSurvey {
    /// Troubles that are named.
    private static let troublesMax = 1000

    private(set) var tally: AuditTally
    private var collector: PackageCollector?
    private let scope: PurgeScope
    /// Whether it came to its end.
    private(set) var isWhole = true
    /// What could not be seen, a sentence each.
    private(set) var unseen: [String] = []

    private init(_ scope: PurgeScope, wantsPackages: Bool) {
        self.scope = scope
        tally = AuditTally(caches: scope.caches.count, troublesMax: Self.troublesMax)
        if wantsPackages { collector = PackageCollector(caches: scope.caches.count) }
    }

    /// Walks all caches. No file is read. `tick` is told now and then how far it has come.
    static func run(
        _ scope: PurgeScope, wantsPackages: Bool, jobs: Int?, tick: (Progress) -> Void
    ) throws(CommandFailure) -> PurgeSurvey {
        var survey = PurgeSurvey(scope, wantsPackages: wantsPackages)
        if scope.caches.isEmpty { return survey }
        let options = WalkOptions(
            jobs: jobs ?? Host.processors, maximumFileSize: .max, descriptorBudget: 1024, readsLinks: false)
        let progress = WalkProgress()
        let begin = Clock.steady
        let outcome = try Walk.run(
            scope.caches.map(\.target.root), options: options, known: SizesOnly(), progress: progress,
            isCancelled: { Signals.requested != nil },
            tick: {
                tick(
                    Progress(
                        files: progress.files, bytes: Int64(progress.bytes), directories: progress.folders,
                        elapsed: Clock.steady - begin))
            },
            receive: { (batch) throws(CommandFailure) in
                survey.tally.add(batch)
                survey.collector?.add(batch)
            })
        survey.finish(outcome)
        return survey
    }

    private mutating func finish(_ outcome: Walk.Outcome) {
        for trouble in tally.troubles where trouble.reason != .vanished {
            let index = Int(trouble.cache)
            let isIn = scope.caches.indices.contains(index)
            let path = isIn ? scope.caches[index].target.cache.path.appending(trouble.path) : trouble.path
            unseen.append("\(Quotation.text(path.bytes)): \(trouble.detail)")
        }
        if tally.unlistedTroubles > 0 {
            unseen.append("\(tally.unlistedTroubles) more places could not be looked into")
        }
        if let failure = outcome.failure { unseen.append("the walk failed: \(failure)") }
        if outcome.wasCancelled { unseen.append("stopped before all caches were looked through") }
        isWhole = outcome.failure == nil && !outcome.wasCancelled
    }

    /// Whether a cache was looked through and holds nothing but folders: there is nothing to be purged.
    func isEmpty(_ index: Int) -> Bool {
        isWhole && tally.caches[index].files == 0 && tally.caches[index].isComplete
    }

    /// The packages of one cache with the files that are theirs.
    mutating func packages(of index: Int) -> PurgePackages {
        guard let kept = collector?.take(index) else { return PurgePackages() }
        let files = WalkedFiles(
            kept, digests: kept.seen.map { _ in nil }, others: kept.seen.map { _ in nil },
            root: scope.caches[index].target.root)
        let mount = MountReading(files)
        var identities: [ByteString: FileIdentity] = [:]
        for seen in kept.seen { identities[seen.path] = seen.identity }
        var packages = PurgePackages(mount.readings.flatMap(\.artifacts), identities)
        packages.isCut = kept.isCut || files.isStopped || !mount.places.cut.isEmpty
        packages.ecosystems = mount.places.ecosystems
        packages.troubles = mount.readings.reduce(0) { $0 + $1.troubles.count }
        return packages
    }
}
