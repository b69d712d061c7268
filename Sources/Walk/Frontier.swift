import Dispatch
import Linux
import Synchronization

/// A piece of the walk that any worker can take.
enum Work {
    /// Open the folder and list it.
    case open(Folder)
    /// Go on listing an opened folder.
    case list(Folder)
    /// Look at these entries of an opened folder.
    case entries(Folder, EntryBlock)
    /// All is done: begin another look, or end the walk.
    case endOfLook
}

/// What is still to be walked, shared by the workers.
///
/// A stack, so that the walk goes deep first: breadth first would hold every folder of a level in memory. The stack
/// is locked once per folder, not per file.
final class Frontier: Sendable {
    private struct State {
        var stack: [Work] = []
        /// Workers that hold work.
        var active = 0
        /// Workers that wait.
        var idle = 0
        var isStopped = false
    }

    private let state = Guarded(State())
    private let waiting = Atomic<Int>(0)
    private let wake = DispatchSemaphore(value: 0)
    private let openFolders = Atomic<Int>(0)

    /// Whether some worker has nothing to do; asked per file, so it is one plain load.
    var hasIdleWorkers: Bool { waiting.load(ordering: .relaxed) > 0 }

    /// Puts work on the stack; the last one is taken first.
    func push(_ work: [Work]) {
        let count = state.withLock { state -> Int in
            if state.isStopped { return 0 }
            state.stack.append(contentsOf: work)
            let count = min(state.idle, work.count)
            state.idle -= count
            return count
        }
        waiting.wrappingSubtract(count, ordering: .relaxed)
        for _ in 0..<count { wake.signal() }
    }

    /// The next piece for a worker that comes back from one, where some waits; `nil` is no end.
    func nextAtOnce() -> Work? {
        state.withLock { $0.isStopped ? nil : $0.stack.popLast() }
    }

    /// The next piece; waits while others may still find some, and is `nil` when the walk has ended. When nothing is
    /// left one worker is told so, with a piece of work of its own. A worker says whether it comes back from a piece.
    func next(after hadWork: Bool) -> Work? {
        var isReturning = hadWork
        while true {
            enum Answer {
                case work(Work)
                case wait
                case end
            }
            let answer = state.withLock { state -> Answer in
                if isReturning { state.active -= 1 }
                isReturning = false
                if !state.isStopped, let work = state.stack.popLast() {
                    state.active += 1
                    return .work(work)
                }
                if state.isStopped { return .end }
                if state.active == 0 {
                    state.active += 1
                    return .work(.endOfLook)
                }
                state.idle += 1
                return .wait
            }
            switch answer {
            case .work(let work):
                return work
            case .end:
                return nil
            case .wait:
                waiting.wrappingAdd(1, ordering: .relaxed)
                wake.wait()
            }
        }
    }

    /// No more work is given out; what is on the stack is dropped.
    func stop() {
        let sleepers = state.withLock { state -> Int in
            state.isStopped = true
            state.stack = []
            let sleepers = state.idle
            state.idle = 0
            return sleepers
        }
        waiting.wrappingSubtract(sleepers, ordering: .relaxed)
        for _ in 0..<sleepers { wake.signal() }
    }

    /// Counts one more open folder.
    func noteOpened() {
        openFolders.wrappingAdd(1, ordering: .relaxed)
    }

    /// Counts one open folder fewer.
    func noteClosed() {
        openFolders.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Whether more folders are open than there should be.
    func isOverBudget(_ budget: Int) -> Bool {
        openFolders.load(ordering: .relaxed) > budget
    }
}
