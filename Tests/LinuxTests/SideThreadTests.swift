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

    #if DEBUG
        @Test func withoutAThreadOneDoesBoth() async {
            await #expect(processExitsWith: .success) {
                let seen = Seen()
                #expect(FailureHook.arm(from: "clone/1:11"))
                let earlier = SideThread.run {
                    seen.add(1)
                } beside: {
                    seen.count
                }
                #expect(earlier == 0)
                #expect(seen.count == 1)
            }
        }
    #endif

    @Test func aThreadThatNobodyWaitsForDoesItsWork() throws {
        let seen = Seen()
        do {
            let thread = try WorkThread { seen.add(1) }
            _ = consume thread
        }
        let end = Clock.steady + 10_000_000_000
        while seen.count == 0, Clock.steady < end { Clock.pause(milliseconds: 1) }
        #expect(seen.count == 1)
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
