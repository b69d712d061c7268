import Inventory
import Linux
import Purge

/// Makes a plan that somebody looks at, and removes nothing.
enum PurgePlanning {
    /// Locks this process in, and looks through the caches.
    static func run(
        _ selection: PurgeSelection, _ settings: Settings, _ metrics: JobMetrics?, _ console: inout Console
    ) throws(CommandFailure) -> PurgePlan {
        var settings = settings
        let needsMemory = selection.asksForFindings || settings.unverifiedFor.value != nil
        settings.records.value = (try? Descriptor.status(ofPath: settings.database.value.bytes)) != nil
        if HostState.isWanted(selection.scopeSettings), let complaint = Confinement.forbidWriting(settings) {
            console.warn(complaint)
        }
        let memory = try PurgeMemory.read(settings, isNeeded: needsMemory)
        if memory.unfinished > 0 {
            console.warn(
                "a purge was interrupted before it was done; `\(PurgeCommandLine.finishing(settings))` finishes it "
                    + "before anything else")
        }
        var ground: PurgeGround?
        var complaint: String?
        var (plan, _) = try PlanMaker.make(selection, memory) { (scope) throws(CommandFailure) in
            ground = PurgeGround(scope.state, settings, takesLocks: false)
            let targets = scope.caches.map(\.target)
            try metrics?.require(outside: targets.map(\.cache.path))
            complaint = Confinement(targets, settings, metrics).complaint
            try catchSignals()
        }
        if let complaint { console.warn(complaint) }
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
