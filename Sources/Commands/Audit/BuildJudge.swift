import Audit
import BuildKit
import Inventory

/// All judges of builds and of the caches they used, as one step of an audit.
struct BuildJudge {
    /// Which builds may have changed a file.
    let attribution: Attribution
    private let rules: RuleBook
    private let trust: TrustPolicy
    private let ledger: MountLedger
    private let builds: [Build]
    private let now: Int64
    private var writers: UnattributedWriters

    /// `nil` where no state root is audited. `harvests`: when each state root whose history is whole was looked at.
    init?(
        rules: RuleBook, settings: Settings, caches: [MountCache], builds: [Build], now: Int64,
        harvests: [ByteString: [Int64]], hasState: Bool
    ) {
        if !hasState { return nil }
        self.rules = rules
        self.builds = builds
        self.now = now
        trust = settings.trustPolicy
        ledger = MountLedger(caches: caches, builds: builds) { BuildHistory.redacted(id: $0) }
        attribution = Attribution(rules: rules, ledger: ledger, caches: caches, now: now, harvests: harvests)
        writers = UnattributedWriters(rules: rules, attribution: attribution)
    }

    /// All mounts of a cache that builds tell of.
    func mounts(of cache: Int) -> [MountUse] { ledger.mounts(of: cache) }

    /// Looks at the files of a walk.
    mutating func inspect(_ batch: FileBatch) {
        writers.inspect(batch)
    }

    /// Says what was found when the walk is over.
    mutating func finish(into collector: inout FindingCollector) {
        writers.finish(into: &collector)
        Sharing(rules: rules, trust: trust).judge(ledger, into: &collector)
        HitRate(rules: rules, now: now).judge(builds, into: &collector)
        CredentialsInBuilds(rules: rules).judge(builds, into: &collector)
    }
}
