import Synchronization

/// Counts the workers that got a thread.
final class StartedWorkers: Sendable {
    private let number = Atomic<Int>(0)

    var count: Int { number.load(ordering: .relaxed) }

    func note() {
        number.wrappingAdd(1, ordering: .relaxed)
    }
}
