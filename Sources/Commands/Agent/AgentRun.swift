import Inventory
import Linux
import Report
import Service

/// `bezoar agent`: joins the configuration, the loop of `Service`, the log and the metrics.
struct AgentRun {
    private let settings: Settings
    private let environment = ProcessArguments.environment

    init(_ settings: Settings) {
        self.settings = settings
    }

    /// Runs until it is told to end, or with `--once` until all is done.
    func run() throws(CommandFailure) -> ExitCode {
        ManifestFile.makeDefaultFolder(settings)
        let configuration = AgentConfiguration(environment: environment)
        let plan: AgentPlan
        switch configuration.read() {
        case .success(let first): plan = first
        case .failure(let refusal):
            throw CommandFailure(refusal.mistakes.joined(separator: "\n"), exit: .usage)
        }
        // Held until the end.
        let lock = try takeLock(plan)
        return try withExtendedLifetime(lock) { () throws(CommandFailure) -> ExitCode in
            try work(plan, configuration)
        }
    }

    private func work(_ plan: AgentPlan, _ configuration: AgentConfiguration) throws(CommandFailure) -> ExitCode {
        Signals.ignoreBrokenPipes()
        let log = AgentLog(settings, environment: environment)
        let metrics = AgentMetrics(plan, log)
        var tools = AgentTools(
            log: { log.write($0) }, reload: { configuration.read() },
            words: { job, plan in configuration.words(of: job, plan, log) },
            readIncident: { bytes, path in Self.read(bytes, path) },
            total: { metrics.total($0, of: $1) },
            publish: { counters, plan in metrics.publish(counters, plan) })
        tools.endpoint = MetricsEndpoint(plan, metrics, log)
        var options = AgentLoop.Options(
            program: Array("/proc/self/exe".utf8), environment: Self.handedOn(environment))
        options.runsOnce = settings.runsOnce.value
        #if DEBUG
            // The tests bring a pressure of their own.
            if let folder = environment.first(where: { $0.name == Array("BEZOAR_PRESSURE".utf8) })?.value {
                options.gauge = PressureGauge(folder: folder, every: 200 * TimeSpan.millisecond)
            }
        #endif
        do throws(SystemError) {
            let manager = ServiceManager(environment: environment, process: Host.processNumber)
            let outcomes = try AgentLoop(plan, options: options, tools: tools, manager: manager).run()
            return settings.runsOnce.value ? Self.exit(outcomes) : .clean
        } catch {
            throw CommandFailure("the agent cannot wait for anything: \(error)")
        }
    }

    /// One agent for one manifest.
    private func takeLock(_ plan: AgentPlan) throws(CommandFailure) -> FileLock {
        let path = plan.stateFolder.appending("agent.lock")
        do throws(FileLock.Failure) {
            return try FileLock.take(path: path.bytes)
        } catch {
            switch error {
            case .held(let process):
                let who = process.map { " (process \($0))" } ?? ""
                throw CommandFailure(path, "another agent works with this manifest\(who)")
            case .system(let error):
                throw CommandFailure(path, "the agent's lock cannot be had: \(error)")
            }
        }
    }

    /// What says most of several runs.
    private static func exit(_ outcomes: Set<JobOutcome>) -> ExitCode {
        if outcomes.contains(.interrupted) { return .interrupted }
        if outcomes.contains(.failed) { return .failed }
        if outcomes.contains(.findings) { return .findings }
        return outcomes.contains(.incomplete) ? .incomplete : .clean
    }

    private static func read(_ bytes: [UInt8], _ path: ByteString) -> IncidentReading {
        do throws(IncidentFile.Failure) {
            return .named(try IncidentFile.read(bytes, path: path).name)
        } catch {
            return .refused(error.mistakes)
        }
    }

    /// The environment of the jobs: all but what concerns the agent alone.
    private static func handedOn(_ environment: [(name: [UInt8], value: [UInt8])]) -> [[UInt8]] {
        let own = Set(ServiceManager.ownVariables.map { Array($0.utf8) })
        return environment.filter { !own.contains($0.name) }.map { $0.name + [UInt8(ascii: "=")] + $0.value }
    }
}
