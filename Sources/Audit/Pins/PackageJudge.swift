package import Inventory

/// The one entry for everything about packages: what the readers found in all caches of an audit, against the pins.
///
/// ```
///  CacheReading ─┬─ artifacts ────► PinJudge          verdict, checksum-mismatch
///                │      ├─────────► ShadowJudge       version-shadow (claims: unknown-index-version, tags: moved-tag)
///                │      ├─────────► UnpackedJudge     unpacked-mismatch, where the archive of a pinned one is gone
///                │      ├─────────► SourceJudge       private-name-public-source
///                │      └─────────► ContentJudge      same-version-different-content, over all caches
///                ├─ claims ───────► IndexJudge        index-mismatch
///                ├─ descriptions ─► DescriptionJudge  index-mismatch, where a pinned one brings what no lockfile names
///                ├─ claims, tags ─► TagJudge          both again, against what earlier audits saw
///                └─ observations ─► ObservationJudge  the rules that readers name; immutable-changed, foreign-file
///  verdicts, what was not read ───► VouchJudge        self-attested
///  pins ────────────────────────► LockfileConflicts   lockfile-conflict
/// ```
/// Pure: values in, values out.
package struct PackageJudge: Sendable {
    /// What came out.
    package struct Outcome: Sendable {
        /// In the order of the caches, then of the readings.
        package var artifacts: [JudgedArtifact] = []
        /// One for each cache and ecosystem with artifacts, in the order they came.
        package var tallies: [VerdictTally] = []
        /// What the manifest should remember, one for each cache.
        package var records: [PackageRecord] = []

        package init() {}
    }

    private let rules: RuleBook
    private let book: PinBook
    private let facts: PackageFacts
    private let policy: PackagePolicy
    private let stop: StopSign

    /// Judges by these rules and pins. `facts` tells of names and versions what only their ecosystem knows; once `stop`
    /// is asked for, the outcome is a part.
    package init(
        rules: RuleBook, pins: PinBook, facts: PackageFacts, policy: PackagePolicy = PackagePolicy(),
        stop: StopSign = StopSign()
    ) {
        self.rules = rules
        book = pins
        self.facts = facts
        self.policy = policy
        self.stop = stop
    }

    /// Judges all caches of an audit at once; `history` is what earlier audits saw, the oldest first.
    package func judge(
        _ caches: [PackageCache], history: PackageHistory = PackageHistory(), into collector: inout FindingCollector
    ) -> Outcome {
        let pins = PinJudge(rules: rules, book: book, facts: facts)
        let shadows = ShadowJudge(rules: rules, book: book, facts: facts, stop: stop)
        let indexes = IndexJudge(rules: rules, book: book, facts: facts, stop: stop)
        let sources = SourceJudge(rules: rules, book: book, policy: policy)
        let descriptions = DescriptionJudge(rules: rules, book: book, facts: facts, stop: stop)
        let unpacked = UnpackedJudge(rules: rules, book: book, facts: facts)
        let observations = ObservationJudge(rules: rules)
        let tags = TagJudge(rules: rules, book: book, facts: facts, history: history.tags, stop: stop)
        var outcome = Outcome()
        for package in caches where !stop.isAsked {
            let users = MountUsers(package.cache)
            let near = book.lockfiles.map(users.include)
            let first = outcome.artifacts.count
            var arePinned: [Bool] = []
            for reading in package.readings {
                for artifact in reading.artifacts where !stop.isAsked {
                    let result = pins.judge(artifact, cache: package.index, near: near, into: &collector)
                    arePinned.append(result.isPinned)
                    outcome.add(result.judged)
                    sources.judge(result.judged, into: &collector)
                    unpacked.judge(result.judged, near: near, into: &collector)
                }
            }
            let judged = outcome.artifacts[first...]
            observations.judge(package, judged, into: &collector)
            VouchJudge(rules: rules).judge(judged, arePinned: arePinned, package, into: &collector)
            descriptions.judge(package, judged, near: near, into: &collector)
            indexes.judge(package, judged: judged, near: near, into: &collector)
            shadows.judge(
                ShadowJudge.Case(package: package, users: users, near: near, judged: judged), into: &collector)
            outcome.records.append(
                PackageRecord(
                    cache: package.index, artifacts: first == 0 ? outcome.artifacts : Array(judged),
                    tags: tags.judge(package, into: &collector)))
        }
        var mounts: [Int: ByteString] = [:]
        for package in caches { mounts[package.index] = package.cache.id }
        ContentJudge(rules: rules, facts: facts, stop: stop).judge(
            outcome.artifacts, mounts: mounts, history: history.artifacts, into: &collector)
        LockfileConflicts(rules: rules, facts: facts, stop: stop).judge(book, into: &collector)
        return outcome
    }
}

extension PackageJudge.Outcome {
    /// Adds an artifact and counts it.
    fileprivate mutating func add(_ judged: JudgedArtifact) {
        artifacts.append(judged)
        let ecosystem = judged.artifact.ecosystem
        let place = tallies.lastIndex { $0.cache == judged.cache && $0.ecosystem == ecosystem }
        if place == nil {
            tallies.append(VerdictTally(cache: judged.cache, ecosystem: ecosystem, counts: VerdictCounts()))
        }
        tallies[place ?? tallies.count - 1].counts[judged.verdict] += 1
    }
}
