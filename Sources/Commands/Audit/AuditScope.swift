import Inventory
import Linux

/// What an audit is about: directories that are open, and what the state roots told of them.
///
/// ```
///  --tree ──────────────────────────────► one target each
///  --state, or what is found ─► caches ─► one target each, with the builds that used it
/// ```
struct AuditScope {
    /// In the order of the report.
    var targets: [AuditTarget] = []
    /// State roots; trees stand beside them in the report.
    var roots: [StateRoot] = []
    /// Builds that the state still knows.
    var builds: [Build] = []
    /// What could not be opened or understood.
    var troubles: [Trouble] = []

    /// Opens everything that the settings ask for. Fails where nothing at all can be audited.
    static func open(_ settings: Settings) throws(CommandFailure) -> AuditScope {
        var scope = AuditScope()
        let failure = scope.openTrees(settings)
        if HostState.isWanted(settings) { scope.openState(settings) }
        if scope.targets.isEmpty && scope.roots.isEmpty {
            if let failure { throw failure }
            if let trouble = scope.troubles.first { throw CommandFailure(trouble.path, trouble.detail) }
            throw HostSurvey.nothingToAudit()
        }
        return scope
    }

    /// Opens the trees; what the last one that cannot be opened is to say where nothing else is left.
    private mutating func openTrees(_ settings: Settings) -> CommandFailure? {
        var failure: CommandFailure?
        for path in settings.trees.value {
            do throws(SystemError) {
                let target = try AuditTarget.open(tree: path, index: targets.count)
                let isNew = !targets.contains { $0.cache.path == target.cache.path }
                if isNew { targets.append(target) }
            } catch {
                let reason = "the directory cannot be opened: \(error)"
                failure = CommandFailure(path, reason)
                troubles.append(Trouble(cache: -1, path: path, reason: .unreadable, detail: reason, isSubtree: true))
            }
        }
        return failure
    }

    private mutating func openState(_ settings: Settings) {
        let state = HostState.read(settings)
        let filter = CacheFilter(settings)
        // A manifest that cannot be read is for the writer to complain about, who comes next.
        let join = ProjectJoin(BuildUnion.of(RememberedBuilds.read(settings).builds, state.builds))
        troubles += state.troubles
        for inventory in state.inventories {
            roots.append(inventory.root)
            builds += inventory.builds
            troubles += inventory.troubles
            for var cache in inventory.caches where filter.takes(cache.id) {
                join.complete(&cache)
                ContentPart.narrow(&cache, in: inventory.root)
                do throws(SystemError) {
                    targets.append(try AuditTarget.open(cache, index: targets.count))
                } catch {
                    let reason = "the directory of a mount cache cannot be opened: \(error)"
                    troubles.append(
                        Trouble(cache: -1, path: cache.path, reason: .unreadable, detail: reason, isSubtree: true))
                }
            }
        }
    }
}
