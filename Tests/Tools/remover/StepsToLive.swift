import Linux
import Synchronization

/// Kills the process before the n-th step of a removal.
final class StepsToLive: Sendable {
    private let left: Atomic<Int>

    /// Without a number the process lives.
    init(_ count: Int?) {
        left = Atomic(count ?? .max)
    }

    func take() {
        let kill: Int32 = 9
        if left.wrappingSubtract(1, ordering: .relaxed).newValue == 0 { Signals.die(of: kill) }
    }
}
