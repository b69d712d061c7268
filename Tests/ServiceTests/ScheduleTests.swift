import Service
import Testing

/// What is due when, without waiting for anything.
@Suite struct ScheduleTests {
    private let hour = 3600 * TimeSpan.second

    private func schedule(_ intervals: [AgentJob: Int64], jitter: Int = 0, now: Int64 = 0) -> Schedule {
        Schedule(intervals, jitter: jitter, now: now)
    }

    @Test func allIsDueAtTheBeginningInOrder() {
        var schedule = schedule([.audit: hour, .purge: hour, .harvest: hour], now: 5)
        var order: [AgentJob] = []
        while let job = schedule.due(at: 5) {
            order.append(job)
            schedule.finish(job, begun: 5, ended: 5, chance: 0)
        }
        #expect(order == [.harvest, .audit, .purge])
        #expect(schedule.jobs == order)
        #expect(schedule.due(at: 5 + hour - 1) == nil)
        #expect(schedule.due(at: 5 + hour) == .harvest)
    }

    @Test func whatWaitedLongestComesFirst() {
        var schedule = schedule([.audit: 10, .purge: 100])
        schedule.finish(.audit, begun: 0, ended: 0, chance: 0)
        schedule.finish(.purge, begun: 0, ended: 0, chance: 0)
        // An audit that is due all the time does not keep the purge from its turn.
        var runs: [AgentJob: Int] = [:]
        var now: Int64 = 10
        for _ in 0..<50 {
            guard let job = schedule.due(at: now) else {
                now += 1
                continue
            }
            runs[job, default: 0] += 1
            schedule.finish(job, begun: now, ended: now + 20, chance: 0)
            now += 20
        }
        #expect(runs[.purge] ?? 0 >= 3, "\(runs)")
        #expect(runs[.audit] ?? 0 > 10, "\(runs)")
    }

    @Test func aMissedRunIsRunOnce() {
        var schedule = schedule([.audit: hour])
        schedule.finish(.audit, begun: 0, ended: 10, chance: 0)
        // Ten hours later, because the host slept: due once, and then an hour after that.
        let late = 10 * hour + 7
        #expect(schedule.due(at: late) == .audit)
        schedule.finish(.audit, begun: late, ended: late + 10, chance: 0)
        #expect(schedule.due(at: late + 20) == nil)
        #expect(schedule.moment(of: .audit) == late + hour)
    }

    @Test func aJobThatTakesLongerThanItsIntervalRests() {
        var schedule = schedule([.audit: 1000])
        schedule.finish(.audit, begun: 0, ended: 5000, chance: 0)
        #expect(schedule.moment(of: .audit) == 5100)
    }

    @Test func jitterStaysWithinItsBoundsAndReachesThem() {
        var moments: Set<Int64> = []
        for chance in UInt64(0)...500 {
            var schedule = schedule([.audit: 1000], jitter: 10)
            schedule.finish(.audit, begun: 0, ended: 0, chance: chance &* 7919)
            moments.insert(schedule.moment(of: .audit) ?? -1)
        }
        #expect(moments.min() == 900 && moments.max() == 1100)
        #expect(moments.count == 201)
        var schedule = schedule([.audit: .max / 4], jitter: 50)
        schedule.finish(.audit, begun: 1, ended: 2, chance: .max)
        #expect((schedule.moment(of: .audit) ?? 0) > 0)
    }

    /// The moments come from a clock that never jumps; should one go back all the same, nothing is run twice at once
    /// and nothing is lost.
    @Test func aClockThatGoesBackHarmsNothing() {
        var schedule = schedule([.audit: 1000], now: 50_000)
        #expect(schedule.due(at: 50_000) == .audit)
        schedule.finish(.audit, begun: 50_000, ended: 40_000, chance: 0)
        #expect(schedule.due(at: 40_000) == nil)
        #expect(schedule.due(at: 51_000) == .audit)
    }

    @Test func anotherConfigurationTakesOverWhatWaits() {
        var schedule = schedule([.audit: hour, .purge: hour])
        schedule.finish(.audit, begun: 0, ended: 1, chance: 0)
        schedule.finish(.purge, begun: 0, ended: 1, chance: 0)
        schedule.change(to: [.audit: hour / 2, .harvest: 60], jitter: 0, now: 100)
        #expect(schedule.jobs == [.harvest, .audit])
        #expect(schedule.due(at: 100) == .harvest)
        #expect(schedule.moment(of: .audit) == 100 + hour / 2)
        schedule.change(to: [.audit: 10 * hour], jitter: 0, now: 200)
        #expect(schedule.moment(of: .audit) == 100 + hour / 2)
        #expect(schedule.moment(of: .purge) == nil)
    }

    @Test func whatIsPutOffOrHurried() {
        var schedule = schedule([.audit: hour])
        schedule.postpone(.audit, until: 30)
        #expect(schedule.due(at: 29) == nil && schedule.due(at: 30) == .audit)
        schedule.finish(.audit, begun: 30, ended: 31, chance: 0)
        schedule.hurry(.audit, now: 40)
        #expect(schedule.due(at: 40) == .audit)
        schedule.hurry(.purge, now: 40)
        schedule.postpone(.purge, until: 50)
        #expect(schedule.nextMoment == 40)
    }
}
