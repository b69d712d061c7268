import Linux
import Service
import Testing

/// How long a run may take, and what it is told.
@Suite struct RunClockTests {
    private let minute = 60 * TimeSpan.second

    private func clock(deadline: Int64? = nil, isPatient: Bool = true) -> RunClock {
        RunClock(now: 0, deadline: deadline ?? 30 * minute, isPatient: isPatient)
    }

    @Test func outOfTime() {
        var clock = clock()
        #expect(clock.order(at: 30 * minute - 1, isPressed: false) == nil)
        #expect(clock.nextMoment(at: 5) == 30 * minute)
        #expect(clock.order(at: 30 * minute, isPressed: false) == .stop)
        #expect(clock.stop == .deadline)
        #expect(clock.order(at: 30 * minute + RunClock.Limit.grace - 1, isPressed: false) == nil)
        #expect(clock.order(at: 30 * minute + RunClock.Limit.grace, isPressed: false) == .kill)
        #expect(clock.order(at: 90 * minute, isPressed: false) == nil)
        #expect(clock.nextMoment(at: 90 * minute) == .max)
    }

    @Test func pausesDoNotCountForTheDeadline() {
        var clock = clock()
        #expect(clock.order(at: minute, isPressed: true) == .pause)
        #expect(clock.isPaused)
        #expect(clock.order(at: 2 * minute, isPressed: true) == nil)
        #expect(clock.order(at: 6 * minute, isPressed: false) == .goOn)
        #expect(clock.paused(at: 10 * minute) == 5 * minute)
        #expect(clock.order(at: 34 * minute, isPressed: false) == nil)
        #expect(clock.order(at: 35 * minute, isPressed: false) == .stop)
    }

    @Test func pausesAreBounded() {
        var clock = clock(deadline: 600 * minute)
        #expect(clock.order(at: 0, isPressed: true) == .pause)
        #expect(clock.order(at: RunClock.Limit.pauses - 1, isPressed: true) == nil)
        #expect(clock.order(at: RunClock.Limit.pauses, isPressed: true) == .goOn)
        // From now on it is run through, whatever the pressure.
        #expect(clock.order(at: RunClock.Limit.pauses + 1, isPressed: true) == nil)
        #expect(clock.paused(at: 100 * minute) == RunClock.Limit.pauses)
    }

    @Test func whatFightsAnIncidentIsNotPaused() {
        var clock = clock(isPatient: false)
        #expect(clock.order(at: 1, isPressed: true) == nil)
    }

    @Test func theAgentEnds() {
        var clock = clock()
        #expect(clock.order(at: 1, isPressed: true) == .pause)
        #expect(clock.tell(.ending, at: 10) == .stop)
        #expect(!clock.isPaused && clock.paused(at: 100) == 9)
        // Whoever says it twice does not want to wait; more often changes nothing.
        #expect(clock.tell(.ending, at: 11) == .kill)
        #expect(clock.tell(.ending, at: 12) == nil)
    }

    @Test func anEndAfterTheDeadlineIsAnEnd() {
        var clock = clock(deadline: 1)
        #expect(clock.order(at: 1, isPressed: false) == .stop)
        #expect(clock.tell(.ending, at: 2) == nil)
        #expect(clock.stop == .ending)
        #expect(clock.tell(.ending, at: 3) == .kill)
    }

    @Test func outcomes() {
        #expect(JobOutcome(.exit(0), stopped: nil) == .clean)
        #expect(JobOutcome(.exit(1), stopped: nil) == .findings)
        #expect(JobOutcome(.exit(2), stopped: nil) == .failed)
        #expect(JobOutcome(.exit(3), stopped: nil) == .incomplete)
        #expect(JobOutcome(.exit(4), stopped: nil) == .failed)
        #expect(JobOutcome(.exit(130), stopped: .deadline) == .incomplete)
        #expect(JobOutcome(.signal(15), stopped: .deadline) == .incomplete)
        #expect(JobOutcome(.exit(130), stopped: .ending) == .interrupted)
        #expect(JobOutcome(.signal(2), stopped: .ending) == .interrupted)
        #expect(JobOutcome(.exit(130), stopped: nil) == .interrupted)
        #expect(JobOutcome(.signal(9), stopped: nil) == .failed)
        #expect(JobOutcome(.signal(9), stopped: .deadline) == .failed)
        #expect(JobOutcome(.signal(11), stopped: .deadline) == .failed)
        // It had come to its end before it was told.
        #expect(JobOutcome(.exit(0), stopped: .ending) == .clean)
    }

    @Test func counting() {
        var counters = AgentCounters()
        for outcome in [JobOutcome.clean, .findings, .incomplete, .failed] {
            var run = JobRun(
                job: .audit, outcome: outcome, exitCode: 0, started: 1, finished: Int64(outcome.rawValue.count),
                duration: 5)
            run.paused = 2
            run.unseen = outcome == .clean ? 0 : 3
            counters.add(run)
        }
        #expect(counters.jobs[.audit]?.runs == [.clean: 1, .findings: 1, .incomplete: 1, .failed: 1])
        #expect(counters.jobs[.audit]?.last?.outcome == .failed)
        #expect(counters.incompleteRuns == 2 && counters.paused == 8)
    }
}
