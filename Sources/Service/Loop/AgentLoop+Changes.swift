import Inventory
import Linux

/// What changes while the agent runs: its configuration, and the folder of incidents.
extension AgentLoop {
    /// Reads the configuration again. A wrong one leaves the old one in force.
    func reload() {
        manager.reloading(now: Clock.steady)
        switch tools.reload() {
        case .success(let new):
            counters.isConfigurationGood = true
            let stateFolder = plan.stateFolder
            plan = new
            schedule.change(to: new.intervals, jitter: new.jitter, now: Clock.steady)
            incidents.lookSoon(Clock.steady, anew: true)
            if new.stateFolder != stateFolder { remember() }
            tools.endpoint?.change(to: new)
            log(.info, "configuration-reloaded", "the configuration was read again")
        case .failure(let refusal):
            counters.isConfigurationGood = false
            for mistake in refusal.mistakes { log(.error, "configuration-refused", mistake) }
            log(.error, "configuration-refused", "the configuration stays as it was; mend it and send SIGHUP again")
        }
        manager.ready()
        tools.publish(counters, plan)
    }

    /// Looks at the folder of incidents where it is time to.
    func lookAtIncidents(_ now: Int64) {
        guard incidents.isDue(now) else { return }
        guard let folder = plan.incidents else {
            incidents.rest(now)
            return noteIncidents()
        }
        let shown = String(decoding: folder.bytes, as: UTF8.self)
        do throws(IncidentFolderError) {
            let news = try incidents.look(at: folder, now: now, time: Clock.files)
            settle("incidents-unreadable")
            for entry in news.entries { tell(entry) }
            if news.unseen > 0 {
                complain(
                    "incidents-too-many",
                    "\(shown): \(news.unseen) files beyond the first \(IncidentFolder.Limit.files) are not looked at")
            }
            noteIncidents()
        } catch {
            complain("incidents-unreadable", "\(shown): \(error)")
        }
    }

    private func noteIncidents() {
        let states = desk.states(of: incidents.entries)
        guard states != counters.incidents else { return }
        counters.incidents = states
        tools.publish(counters, plan)
    }

    private func tell(_ entry: IncidentFolder.Entry) {
        let path: [LogEvent.Field] = [.init("file", .bytes(entry.path))]
        switch entry.reading {
        case .named(let name):
            let done = desk.memory.progress(of: entry.digest).map { ", \($0.rawValue) before" } ?? ""
            log(.info, "incident-found", name + done, path + [.init("incident", .text(name))])
        case .refused(let mistakes):
            for mistake in mistakes { log(.error, "incident-refused", mistake, path) }
        }
    }

    /// Reads which incidents were run.
    func remember() {
        do throws(SystemError) {
            desk.memory = try IncidentMemory.load(from: plan.stateFolder)
        } catch {
            let path = IncidentMemory.file(in: plan.stateFolder)
            log(
                .error, "incident-memory-lost",
                "\(String(decoding: path.bytes, as: UTF8.self)): \(error); incidents that were run may be run again")
        }
    }

    /// Keeps which incidents were run. Without it they are run again after a restart, which is said.
    func rememberIncidents() {
        do throws(SystemError) {
            try desk.memory.save(to: plan.stateFolder)
            settle("incident-memory-lost")
        } catch {
            let path = IncidentMemory.file(in: plan.stateFolder)
            complain(
                "incident-memory-lost",
                "\(String(decoding: path.bytes, as: UTF8.self)): \(error); incidents may be run again after a restart")
        }
    }
}
