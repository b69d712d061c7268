/// How long one run has been going on, how long it was stopped, and what is to be done about it. A pure value.
///
/// ```
///  begun ─── runs ─── SIGSTOP ─── paused ─── SIGCONT ─── runs ─── deadline: SIGTERM ─── grace ─── SIGKILL
///                      (the pressure is high)             (pauses do not count for it)
/// ```
package struct RunClock: Sendable {
    /// What the child is to be told.
    package enum Order: Sendable, Equatable {
        case pause, goOn
        /// To stop in order: what was done is kept.
        case stop
        /// It did not stop.
        case kill
    }

    /// Bounds that no setting changes.
    package enum Limit {
        /// What a child gets to commit what it has done.
        package static let grace: Int64 = 60 * TimeSpan.second
        /// A run is stopped for this long at most, all pauses together: an audit that never ends protects nobody.
        package static let pauses: Int64 = 15 * 60 * TimeSpan.second
    }

    /// When it began, by a clock that never jumps.
    package let begun: Int64
    private let deadline: Int64
    private let isPatient: Bool
    private var pausedBefore: Int64 = 0
    private var pausedSince: Int64?
    private var stoppedSince: Int64?
    private var isKilled = false
    /// Why it was told to stop.
    package private(set) var stop: JobStop?

    /// A run that begins now and may take `deadline` nanoseconds.
    package init(now: Int64, deadline: Int64, isPatient: Bool) {
        begun = now
        self.deadline = deadline
        self.isPatient = isPatient
    }

    /// Whether it is stopped for a while.
    package var isPaused: Bool { pausedSince != nil }

    /// Nanoseconds that it was stopped so far.
    package func paused(at now: Int64) -> Int64 { pausedBefore + (pausedSince.map { max(0, now - $0) } ?? 0) }

    /// What is to be done now. `isPressed` says whether the host is under pressure.
    package mutating func order(at now: Int64, isPressed: Bool) -> Order? {
        if let stoppedSince {
            guard !isKilled, now - stoppedSince >= Limit.grace else { return nil }
            isKilled = true
            return .kill
        }
        if now - begun - paused(at: now) >= deadline { return tell(.deadline, at: now) }
        if pausedSince != nil {
            guard !isPressed || paused(at: now) >= Limit.pauses else { return nil }
            endPause(at: now)
            return .goOn
        }
        guard isPressed, isPatient, pausedBefore < Limit.pauses else { return nil }
        pausedSince = now
        return .pause
    }

    /// Tells it to stop. Whoever wants the agent to end and says so twice does not want to wait.
    package mutating func tell(_ reason: JobStop, at now: Int64) -> Order? {
        if stop == .ending, reason == .ending {
            if isKilled { return nil }
            isKilled = true
            return .kill
        }
        endPause(at: now)
        // What was told to stop for another reason is about to.
        let isFirst = stop == nil
        stop = reason
        stoppedSince = stoppedSince ?? now
        return isFirst ? .stop : nil
    }

    /// When `order` may have something to say of its own accord.
    package func nextMoment(at now: Int64) -> Int64 {
        if let stoppedSince { return isKilled ? .max : stoppedSince + Limit.grace }
        return begun + paused(at: now) + deadline
    }

    private mutating func endPause(at now: Int64) {
        pausedBefore = paused(at: now)
        pausedSince = nil
    }
}
