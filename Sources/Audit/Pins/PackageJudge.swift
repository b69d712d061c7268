package import Inventory

/// The one entry for everything about packages: what the readers found in all caches of an audit, against the pins.
///
/// ```
///  CacheReading ─┬─ artifacts ────► PinJudge          verdict, checksum-mismatch
///                │      ├─────────► ShadowJudge       version-shadow (claims: unknown-index-version, tags: moved-tag)
///                │      ├─────────► SourceJudge       private-name-public-source
///                │      └─────────► ContentJudge      same-version-different-content, over all caches
///                ├─ claims ───────► IndexJudge        index-mismatch
///                ├─ claims, tags ─► TagJudge          both again, against what earlier audits saw
///                └─ observations ─► ObservationJudge  the rules that readers name; immutable-changed, foreign-file,
///                                                     self-attested
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

    /// Judges by these rules and pins. `facts` tells of names and versions what only their ecosystem knows.
    package init(rules: RuleBook, pins: PinBook, facts: PackageFacts, policy: PackagePolicy = PackagePolicy()) {
        self.rules = rules
        book = pins
        self.facts = facts
        self.policy = policy
    }

    /// Judges all caches of an audit at once; `history` is what earlier audits saw, the oldest first.
    ///
    /// - Parameter isCancelled: asked often; once it says so, what has come out is a part, and worth nothing.
    package func judge(
        _ caches: [PackageCache], history: PackageHistory = PackageHistory(), isCancelled: () -> Bool = { false },
        into collector: inout FindingCollector
    ) -> Outcome {
        let pins = PinJudge(rules: rules, book: book, facts: facts)
        let shadows = ShadowJudge(rules: rules, book: book, facts: facts)
        let indexes = IndexJudge(rules: rules, book: book, facts: facts)
        let sources = SourceJudge(rules: rules, book: book, policy: policy)
        let observations = ObservationJudge(rules: rules)
        let tags = TagJudge(rules: rules, book: book, facts: facts, history: history.tags)
        var outcome = Outcome()
        for package in caches {
            let users = MountUsers(package.cache)
            let near = book.lockfiles.map(users.include)
            let first = outcome.artifacts.count
            var results: [PinJudge.Result] = []
            for artifact in package.readings.lazy.flatMap(\.artifacts) {
                if isCancelled() { return outcome }
                let result = pins.judge(artifact, cache: package.index, near: near, into: &collector)
                results.append(result)
                outcome.add(result.judged)
                sources.judge(result.judged, into: &collector)
            }
            observations.judge(package, into: &collector)
            observations.judgeUnvouched(results, cache: package.index, into: &collector)
            let judged = outcome.artifacts[first...]
            indexes.judge(package, judged: judged, near: near, into: &collector)
            shadows.judge(
                ShadowJudge.Case(package: package, users: users, near: near, judged: judged), into: &collector)
            outcome.records.append(
                PackageRecord(
                    cache: package.index, artifacts: Array(judged), tags: tags.judge(package, into: &collector)))
        }
        if isCancelled() { return outcome }
        var mounts: [Int: ByteString] = [:]
        for package in caches { mounts[package.index] = package.cache.id }
        ContentJudge(rules: rules, facts: facts).judge(
            outcome.artifacts, mounts: mounts, history: history.artifacts, into: &collector)
        LockfileConflicts(rules: rules, facts: facts).judge(book, into: &collector)
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
