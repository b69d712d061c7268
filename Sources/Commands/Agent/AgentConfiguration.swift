import Inventory
import Linux
import Service

/// Reads the agent's configuration, at its beginning and whenever it is told to, and remembers what was found right.
final class AgentConfiguration {
    private let environment: [(name: [UInt8], value: [UInt8])]
    private var accepted: AcceptedConfiguration?
    private var words = JobWords(occurrences: [], settings: Settings())

    init(environment: [(name: [UInt8], value: [UInt8])]) {
        self.environment = environment
    }

    /// Reads the command line of this process and the file anew, and checks all of it, the rules too.
    func read() -> Result<AgentPlan, AgentRefusal> {
        var bytes: [UInt8]?
        let result = CommandLineInterface.parse(
            arguments: ProcessArguments.arguments, environment: environment,
            readFile: { path throws(FileUnavailable) in
                let content = try BezoarProgram.readConfiguration(path)
                bytes = content
                return content
            })
        switch result {
        case .print: return .failure(AgentRefusal(["the command line asks for a text"]))
        case .failure(let message, _): return .failure(Self.refusal(message))
        case .run(let invocation):
            let settings = invocation.settings
            do throws(CommandFailure) {
                _ = try RuleLoader.load(settings)
            } catch {
                return .failure(Self.refusal(error.message))
            }
            let complaint = Self.complaintOfPurges(settings) ?? Self.complaintOfTextfile(settings)
            if let complaint { return .failure(AgentRefusal([complaint])) }
            accepted = AcceptedConfiguration(path: settings.configuration.value, bytes: bytes)
            words = JobWords(occurrences: Self.occurrences, settings: settings)
            return .success(plan(settings))
        }
    }

    /// The words of a job, so that it works by the configuration that was accepted.
    func words(of job: AgentJob, _ plan: AgentPlan, _ log: AgentLog) -> [[UInt8]] {
        // A job whose numbers cannot be kept is better than none.
        let isKept = (try? OwnFile.requireWritable(plan.runtimeFolder.bytes)) != nil
        let all = words.words(of: job, metrics: isKept ? plan.metricsFile(of: job) : nil)
        let own = accepted?.words(folder: plan.runtimeFolder)
        if own == nil {
            log.warn(
                "configuration-changed",
                "the configuration was changed since it was read, and no copy of it can be written to "
                    + "\(Quotation.text(plan.runtimeFolder.bytes)): the job reads the new one")
        }
        guard let own, !own.isEmpty else { return all }
        return Self.without(ConfigurationFlag().spelling, all) + own
    }

    /// Why purges that are scheduled would all fail.
    private static func complaintOfPurges(_ settings: Settings) -> String? {
        guard settings.purgeEvery.value != nil else { return nil }
        let place = "\(settings.purgeEvery.origin.description): agent.purge-every: "
        if settings.purgePolicies.isEmpty { return place + "there is no table [[purge]], so nothing is ever due" }
        if HostState.isWanted(settings) { return nil }
        return place + "only directories are named, and policies are about mount caches; add `audit.discover = true`"
    }

    /// Why the file of metrics would be taken for a part of a cache, or be changed by builds.
    private static func complaintOfTextfile(_ settings: Settings) -> String? {
        guard let file = settings.textfile.value else { return nil }
        for directory in settings.trees.value + settings.states.value {
            let parts = directory.bytes.split(separator: UInt8(ascii: "/"))
            guard file.bytes.split(separator: UInt8(ascii: "/")).starts(with: parts) else { continue }
            return "\(settings.textfile.origin.description): agent.textfile: the metrics would lie in "
                + "\(Quotation.text(directory.bytes)), where builds can change them; name another place"
        }
        return nil
    }

    private func plan(_ settings: Settings) -> AgentPlan {
        let state = ManifestFile.folder(of: settings.database.value)
        var plan = AgentPlan(
            runtimeFolder: RuntimeFolder.choose(environment: environment, stateFolder: state), stateFolder: state)
        plan.intervals[.audit] = TimeSpan.seconds(settings.auditEvery.value)
        // Directories alone have no builds.
        if HostState.isWanted(settings) { plan.intervals[.harvest] = TimeSpan.seconds(settings.harvestEvery.value) }
        if let every = settings.purgeEvery.value { plan.intervals[.purge] = TimeSpan.seconds(every) }
        plan.database = settings.database.value
        plan.jitter = settings.jitter.value
        plan.deadline = TimeSpan.seconds(settings.deadline.value)
        plan.pressure = settings.pressure.value
        plan.incidents = settings.incidentFolder.value
        plan.appliesIncidents = settings.appliesIncidents.value
        plan.listen = settings.listen.value
        plan.textfile = settings.textfile.value
        return plan
    }

    /// The agent's own flags as bytes: a path need not be text.
    private static var occurrences: [FlagOccurrence] {
        if case .command(_, let occurrences, _)? = try? ParsedLine.read(ProcessArguments.arguments) {
            return occurrences
        }
        return []
    }

    private static func without(_ spelling: String, _ words: [[UInt8]]) -> [[UInt8]] {
        guard let place = words.firstIndex(of: Array(spelling.utf8)) else { return words }
        return Array(words[..<place]) + Array(words[min(place + 2, words.count)...])
    }

    private static func refusal(_ message: String) -> AgentRefusal {
        AgentRefusal(
            message.split(separator: "\n").map { line in
                String(line.hasPrefix("bezoar: ") ? line.dropFirst("bezoar: ".count) : line)
            })
    }
}
