/// What is due when. A pure value: moments come in as readings of a clock that never jumps, chance comes in from
/// outside, and nothing waits in here.
///
/// ```
///  audit    ├───── every ± jitter ─────┤├──────────…           begun ──► next = begun + every ± jitter,
///  harvest  ├──┤├──┤├──┤├──┤├──┤├──┤├──…                       but never before ended + every / 10
///  purge    ├────────────────────────────────…
/// ```
///
/// Intervals count from beginning to beginning. What was missed (a long run of another job, a host that slept) is run
/// once. A job that takes longer than its interval still rests for a tenth of it, so that no setting makes it endless.
package struct Schedule: Sendable {
    private struct Entry {
        var every: Int64
        var next: Int64
    }

    /// Parts of an interval that a job rests at least.
    private static let rest: Int64 = 10

    private var entries: [AgentJob: Entry] = [:]
    /// Percent of an interval that it may be shorter or longer.
    private var jitter: Int64

    /// Each of these jobs is due at once.
    package init(_ intervals: [AgentJob: Int64], jitter: Int, now: Int64) {
        self.jitter = Int64(jitter)
        for (job, every) in intervals { entries[job] = Entry(every: every, next: now) }
    }

    /// Takes over other intervals. What was waiting keeps its turn, unless the new interval would have had it earlier;
    /// what is new is due at once.
    package mutating func change(to intervals: [AgentJob: Int64], jitter: Int, now: Int64) {
        self.jitter = Int64(jitter)
        let old = entries
        entries = [:]
        for (job, every) in intervals {
            let next = old[job].map { min($0.next, now + every) } ?? now
            entries[job] = Entry(every: every, next: next)
        }
    }

    /// The job that has been due for the longest; of several alike the first of `AgentJob`.
    package func due(at now: Int64) -> AgentJob? {
        let ready = AgentJob.allCases.filter { job in entries[job].map { $0.next <= now } ?? false }
        return ready.min { left, right in next(left) < next(right) }
    }

    /// When a job is due; `nil` where it is not scheduled.
    package func moment(of job: AgentJob) -> Int64? { entries[job]?.next }

    /// When the next job is due.
    package var nextMoment: Int64? { entries.values.map(\.next).min() }

    /// Jobs that are scheduled, in their order.
    package var jobs: [AgentJob] { AgentJob.allCases.filter { entries[$0] != nil } }

    /// A run is over: says when the job is due again. `chance` is any number.
    package mutating func finish(_ job: AgentJob, begun: Int64, ended: Int64, chance: UInt64) {
        guard let entry = entries[job] else { return }
        let every = entry.every
        let range = every / 100 * jitter
        // Any shift from -range to range, each as likely as another.
        let shift = range == 0 ? 0 : Int64(chance % (UInt64(range) * 2 + 1)) - range
        entries[job]?.next = max(begun + every + shift, ended + every / Self.rest)
    }

    /// Puts a job off until a moment.
    package mutating func postpone(_ job: AgentJob, until moment: Int64) {
        entries[job]?.next = moment
    }

    /// Makes a job due at once.
    package mutating func hurry(_ job: AgentJob, now: Int64) {
        guard let next = entries[job]?.next else { return }
        entries[job]?.next = min(next, now)
    }

    private func next(_ job: AgentJob) -> Int64 { entries[job]?.next ?? .max }
}
