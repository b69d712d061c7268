import BuildKit
import Inventory
import Linux

/// What the state roots of this host hold, read from files alone.
struct HostState {
    /// One per worker of a state root.
    var inventories: [StateInventory] = []
    /// The same roots with all that is needed to read them again, one by one.
    var found: [FoundRoot] = []
    /// Where state was looked for.
    var steps: [DiscoveryStep] = []
    /// What could not be looked into, besides what the inventories say.
    var troubles: [Trouble] = []

    /// Whether these settings ask for state roots at all.
    static func isWanted(_ settings: Settings) -> Bool {
        !settings.states.value.isEmpty || settings.discovers.value || settings.trees.value.isEmpty
    }

    /// Builds of all state roots.
    var builds: [Build] {
        if let first = inventories.first, inventories.count == 1 { return first.builds }
        return inventories.flatMap(\.builds)
    }

    /// What `find` has found.
    struct Discovery {
        var roots: [FoundRoot] = []
        var steps: [DiscoveryStep] = []
        var troubles: [Trouble] = []

        fileprivate mutating func add(_ discovery: StateDiscovery) {
            let found = discovery.run()
            // Two runs may come upon the same root.
            roots += found.roots.filter { root in !roots.contains { $0.root == root.root } }
            steps += found.steps
            troubles += found.troubles
        }
    }

    /// Finds them: those that were named, and those of the whole host where that is asked for.
    static func find(_ settings: Settings) -> Discovery {
        let states = settings.states.value
        let hostRoot = settings.hostRoot.value ?? "/"
        var result = Discovery()
        if !states.isEmpty { result.add(StateDiscovery(hostRoot: hostRoot, states: states)) }
        if settings.discovers.value || (states.isEmpty && settings.trees.value.isEmpty) {
            result.add(StateDiscovery(hostRoot: hostRoot, states: []))
        }
        return result
    }

    /// Reads the caches of these state roots alone: no builds, no discovery beyond them.
    static func readCaches(_ roots: [ByteString], hostRoot: ByteString?) -> HostState {
        var result = HostState()
        if roots.isEmpty { return result }
        let found = StateDiscovery(hostRoot: hostRoot ?? "/", states: roots).run()
        result.found = found.roots
        result.steps = found.steps
        result.troubles = found.troubles
        result.inventories = found.roots.map { StateReader.read($0) }
        return result
    }

    /// Finds and reads them. The blobs of builds that are remembered whole are not read again; the builds of the result
    /// are those remembered and those that are new.
    static func read(_ settings: Settings, remembered: [Build] = []) -> HostState {
        let found = find(settings)
        let known = KnownBuilds(remembered)
        var result = HostState()
        result.found = found.roots
        result.steps = found.steps
        result.troubles = found.troubles
        for root in found.roots {
            result.inventories.append(StateReader.readAll(root, known: known.of(root: root.path)))
        }
        InUse().mark(&result.inventories, of: found.roots)
        return result
    }
}
