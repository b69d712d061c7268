import Inventory
import Linux

/// Starting a job, and what becomes of it.
extension AgentLoop {
    /// Starts what is due, an incident first. Whether something runs now, or was tried.
    func startNext(_ now: Int64) -> Bool {
        if let incident = desk.next(of: incidents.entries, applies: plan.appliesIncidents) {
            start(.incident, now, incident)
            return true
        }
        guard let job = nextDue(now) else { return false }
        if job.isPatient, !options.runsOnce, mustWait(now) {
            let span = Limit.putOff * options.gauge.every
            schedule.postpone(job, until: now + span)
            counters.paused += span
            return false
        }
        putOffSince = nil
        start(job, now)
        return true
    }

    private func nextDue(_ now: Int64) -> AgentJob? {
        guard options.runsOnce else { return schedule.due(at: now) }
        return schedule.jobs.first { !done.contains($0) }
    }

    /// Whether the host is under pressure, and an audit has not waited for too long yet.
    private func mustWait(_ now: Int64) -> Bool {
        guard isPressed(now) else { return false }
        if putOffSince == nil {
            log(
                .info, "job-put-off",
                "audit: the pressure is \(pressure?.percent ?? 0) %, above \(plan.pressure) %; it begins when that is "
                    + "over, in an hour at the latest",
                [
                    .init("job", .text(AgentJob.audit.rawValue)),
                    .init("pressure", .number(Int64(pressure?.percent ?? 0))),
                ])
        }
        let since = putOffSince ?? now
        putOffSince = since
        return now - since < Limit.putOffInAll
    }

    private func start(_ job: AgentJob, _ now: Int64, _ incident: IncidentFolder.Entry? = nil) {
        done.insert(job)
        lookAtManifest()
        let isApplied = incident != nil && plan.appliesIncidents
        var words = tools.words(job, plan)
        if isApplied { words.append(Array("--apply".utf8)) }
        if let incident { words.append(incident.path.bytes) }
        let command = ChildProcess.Command(
            program: options.program, arguments: [Array("bezoar".utf8)] + words, environment: options.environment,
            isGentle: job.isGentle)
        let clock = RunClock(now: now, deadline: plan.deadline, isPatient: job.isPatient)
        do throws(SystemError) {
            let process = try JobProcess(
                job, command, clock: clock, started: Clock.now, incident: incident, isApplied: isApplied)
            running = process
            let what = incident.map { ": \(Self.name(of: $0))\(isApplied ? "" : ", planned only")" } ?? ""
            log(
                .info, "job-started", job.rawValue + what,
                [.init("job", .text(job.rawValue)), .init("process", .number(Int64(process.number)))])
            tellStatus()
        } catch {
            log(.error, "job-failed-to-start", "\(job.rawValue): \(error)", [.init("job", .text(job.rawValue))])
            let run = JobRun(
                job: job, outcome: .failed, exitCode: Self.notStarted, started: Clock.now, finished: Clock.now,
                duration: 0)
            finish(run, begun: now, incident, isApplied: isApplied)
        }
    }

    /// Says where the manifest is not the one that jobs have written.
    private func lookAtManifest() {
        guard let path = plan.database, let change = manifest.look(at: path) else { return }
        let name = String(decoding: path.bytes, as: UTF8.self)
        switch change {
        case .lost:
            log(
                .error, "manifest-lost",
                "\(name) is gone, and with it what was remembered of caches and builds: the next audit begins anew and "
                    + "knows no change; put a copy back if there is one, and find out who removed it")
        case .replaced:
            log(
                .error, "manifest-lost",
                "\(name) is another file than the one that was written last: what was remembered in that is gone; if "
                    + "nobody put a copy back, find out who replaced it")
        }
    }

    /// As a shell has it for a program that could not be run.
    private static var notStarted: Int32 { 126 }

    private static func name(of incident: IncidentFolder.Entry) -> String {
        if case .named(let name) = incident.reading { name } else { "" }
    }

    // MARK: While it runs

    /// Reads what the child says, tells it what its clock says, and sees its end.
    func watchChild(_ now: Int64) {
        guard let process = running else { return }
        if let ending = process.look() { return close(process, ending, now) }
        let isPressed = process.job.isPatient && !isEnding && isPressed(now)
        guard let order = process.clock.order(at: now, isPressed: isPressed) else { return }
        process.tell(order)
        let job: [LogEvent.Field] = [.init("job", .text(process.job.rawValue))]
        let name = process.job.rawValue
        switch order {
        case .pause:
            log(.info, "job-paused", "\(name): the pressure is \(pressure?.percent ?? 0) %", job)
        case .goOn: log(.info, "job-resumed", "\(name) goes on", job)
        case .stop:
            log(.warning, "job-out-of-time", "\(name) takes longer than `agent.deadline` allows; it is stopped", job)
        case .kill: log(.error, "job-killed", "\(name) did not stop when it was told to", job)
        }
        tellStatus()
    }

