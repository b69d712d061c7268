import Dispatch
import Inventory
import Linux
import Synchronization

/// Takes batches from the workers to the one receiver. Holds a bounded number of them: a walk that is faster than the
/// disk of the manifest waits here.
final class BatchChannel: Sendable {
    private struct State {
        var batches: [FileBatch] = []
        var writers = 0
        var isClosed = false
    }

    private let state: Guarded<State>
    private let room: DispatchSemaphore
    private let filled = DispatchSemaphore(value: 0)
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        state = Guarded(State())
        room = DispatchSemaphore(value: capacity)
    }

    /// Sends a batch; waits for room. Dropped once the receiver has closed the channel.
    func send(_ batch: FileBatch) {
        room.wait()
        let isClosed = state.withLock { state -> Bool in
            if state.isClosed { return true }
            state.batches.append(batch)
            return false
        }
        if isClosed { room.signal() } else { filled.signal() }
    }

    /// A worker is about to send. The first one must say so before anybody receives: the channel ends whenever it has
    /// no writer, and since a worker stops only when no work is left, those that come later have nothing to send.
    func writerBegins() {
        state.withLock { $0.writers += 1 }
    }

    /// A worker sends no more.
    func writerIsDone() {
        state.withLock { $0.writers -= 1 }
        filled.signal()
    }

    enum Receipt {
        case batches([FileBatch])
        /// Nothing came in the given time.
        case nothing
        /// All workers are done and all batches taken.
        case end
    }

    /// Takes what has come in, waiting for it up to the given time.
    func receive(waiting milliseconds: Int) -> Receipt {
        let isInTime = filled.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
        let (batches, isEnd) = state.withLock { state -> ([FileBatch], Bool) in
            let batches = state.batches
            state.batches = []
            return (batches, state.writers == 0)
        }
        for _ in batches { room.signal() }
        if !batches.isEmpty { return .batches(batches) }
        if isEnd { return .end }
        return isInTime ? .batches([]) : .nothing
    }

    /// Waits, after the channel was closed, for the workers to notice.
    func waitForWriters() {
        while true {
            if case .end = receive(waiting: 100) { return }
        }
    }

    /// The receiver takes no more; waiting workers go on and drop theirs.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.batches = []
        }
        for _ in 0..<capacity { room.signal() }
    }
}
