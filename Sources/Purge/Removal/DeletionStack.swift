import Dispatch
import Linux
import Synchronization

/// Folders that are still to be deleted, shared by the workers of one deletion.
///
/// A stack, so that the deletion goes deep first: few folders are open or waited for at one time. The caller is the
/// first worker; helpers join when they get a thread, and one that gets it too late finds nothing to do.
final class DeletionStack: Sendable {
    private struct State {
        var folders: [DoomedFolder] = []
        /// Workers that hold a folder.
        var active = 0
        /// Workers that wait for one.
        var idle = 0
        /// Helpers that have begun and not ended.
        var helpers = 0
        var isClosed = false
        /// Whether it was closed before all was done.
        var wasStopped = false
    }

    private let state = Guarded(State())
    private let wake = DispatchSemaphore(value: 0)
    private let helperEnded = DispatchSemaphore(value: 0)
    private let isStopped = Atomic<Bool>(false)

    /// Puts folders on the stack; the last one is taken first.
    func push(_ folders: [DoomedFolder]) {
        let sleepers = state.withLock { state -> Int in
            if state.isClosed { return 0 }
            state.folders.append(contentsOf: folders)
            let count = min(state.idle, folders.count)
            state.idle -= count
            return count
        }
        for _ in 0..<sleepers { wake.signal() }
    }

    /// The next folder; waits while other workers may still find some, and is `nil` when all is done.
    func next(after hadWork: Bool) -> DoomedFolder? {
        enum Answer {
            case folder(DoomedFolder)
            case wait
            case end(wake: Int)
        }
        var isReturning = hadWork
        while true {
            let answer = state.withLock { state -> Answer in
                if isReturning { state.active -= 1 }
                isReturning = false
                if !state.isClosed, let folder = state.folders.popLast() {
                    state.active += 1
                    return .folder(folder)
                }
                if state.isClosed || state.active == 0 {
                    let sleepers = state.idle
                    state.idle = 0
                    state.isClosed = true
                    return .end(wake: sleepers)
                }
                state.idle += 1
                return .wait
            }
            switch answer {
            case .folder(let folder): return folder
            case .wait: wake.wait()
            case .end(let sleepers):
                for _ in 0..<sleepers { wake.signal() }
                return nil
            }
        }
    }

    /// Whether the workers are to stop at once.
    var isToStop: Bool { isStopped.load(ordering: .relaxed) }

    /// Whether it was stopped before all was done.
    var wasStopped: Bool { state.withLock { $0.wasStopped } }

    /// No more work is given out; what is on the stack is dropped.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        let sleepers = state.withLock { state -> Int in
            state.isClosed = true
            state.wasStopped = true
            state.folders = []
            let sleepers = state.idle
            state.idle = 0
            return sleepers
        }
        for _ in 0..<sleepers { wake.signal() }
    }

    /// A helper has a thread; false where nothing is left to help with.
    func helperBegins() -> Bool {
        state.withLock { state in
            if state.isClosed { return false }
            state.helpers += 1
            return true
        }
    }

    /// A helper has handed over what it did.
    func helperEnds() {
        helperEnded.signal()
    }

    /// Waits for the helpers that began. To be called when `next` gave `nil`: from then on none begins.
    func waitForHelpers() {
        let count = state.withLock { $0.helpers }
        for _ in 0..<count { helperEnded.wait() }
    }
}
