import Linux
import Synchronization

/// The first failure that any worker met.
final class FailureNote: Sendable {
    private let text = Guarded<String?>(nil)

    var first: String? { text.withLock { $0 } }

    func note(_ failure: String) {
        text.withLock { if $0 == nil { $0 = failure } }
    }
}
