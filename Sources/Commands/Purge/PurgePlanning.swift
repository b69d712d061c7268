import Inventory
import Linux
import Purge
import Report

/// Makes a plan that somebody looks at, and removes nothing.
enum PurgePlanning {
    /// Locks this process in, and looks through the caches.
    static func run(
        _ selection: PurgeSelection, _ settings: Settings, _ metrics: JobMetrics?, _ console: inout Console
    ) throws(CommandFailure) -> PurgePlan {
        var settings = settings
        let needsMemory = selection.asksForFindings || settings.unverifiedFor.value != nil
        settings.records.value = (try? Descriptor.status(ofPath: settings.database.value.bytes)) != nil
        var selection = selection
        // Before: Landlock hides what other processes see, and engines in containers with it.
        selection.look()
        if selection.found != nil, let complaint = Confinement.forbidWriting(settings) {
            console.warn(complaint)
        }
        let memory = try PurgeMemory.read(settings, isNeeded: needsMemory)
        for (purge, terms) in memory.unfinished {
            console.warn(PurgeCommandLine.interrupted(purge, terms, settings))
        }
        var ground: PurgeGround?
        var complaint: String?
        // Borrowed for the planning: the closures below run on this thread, one after the other.
        var shown = console
        defer { console = shown }
        func show(_ progress: Progress) { shown.show(progress) }
        var (plan, _) = try PlanMaker.make(selection, memory, tick: show) { (scope) throws(CommandFailure) in
            ground = PurgeGround(scope.state, settings, takesLocks: false)
            let targets = scope.caches.map(\.target)
            try metrics?.require(outside: targets.map(\.cache.path))
            complaint = Confinement(targets, settings, [metrics?.place].compactMap(\.self)).complaint
            try catchSignals()
        }
        shown.eraseProgress()
        if let complaint { shown.warn(complaint) }
        if let ground { ground.chooseWays(of: &plan) }
        return plan
    }

    private static func catchSignals() throws(CommandFailure) {
        do throws(SystemError) {
            try Signals.catchStopRequests()
        } catch {
            throw CommandFailure("signals cannot be caught: \(error)")
        }
    }
}
