import BuildKit
import Inventory
import Linux
import Manifest

/// The caches that a purge may be about, open, and what the manifest knows of them.
struct PurgeScope {
    /// One of them.
    struct Cache {
        var target: AuditTarget
        var kind: StateRoot.Kind
        /// The directory that would be emptied.
        var device: UInt64
        var inode: UInt64
        /// Whether nobody knows which folder of it builds mount, so that only the engine can purge it.
        var isUnclear: Bool
    }

    /// In the order of the plan.
    var caches: [Cache] = []
    /// What the state roots hold.
    var state = HostState()
    /// Builds of the state roots and of the manifest.
    var builds: [Build] = []
    /// What could not be looked into.
    var unseen: [String] = []

    /// Opens everything that the flags name.
    static func open(_ selection: PurgeSelection, remembered: [Build]) -> PurgeScope {
        var scope = PurgeScope()
        let settings = selection.scopeSettings
        for path in settings.trees.value { scope.open(tree: path) }
        guard HostState.isWanted(settings) else { return scope }
        scope.state = HostState.read(selection.found ?? HostState.find(settings), remembered: remembered)
        scope.builds = BuildUnion.of(remembered, scope.state.builds)
        scope.note(scope.state.troubles)
        var join = ProjectJoin(scope.builds)
        let filter = CacheFilter(settings)
        var taken = 0
        for inventory in scope.state.inventories {
            scope.note(inventory.troubles)
            for cache in inventory.caches where filter.takes(cache.id) {
                taken += 1
                scope.open(cache, of: inventory.root, &join)
            }
        }
        let all = scope.state.inventories.reduce(0) { $0 + $1.caches.count }
        if let complaint = filter.complaint(taken: taken, of: all) { scope.unseen.append(complaint.detail) }
        return scope
    }

    private mutating func open(tree path: ByteString) {
        do throws(SystemError) {
            var target = try AuditTarget.open(tree: path, index: caches.count)
            if caches.contains(where: { $0.target.cache.path == target.cache.path }) { return }
            target.cache.usedBy = TreeUse().holders(of: target.cache.path)
            target.cache.inUse = !target.cache.usedBy.isEmpty
            try add(target, .tree, isUnclear: false)
        } catch {
            unseen.append("\(Quotation.text(path.bytes)): the directory cannot be opened: \(error)")
        }
    }

    private mutating func open(_ found: MountCache, of root: StateRoot, _ join: inout ProjectJoin) {
        var cache = found
        join.complete(&cache)
        ContentPart.narrow(&cache, in: root)
        do throws(SystemError) {
            let target = try AuditTarget.open(cache, index: caches.count, beside: caches.last?.target)
            let isCopy = root.snapshotter == "native" && cache.base != nil && cache.part.isEmpty
            let isUnclear = isCopy && (!cache.selectors.isEmpty || cache.projects.isEmpty)
            try add(target, root.kind, isUnclear: isUnclear)
        } catch {
            unseen.append(
                "\(Quotation.text(cache.path.bytes)): the directory of a mount cache cannot be opened: \(error)")
        }
    }

    private mutating func add(
        _ target: AuditTarget, _ kind: StateRoot.Kind, isUnclear: Bool
    ) throws(SystemError) {
        var whole = target.cache
        let part = whole.part.isEmpty ? 0 : whole.part.bytes.count + 1
        whole.path = ByteString(Array(whole.path.bytes.dropLast(part)))
        whole.part = ""
        let status = try AuditTarget.directory(of: whole).status()
        caches.append(
            Cache(target: target, kind: kind, device: status.device, inode: status.inode, isUnclear: isUnclear))
    }

    private mutating func note(_ troubles: [Trouble]) {
        for trouble in troubles { unseen.append("\(Quotation.text(trouble.path.bytes)): \(trouble.detail)") }
    }
}