    private func close(_ process: JobProcess, _ ending: ChildProcess.Ending, _ now: Int64) {
        running = nil
        let clock = process.clock
        let code: Int32 =
            switch ending {
            case .exit(let code): code
            case .signal(let number): 128 + number
            }
        var run = JobRun(
            job: process.job, outcome: JobOutcome(ending, stopped: clock.stop), exitCode: code,
            started: process.started, finished: Clock.now, duration: now - clock.begun)
        run.paused = clock.paused(at: now)
        run.stopped = clock.stop
        // Of a run that failed the numbers are those of an earlier one.
        if run.outcome != .failed {
            run.findings = tools.total(.findings, process.job)
            run.unseen = tools.total(.incompleteParts, process.job)
        }
        run.headline = process.report.lines(limit: 1, length: Limit.lineLength).first ?? ""
        run.incident = process.incident.map { Self.name(of: $0) }
        logComplaints(process, run)
        keepReport(process)
        if let path = plan.database { manifest.note(path) }
        finish(run, begun: clock.begun, process.incident, isApplied: process.isApplied)
    }

    private func logComplaints(_ process: JobProcess, _ run: JobRun) {
        let level: LogEvent.Level = run.outcome.isWhole ? .info : .warning
        for line in process.complaints.lines(limit: Limit.lines, length: Limit.lineLength) {
            let text = line.hasPrefix("bezoar: ") ? String(line.dropFirst("bezoar: ".count)) : line
            log(level, "job-said", "\(run.job.rawValue): \(text)", [.init("job", .text(run.job.rawValue))])
        }
    }

    /// Puts the report where people find it. A full disk is no reason to stop.
    private func keepReport(_ process: JobProcess) {
        guard !process.report.bytes.isEmpty else { return }
        let path = plan.reportFile(of: process.job)
        do throws(SystemError) {
            try OwnFile.replace(path.bytes, with: process.report.bytes, mode: 0o600, isOnlyFile: true)
            settle("report-not-kept")
        } catch {
            complain("report-not-kept", "\(String(decoding: path.bytes, as: UTF8.self)): \(error)")
        }
    }

    // MARK: When it is over

    private func finish(_ run: JobRun, begun: Int64, _ incident: IncidentFolder.Entry?, isApplied: Bool) {
        logEnd(run)
        outcomes.insert(run.outcome)
        schedule.finish(run.job, begun: begun, ended: Clock.steady, chance: UInt64.random(in: .min ... .max))
        if let incident {
            if desk.finish(incident.digest, run.outcome, applied: isApplied) { rememberIncidents() }
            // The manifest, and so the next hunt, shall know what was taken.
            if isApplied, run.outcome.isWhole { schedule.hurry(.audit, now: Clock.steady) }
        }
        if run.job == .audit, run.outcome != .failed, run.outcome != .interrupted { desk.noteAudit() }
        counters.add(run)
        counters.incidents = desk.states(of: incidents.entries)
        counters.isReady = Set(schedule.jobs).isSubset(of: done)
        tellStatus()
        tools.publish(counters, plan)
    }

    private func logEnd(_ run: JobRun) {
        let level: LogEvent.Level =
            switch run.outcome {
            case .clean, .findings, .interrupted: .info
            case .incomplete: .warning
            case .failed: .error
            }
        var fields: [LogEvent.Field] = [
            .init("job", .text(run.job.rawValue)), .init("outcome", .text(run.outcome.rawValue)),
            .init("exitCode", .number(Int64(run.exitCode))), .init("seconds", .span(run.duration)),
        ]
        if let findings = run.findings { fields.append(.init("findings", .number(Int64(findings)))) }
        if run.paused > 0 { fields.append(.init("pausedSeconds", .span(run.paused))) }
        if let stopped = run.stopped { fields.append(.init("stopped", .text(stopped.rawValue))) }
        if let incident = run.incident { fields.append(.init("incident", .text(incident))) }
        if !run.headline.isEmpty { fields.append(.init("headline", .text(run.headline))) }
        let incident = run.incident.map { " \($0)" } ?? ""
        let reason = run.stopped == .deadline ? ", out of time" : ""
        let headline = run.headline.isEmpty ? "" : ": " + run.headline
        log(
            level, "job-finished",
            "\(run.job.rawValue)\(incident): \(run.outcome.rawValue)\(reason), exit code \(run.exitCode), "
                + "\(run.duration / TimeSpan.second) s\(headline)", fields)
    }

    /// Whether the host is under pressure; read again only every few seconds.
    private func isPressed(_ now: Int64) -> Bool {
        if let pressure, now - pressure.at < options.gauge.every { return pressure.percent > plan.pressure }
        guard let percent = options.gauge.read() else { return false }
        pressure = (percent, now)
        return percent > plan.pressure
    }
}
