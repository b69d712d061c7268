import Linux
import Synchronization

/// The looks of one walk, and what was seen in them.
///
/// ```
///  look 0: everything ──► nothing changed meanwhile? done
///                └──────► look 1, 2, 3: folders that changed, and unknown ones, are listed again
///                              ├──► nothing old came to light, nothing moves: done
///                              └──► after the last one: incomplete
/// ```
final class Looks: Sendable {
    private struct State {
        var look: Look
        /// What was seen since the look began; the last part is not full.
        var chunks: [[UInt64]] = []
    }

    /// Numbers in one part: growing one array would copy it again and again, and need room for both.
    static let chunkSize = 8192
    /// Nanoseconds for which a step of the clock is waited for.
    private static let clockPatience: Int64 = 100_000_000

    private let state: Guarded<State>
    private let numberNow = Atomic<Int>(0)
    private let later: Int

    /// A walk that begins now, with so many looks after the first at most.
    init(later: Int) {
        self.later = max(0, later)
        let now = Clock.files
        state = Guarded(State(look: Look(since: now, walkSince: now, isLast: self.later == 0)))
    }

    /// Whether anything is noted: not where nobody looks again.
    var isRecording: Bool { later > 0 }

    /// The number of the look that goes on.
    var number: Int { numberNow.load(ordering: .acquiring) }

    /// The look that goes on.
    var current: Look { state.withLock { $0.look } }

    /// Keeps what a worker has seen.
    func add(_ marks: [UInt64]) {
        state.withLock { state in
            var rest = marks[...]
            while !rest.isEmpty {
                if state.chunks.last.map({ $0.count >= Self.chunkSize }) ?? true {
                    state.chunks.append([])
                    state.chunks[state.chunks.count - 1].reserveCapacity(Self.chunkSize)
                }
                let last = state.chunks.count - 1
                let part = rest.prefix(Self.chunkSize - state.chunks[last].count)
                state.chunks[last].append(contentsOf: part)
                rest = rest.dropFirst(part.count)
            }
        }
    }

    /// Begins the next look. To be called while no worker has work. What was changed until now must be older than the
    /// look by the clock of file times, so the clock is given time to step on.
    func begin() {
        let now = Clock.now
        let start = Clock.steady
        while Clock.files <= now, Clock.steady - start < Self.clockPatience { Clock.pause(milliseconds: 1) }
        state.withLock { state in
            state.look.number += 1
            state.look.since = Clock.files
            state.look.isLast = state.look.number >= later
            state.look.seen = SeenMarks(state.look.seen, and: state.chunks)
            state.chunks = []
            numberNow.store(state.look.number, ordering: .releasing)
        }
    }
}
