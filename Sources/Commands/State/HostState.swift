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
    /// What limits the answer, in sentences.
    var notes: [String] = []

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
        /// Whether somebody named state roots.
        fileprivate(set) var isNamed = false

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
        result.isNamed = !states.isEmpty
        if !states.isEmpty { result.add(StateDiscovery(hostRoot: hostRoot, states: states)) }
        if settings.discovers.value || (states.isEmpty && settings.trees.value.isEmpty) {
            result.add(StateDiscovery(hostRoot: hostRoot, states: []))
        }
        return result
    }

    /// A sentence about one of several state roots.
    static func sentence(_ text: String, of root: StateRoot) -> String {
        "\(Quotation.text(root.path.bytes)): \(text)"
    }

    /// Reads the caches of these state roots alone: no builds, no discovery beyond them.
    static func readCaches(_ roots: [ByteString], hostRoot: ByteString?) -> HostState {
        var result = HostState()
        if roots.isEmpty { return result }
        let found = StateDiscovery(hostRoot: hostRoot ?? "/", states: roots).run()
        result.found = found.roots
        result.steps = found.steps
        result.troubles = found.troubles
        let patience = Patience()
        result.inventories = found.roots.map { StateReader.read($0, patience) }
        return result
    }

    /// With the caches of these state roots as well, where they are not among its own.
    func adding(_ roots: [ByteString], hostRoot: ByteString?) -> HostState {
        let more = Self.readCaches(roots.filter { root in !found.contains { $0.path == root } }, hostRoot: hostRoot)
        var result = self
        result.found += more.found
        result.inventories += more.inventories
        return result
    }

    /// Finds and reads them. The blobs of builds that are remembered whole are not read again; the builds of the result
    /// are those remembered and those that are new.
    static func read(_ settings: Settings, remembered: [Build] = []) -> HostState {
        read(find(settings), remembered: remembered)
    }

    /// Reads what was found.
    static func read(_ found: Discovery, remembered: [Build]) -> HostState {
        let known = KnownBuilds(remembered)
        var result = HostState()
        result.found = found.roots
        result.steps = found.steps
        result.troubles = found.troubles
        let patience = Patience()
        for root in found.roots {
            result.inventories.append(
                StateReader.readAll(root, known: known.of(root: root.path), patience: patience))
        }
        let inUse = InUse()
        inUse.mark(&result.inventories, of: found.roots)
        if result.inventories.contains(where: { !$0.caches.isEmpty }) { result.notes = inUse.notes }
        if found.roots.isEmpty, !found.isNamed, !inUse.processes.seesHost {
            result.notes = [
                "only the processes of this container are seen: an engine whose state root is in no usual place is not "
                    + "found (run with the host's process numbers: --pid=host, hostPID; or name it with --state)"
            ]
        }
        for inventory in result.inventories {
            result.notes += inventory.notes.map { Self.sentence($0, of: inventory.root) }
        }
        return result
    }
}
