import Service
import Testing

/// A clock that somebody sets is noticed once; one that goes a little wrong is not.
@Suite struct ClockWatchTests {
    private static let day = 86_400 * TimeSpan.second
    private static let born: Int64 = 1_800_000_000_000_000_000

    @Test func jumpsAreTold() {
        var watch = ClockWatch()
        var now: Int64 = 7
        var time = Self.born
        #expect(watch.look(at: now, time: time) == nil)
        // A minute later on both.
        now += 60 * TimeSpan.second
        time += 60 * TimeSpan.second + TimeSpan.millisecond
        #expect(watch.look(at: now, time: time) == nil)
        time += 400 * Self.day
        #expect(watch.look(at: now, time: time) == 400 * Self.day + TimeSpan.millisecond)
        #expect(watch.look(at: now, time: time) == nil)
        time -= 3 * Self.day
        #expect(watch.look(at: now, time: time) == -3 * Self.day)
        #expect(watch.look(at: now + 1, time: time + 1) == nil)
    }

    @Test func aClockThatDriftsIsToldWhenItIsFarOff() {
        var watch = ClockWatch()
        var told: [Int64] = []
        for step in 0..<100 {
            let now = Int64(step) * TimeSpan.second
            if let jump = watch.look(at: now, time: Self.born + 2 * now) { told.append(jump) }
        }
        #expect(told == [30, 30, 30].map { $0 * TimeSpan.second })
    }

    @Test func noMomentTraps() {
        for time in [Int64.min, -1, 0, .max] {
            var watch = ClockWatch()
            for now in [Int64.min, 0, .max, 5] {
                _ = watch.look(at: now, time: time)
                _ = watch.look(at: now, time: -1 - time)
            }
        }
    }
}
