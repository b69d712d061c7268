import Inventory
import Linux
import Manifest
import Report

/// `bezoar harvest`: what the state roots tell of builds, into the manifest. No cache is looked into.
struct HarvestRun {
    private let settings: Settings
    private let metrics: JobMetrics?
    private var console: Console

    init(_ settings: Settings, _ metrics: JobMetrics?) {
        self.settings = settings
        self.metrics = metrics
        console = Console(settings)
    }

    /// Remembers what is new, and says how much that is.
    mutating func run() throws(CommandFailure) -> ExitCode {
        guard HostState.isWanted(settings) else {
            throw CommandFailure(
                "only directories are named, and no builds are known of those\nname a state root with --state, or add "
                    + "--discover", exit: .usage)
        }
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        _ = Host.raiseDescriptorLimit(to: 65_536)
        ManifestFile.makeDefaultFolder(settings)
        // Before: Landlock hides what other processes see, and engines in containers with it.
        let found = HostState.find(settings)
        if let complaint = Confinement.forbidWriting(settings) { console.warn(complaint) }
        try ManifestFile.bringUpToDate(settings)
        let remembered = RememberedBuilds.read(settings)
        let state = HostState.read(found, remembered: remembered.builds)
        let new = try keep(state.builds)
        let troubles =
            state.troubles + state.inventories.flatMap(\.troubles) + (remembered.trouble.map { [$0] } ?? [])
        for sentence in state.notes { console.note(sentence) }
        for trouble in troubles { console.warn("\(Quotation.text(trouble.path.bytes)): \(trouble.detail)") }
        let facts = BuildFacts.of(
            BuildUnion.of(remembered.builds, state.builds), in: state.inventories.map(\.root))
        let numbers = BuildMetrics.families(facts, after: metrics?.earlier ?? [], now: Clock.now)
        metrics?.take(numbers, isComplete: troubles.isEmpty)
        let roots = Human.counted(state.inventories.count, "state root")
        if console.style.detail != .quiet {
            try console.write { output in
                output.write("\(Human.counted(new, "new build")) of \(state.builds.count) known, in \(roots)\n")
            }
        }
        if Signals.requested != nil { return .interrupted }
        return troubles.isEmpty ? .clean : .incomplete
    }

    private func keep(_ builds: [Build]) throws(CommandFailure) -> Int {
        let store = try ManifestFile.open(settings, mode: .write)
        do throws(SystemError) {
            try Signals.catchStopRequests()
        } catch {
            throw CommandFailure("signals cannot be caught: \(error)")
        }
        do throws(ManifestError) {
            return try store.harvest(builds, now: Clock.now)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }
}
