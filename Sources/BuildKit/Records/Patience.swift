import Linux
import Synchronization

/// How long a run waits, for all state roots together, until daemons have finished what they are at: whoever makes
/// hundreds of state roots that never come to rest holds up nobody for long.
package final class Patience: Sendable {
    /// Pauses of one run, five seconds. What is missing once they are used up is looked at again without one, and said.
    private static let pauses = 100
    private static let milliseconds: UInt32 = 50

    private let left = Guarded<Int>(pauses)

    package init() {}

    /// Waits a moment, as long as there is any patience left.
    func pause() {
        let mayWait = left.withLock { left -> Bool in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        if mayWait { Clock.pause(milliseconds: Self.milliseconds) }
    }
}
