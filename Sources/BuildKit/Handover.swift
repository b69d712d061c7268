import Dispatch
import Linux
import Synchronization

/// A value that one thread makes and another waits for.
final class Handover<Value: Sendable>: Sendable {
    private let value: Guarded<Value>
    private let isThere = DispatchSemaphore(value: 0)

    /// With what stands there until the value is put.
    init(_ initial: Value) {
        value = Guarded(initial)
    }

    /// Puts the value; to be called once.
    func put(_ value: Value) {
        self.value.withLock { $0 = value }
        isThere.signal()
    }

    /// The value, as soon as it is there.
    func wait() -> Value {
        isThere.wait()
        isThere.signal()
        return value.withLock { $0 }
    }
}
