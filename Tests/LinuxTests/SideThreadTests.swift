import Linux
import Synchronization
import Testing

/// A piece of work on a thread of its own.
@Suite struct SideThreadTests {
    @Test func bothAreDoneAndTheThreadIsGone() throws {
        let seen = Seen()
        for number in 0..<100 {
            let result = SideThread.run {
                seen.add(number)
            } beside: {
                number * 2
            }
            #expect(result == number * 2)
            #expect(seen.count == number + 1)
        }
    }
}

/// Counts what threads tell it.
private final class Seen: Sendable {
    private let numbers = Guarded<Set<Int>>([])

    var count: Int { numbers.withLock { $0.count } }

    func add(_ number: Int) {
        numbers.withLock { _ = $0.insert(number) }
    }
}
