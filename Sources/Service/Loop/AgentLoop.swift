import Inventory
package import Linux

/// The agent: one thread that waits for everything at once, and runs one job at a time as a child.
///
/// ```
///              signals ─┐                                   ┌─► the child: start, pause, stop, kill
///        child's pipes ─┤     ┌──────────────────────┐      ├─► log
///   incidents (inotify) ─┼──► │ wait, look, act, wait │ ───► ├─► counters ─► metrics
///    metrics' listener ─┤     └──────────────────────┘      ├─► the service manager
///     the next moment ──┘                                   └─► what incidents were run
/// ```
///
/// It parses no cache: whatever reads what attackers wrote is a child, which locks itself in and is gone afterwards.
/// Nothing that fails ends it; it says so and goes on.
package final class AgentLoop {
    /// What stays the same for as long as it runs.
    package struct Options: Sendable {
        /// Path of the program for the jobs.
        package var program: [UInt8]
        /// `NAME=value` each, for the jobs.
        package var environment: [[UInt8]]
        /// Whether each job is run once, and then no more.
        package var runsOnce = false
        package var gauge = PressureGauge()

        package init(program: [UInt8], environment: [[UInt8]]) {
            self.program = program
            self.environment = environment
        }
    }

    /// Bounds and rhythms that no setting changes.
    enum Limit {
        /// The longest wait: whatever was forgotten is seen then.
        static let wait = 60 * TimeSpan.second
        /// Looks at the pressure that a job is put off for at once, and how long it is put off in all.
        static let putOff: Int64 = 6
        static let putOffInAll = 3600 * TimeSpan.second
        /// Lines of a child's complaints that are logged, and bytes of each.
        static let lines = 50
        static let lineLength = 1000
    }

    let options: Options
    let tools: AgentTools
    let signals: SignalQueue
    var manager: ServiceManager
    var plan: AgentPlan
    var schedule: Schedule
    private var clock = ClockWatch()
    var counters = AgentCounters()
    var incidents: IncidentWatch
    var desk = IncidentDesk()
    var manifest = ManifestWatch()
    var running: JobProcess?
    var isEnding = false
    /// Jobs that were run since the start.
    var done: Set<AgentJob> = []
    /// How all runs ended, for a run that ends by itself.
    var outcomes: Set<JobOutcome> = []
    var putOffSince: Int64?
    var pressure: (percent: Int, at: Int64)?
    var nextAlive: Int64 = 0
    var complained: Set<String> = []

    /// Takes over the signals of this thread; no other thread may be there.
    package init(
        _ plan: AgentPlan, options: Options, tools: AgentTools, manager: ServiceManager
    ) throws(SystemError) {
        signals = try SignalQueue([
            Signals.hangUp, Signals.interrupt, Signals.terminate, Signals.child,
        ])
        self.plan = plan
        self.options = options
        self.tools = tools
        self.manager = manager
        schedule = Schedule(plan.intervals, jitter: plan.jitter, now: Clock.steady)
        incidents = IncidentWatch(read: tools.readIncident)
    }

    /// Works until it is told to end, or until all is done that was to be done once. How the runs ended.
    package func run() throws(SystemError) -> Set<JobOutcome> {
        begin()
        while true {
            readSignals()
            let now = Clock.steady
            giveSignOfLife(now)
            lookAtClock(now)
            watchChild(now)
            if isEnding {
                if running == nil { break }
            } else {
                lookAtIncidents(now)
                if running == nil, !startNext(now), options.runsOnce, isAllDone { break }
            }
            try wait(until: nextMoment(now), now: now)
        }
        log(.info, "agent-stopped", "the agent ends")
        return outcomes
    }

    // MARK: Steps

    private func begin() {
        remember()
        let jobs = schedule.jobs.map(\.rawValue).joined(separator: ", ")
        log(
            .info, "agent-started",
            "scheduled: \(jobs.isEmpty ? "nothing" : jobs)"
                + (plan.incidents.map { "; incidents in \(String(decoding: $0.bytes, as: UTF8.self))" } ?? ""),
            [LogEvent.Field("process", .number(Int64(Host.processNumber)))])
        manager.ready()
        nextAlive = Clock.steady
        tellStatus()
        tools.publish(counters, plan)
    }

    private func readSignals() {
        while let signal = signals.next() {
            switch signal {
            case Signals.hangUp: reload()
            case Signals.child: break
            default: end(signal)
            }
        }
    }

    private func end(_ signal: Int32) {
        if !isEnding {
            isEnding = true
            manager.stopping()
            let what = running.map { "; \($0.job.rawValue) is told to stop" } ?? ""
            log(.info, "agent-stopping", "it was told to end by signal \(signal)\(what)")
        }
        if let running, let order = running.clock.tell(.ending, at: Clock.steady) { running.tell(order) }
    }

    private func giveSignOfLife(_ now: Int64) {
        guard let every = manager.watchdogEvery, now >= nextAlive else { return }
        manager.alive()
        nextAlive = now + every
    }

    private func lookAtClock(_ now: Int64) {
        guard let jump = clock.look(at: now, time: Clock.now) else { return }
        let seconds = Int64(clamping: jump.magnitude) / TimeSpan.second
        let way = jump < 0 ? "went back" : "jumped ahead"
        log(
            .warning, "clock-jumped",
            "the host's clock \(way) by \(seconds) s; schedules keep their pace, but times in reports and the ages of "
                + "files and caches follow the clock",
            [LogEvent.Field("seconds", .number(jump < 0 ? -seconds : seconds))])
    }

    private var isAllDone: Bool {
        Set(schedule.jobs).isSubset(of: done) && !incidents.isSettling
            && desk.next(of: incidents.entries, applies: plan.appliesIncidents) == nil
    }

    // MARK: Waiting

    private func nextMoment(_ now: Int64) -> Int64 {
        var moments = [now + Limit.wait]
        if manager.watchdogEvery != nil { moments.append(nextAlive) }
        if let running {
            moments.append(running.clock.nextMoment(at: now))
            if running.job.isPatient { moments.append(now + options.gauge.every) }
        } else if let next = schedule.nextMoment, !options.runsOnce || !Set(schedule.jobs).isSubset(of: done) {
            moments.append(next)
        }
        if !isEnding { moments.append(incidents.nextLook) }
        if let next = tools.endpoint?.nextMoment { moments.append(next) }
        return moments.min() ?? now
    }

    private func wait(until moment: Int64, now: Int64) throws(SystemError) {
        var entries = [signals.entry]
        // Nobody reads it any more at the end, and what is not read is news for ever.
        if !isEnding, let entry = incidents.entry { entries.append(entry) }
        entries += running?.entries ?? []
        let others = entries.count
        if let endpoint = tools.endpoint { entries += endpoint.entries.prefix(PollEntry.limit - others) }
        // Rounded up: a wait that ends a moment too early would be done many times over.
        let milliseconds = (max(0, moment - now) + TimeSpan.millisecond - 1) / TimeSpan.millisecond
        try PollEntry.wait(&entries, milliseconds: Int32(clamping: milliseconds))
        tools.endpoint?.handle(Array(entries[others...]), now: Clock.steady)
    }

    // MARK: Words

    func log(
        _ level: LogEvent.Level, _ name: String, _ message: String, _ fields: [LogEvent.Field] = []
    ) {
        tools.log(LogEvent(time: Clock.now, level: level, name: name, message: message, fields: fields))
    }

    /// Says something once, until `settle` is called with the same name.
    func complain(_ name: String, _ message: String) {
        if complained.insert(name + message).inserted { log(.warning, name, message) }
    }

    /// What was complained of is over.
    func settle(_ name: String) {
        complained = complained.filter { !$0.hasPrefix(name) }
    }

    func tellStatus() {
        if let running {
            manager.status("\(running.job.rawValue) is running" + (running.clock.isPaused ? ", paused" : ""))
            return
        }
        let last = AgentJob.allCases.compactMap { job in
            counters.jobs[job]?.last.map { "\(job.rawValue): \($0.outcome.rawValue)" }
        }
        manager.status(last.isEmpty ? "waiting" : "waiting; last " + last.joined(separator: ", "))
    }
}
