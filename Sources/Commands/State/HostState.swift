import BuildKit
import Inventory
import Linux

/// What the state roots of this host hold, read from files alone.
struct HostState {
    /// One per worker of a state root.
    var inventories: [StateInventory] = []
    /// Where state was looked for.
    var steps: [DiscoveryStep] = []
    /// What could not be looked into, besides what the inventories say.
    var troubles: [Trouble] = []

    /// Whether these settings ask for state roots at all.
    static func isWanted(_ settings: Settings) -> Bool {
        !settings.states.value.isEmpty || settings.discovers.value || settings.trees.value.isEmpty
    }

    /// Builds of all state roots.
    var builds: [Build] { inventories.flatMap(\.builds) }

    /// Finds and reads them.
    static func read(_ settings: Settings) -> HostState {
        var result = HostState()
        let states = settings.states.value
        let hostRoot = settings.hostRoot.value ?? "/"
        var found: [FoundRoot] = []
        if !states.isEmpty { found += result.look(StateDiscovery(hostRoot: hostRoot, states: states)) }
        if settings.discovers.value || (states.isEmpty && settings.trees.value.isEmpty) {
            found += result.look(StateDiscovery(hostRoot: hostRoot, states: []))
        }
        var read: [FoundRoot] = []
        for root in found where !result.inventories.contains(where: { $0.root == root.root }) {
            result.inventories.append(StateReader.readAll(root))
            read.append(root)
        }
        InUse().mark(&result.inventories, of: read)
        return result
    }

    private mutating func look(_ discovery: StateDiscovery) -> [FoundRoot] {
        let found = discovery.run()
        steps += found.steps
        troubles += found.troubles
        return found.roots
    }
}
