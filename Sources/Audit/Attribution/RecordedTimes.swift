import Inventory

/// What the records of one state root cover: when it can be said that a build is known, if there was one.
struct RecordedTimes: Sendable {
    /// Builds of which nobody can tell what they mounted.
    private var blind: [WindowIndex.Window] = []
    private var blindIndex = WindowIndex([])
    private var firstStart: Int64?
    private var longest: Int64 = 0
    /// What the records cover; `nil` where there are none.
    private(set) var covered: ClosedRange<Int64>?

    /// Whether each build tells what it mounted.
    var isWhole: Bool { blind.isEmpty }

    /// Whether a build ran at this time that may have mounted anything.
    func isBlind(at time: Int64) -> Bool { blindIndex.count(at: time) > 0 }

    /// Takes a build of this root.
    mutating func add(_ build: Build, at index: Int, slack: Int64, retention: Int64) {
        guard let span = Attribution.span(build.started, build.finished, slack: slack, retention: retention) else {
            return
        }
        // The end of a build without a start is no beginning of the records that one could trust.
        if let started = build.started {
            firstStart = min(firstStart ?? started, started)
            if let finished = build.finished { longest = max(longest, finished.clampedSubtracting(started)) }
        }
        if build.mounts.isEmpty, !build.hasProvenance, build.dockerfile == nil {
            blind.append(.init(start: span.0, end: span.1, build: index))
        }
    }

    /// Finds out what is covered, when all builds were taken.
    mutating func finish(harvests: [Int64], now: Int64, retention: Int64, settling: Int64) {
        blindIndex = WindowIndex(blind)
        guard let firstStart, let newest = harvests.filter({ $0 <= now }).max() else { return }
        // Each harvest saw what was finished in the days before it. Where the next older one lies within those days,
        // nothing was forgotten in between.
        var lower = newest.clampedSubtracting(retention)
        for harvest in harvests.sorted(by: >) where harvest <= newest {
            if harvest < lower { break }
            lower = min(lower, harvest.clampedSubtracting(retention))
        }
        lower = max(lower, firstStart)
        // A build that still runs is in no record, so changes wait as long as the longest build took. One that ran for
        // days is not waited for: it would end all judging.
        let upper = newest.clampedSubtracting(max(settling, min(longest, retention / 2)))
        if lower <= upper { covered = lower...upper }
    }
}
