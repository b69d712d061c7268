import Linux
import Synchronization

/// Holds reading back to so many bytes in a second, all workers together.
///
/// ```
///  a moment moves forward with each read, by the time that it may take:
///
///       now - saved       now                  free
///  ──────────┼─────────────┼────────────────────┼──────►     whoever reads next waits until `free`
/// ```
///
/// What was not read for a while is not saved up beyond a fifth of a second.
final class ReadPace: Sendable {
    private static let second: Int64 = 1_000_000_000
    private static let saved: Int64 = second / 5
    /// Between two looks whether the walk was told to stop.
    private static let slice: UInt32 = 50

    private let bytesPerSecond: Int64
    private let isCancelled: @Sendable () -> Bool
    private let free = Atomic<Int64>(0)

    init(bytesPerSecond: Int64, isCancelled: @escaping @Sendable () -> Bool) {
        self.bytesPerSecond = max(1, bytesPerSecond)
        self.isCancelled = isCancelled
    }

    /// Waits until what was read may have been read.
    func take(_ count: Int) {
        let moment = book(count, now: Clock.steady)
        while !isCancelled() {
            let milliseconds = (moment - Clock.steady) / 1_000_000
            if milliseconds <= 0 { return }
            Clock.pause(milliseconds: min(UInt32(clamping: milliseconds), Self.slice))
        }
    }

    /// Notes a read, and says when the next one may begin.
    func book(_ count: Int, now: Int64) -> Int64 {
        let (product, overflow) = Int64(count).multipliedReportingOverflow(by: Self.second)
        let cost = overflow ? Self.second : product / bytesPerSecond
        var old = free.load(ordering: .relaxed)
        while true {
            let new = max(old, now - Self.saved) + cost
            let (exchanged, original) = free.weakCompareExchange(
                expected: old, desired: new, ordering: .relaxed)
            if exchanged { return new }
            old = original
        }
    }
}
