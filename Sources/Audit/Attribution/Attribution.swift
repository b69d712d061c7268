package import Inventory

/// Which builds may have changed a file: those that had the file's cache mounted for writing when it changed.
///
/// Built once for an audit, then asked for each file. A change time is the kernel's word and no user program sets it;
/// but what BuildKit remembers has ends, and so has the answer:
///
/// ```
///        first known build            settled                 now
///  ───────────┼──────────────────────────┼─────────────────────┼──►  change time
///  unrecorded │  builds, or unattributed │ builds, or a running build that no record tells of yet
/// ```
package struct Attribution: Sendable {
    /// Who changed a file.
    package struct Answer: Sendable, Equatable {
        /// What the records say; the raw value is the word in every output.
        package enum Word: String, Sendable {
            /// One of `builds`.
            case builds
            /// The cache is in use, and the change is newer than all finished builds.
            case running
            /// No build, though the records cover that time.
            case unattributed
            /// The records do not cover that time.
            case unrecorded
        }

        package var word: Word
        /// Names of builds, last begun first; at most `Attribution.buildsMax`.
        package var builds: [String]
        /// How many builds there are, listed or not.
        package var count: Int

        package init(_ word: Word, builds: [String] = [], count: Int = 0) {
            self.word = word
            self.builds = builds
            self.count = count
        }
    }

    /// Builds that an answer lists.
    package static let buildsMax = 20

    /// What is known of one mount id.
    private struct Ground {
        var windows: WindowIndex
        var root: Int
    }

    private let grounds: [Ground]
    private let roots: [RecordedTimes]
    private let groundOfCache: [Int]
    private let inUse: [Bool]
    private let refs: [String]
    private let slack: Int64
    private let retention: Int64

    /// `now` is the time of the audit. `harvests` are the times, by path of the state root, at which builds were read
    /// from it, this audit's among them; without it all roots that have builds count as read now, and never before.
    package init(
        rules: RuleBook, ledger: MountLedger, caches: [MountCache], now: Int64,
        harvests: [ByteString: [Int64]]? = nil
    ) {
        let rule = rules["unattributed-writer"]
        slack = rule?.nanoseconds("slack-seconds", default: 2) ?? 2_000_000_000
        retention = rule?.nanoseconds("history-seconds", default: 172_800) ?? 172_800_000_000_000
        let settling = rule?.nanoseconds("settle-seconds", default: 7200) ?? 7_200_000_000_000
        inUse = caches.map(\.inUse)
        refs = ledger.builds.map(\.ref)
        groundOfCache = ledger.groupOfCache

        var roots: [RecordedTimes] = []
        var positions: [ByteString: Int] = [:]
        for path in ledger.groups.map(\.root) + ledger.builds.map(\.root) where positions[path] == nil {
            positions[path] = roots.count
            roots.append(RecordedTimes())
        }
        for (index, build) in ledger.builds.enumerated() {
            guard let position = positions[build.root] else { continue }
            roots[position].add(build, at: index, slack: slack, retention: retention)
        }
        for (path, position) in positions {
            let times = harvests.map { $0[path] ?? [] } ?? [now]
            roots[position].finish(harvests: times, now: now, retention: retention, settling: settling)
        }
        self.roots = roots
        var grounds: [Ground] = []
        for group in ledger.groups {
            var windows: [WindowIndex.Window] = []
            for place in group.uses {
                let build = ledger.builds[place.build]
                let use = build.mounts[place.mount]
                guard use.execution != .cached, !use.isReadOnly else { continue }
                let span = Self.span(
                    use.started ?? build.started, use.finished ?? build.finished, slack: slack, retention: retention)
                if let span { windows.append(.init(start: span.0, end: span.1, build: place.build)) }
            }
            grounds.append(Ground(windows: WindowIndex(windows), root: positions[group.root] ?? 0))
        }
        self.grounds = grounds
    }

    /// Who may have changed something in a cache at this time.
    package func writers(cache: Int, changed time: Int64) -> Answer {
        guard groundOfCache.indices.contains(cache) else { return Answer(.unrecorded) }
        let ground = grounds[groundOfCache[cache]]
        let count = ground.windows.count(at: time)
        if count > 0 {
            let builds = ground.windows.builds(at: time, limit: Self.buildsMax)
            return Answer(.builds, builds: builds.map { refs[$0] }, count: count)
        }
        return Answer(word(cache: cache, ground, time))
    }

    /// Whether no build can have changed something at this time: the cheap question, for every file of a walk.
    package func isUnattributed(cache: Int, changed time: Int64) -> Bool {
        guard groundOfCache.indices.contains(cache) else { return false }
        let ground = grounds[groundOfCache[cache]]
        guard word(cache: cache, ground, time) == .unattributed else { return false }
        return ground.windows.count(at: time) == 0
    }

    /// What the records of a cache's root cover, and whether each build in them tells what it mounted.
    package func coverage(cache: Int) -> (times: ClosedRange<Int64>, isWhole: Bool)? {
        guard groundOfCache.indices.contains(cache) else { return nil }
        let root = roots[grounds[groundOfCache[cache]].root]
        return root.covered.map { ($0, root.isWhole) }
    }

    private func word(cache: Int, _ ground: Ground, _ time: Int64) -> Answer.Word {
        if inUse[cache], time > ground.windows.lastEnd ?? .min { return .running }
        let root = roots[ground.root]
        guard let covered = root.covered, covered.contains(time) else { return .unrecorded }
        return root.isBlind(at: time) ? .unrecorded : .unattributed
    }

    /// A span with slack at both ends. Where one end is not known, it may be as far off as records are kept.
    static func span(
        _ started: Int64?, _ finished: Int64?, slack: Int64, retention: Int64
    ) -> (Int64, Int64)? {
        guard let known = started ?? finished else { return nil }
        let start = started ?? known.clampedSubtracting(retention)
        let end = finished ?? known.clampedAdding(retention)
        // The clock may have been set back meanwhile.
        return (min(start, end).clampedSubtracting(slack), max(start, end).clampedAdding(slack))
    }
}
