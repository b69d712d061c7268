import BuildKit
import Inventory
import Linux
import Manifest

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
    /// Paths of state roots whose history of builds was read whole.
    var histories: Set<ByteString> = []
    /// Builds that the state still knows.
    var builds: [Build] = []
    /// The registered lockfiles, as they lie on the disk now.
    var lockfiles = LockfileWatch()
    /// The lockfiles of builds, as they lie in the state roots.
    var discovered = DiscoveredPins()
    /// What limits the answer, in sentences.
    var notes: [String] = []
    /// What could not be opened or understood.
    var troubles: [Trouble] = []

    /// Directories among them that somebody named and that cannot be audited at all.
    var unopened: [Trouble] = []

    /// Opens everything that the settings ask for, and what was found where they ask for state roots. Fails where there
    /// is nothing to be opened.
    static func open(_ settings: Settings, _ found: HostState.Discovery?) throws(CommandFailure) -> AuditScope {
        var scope = AuditScope()
        if !settings.cachePatterns.value.isEmpty, !HostState.isWanted(settings) {
            throw CommandFailure(
                "`--cache` chooses among the mount caches of a host; `--tree` names a directory itself\n"
                    + "leave `--cache` out, or add `--discover` to audit mount caches as well", exit: .usage)
        }
        for path in settings.trees.value { scope.open(tree: path) }
        if let found { scope.openState(settings, found) }
        scope.lockfiles = Self.watchLockfiles(settings)
        scope.troubles += scope.lockfiles.troubles
        if scope.targets.isEmpty && scope.roots.isEmpty && scope.troubles.isEmpty {
            throw HostSurvey.nothingToAudit()
        }
        return scope
    }

    private mutating func open(tree path: ByteString) {
        do throws(SystemError) {
            let target = try AuditTarget.open(tree: path, index: targets.count)
            let isNew = !targets.contains { $0.cache.path == target.cache.path }
            if isNew { targets.append(target) }
        } catch {
            let detail = "the directory cannot be opened: \(error)"
            let trouble = Trouble(cache: -1, path: Self.absolute(path), reason: .unreadable, detail: detail)
            troubles.append(trouble)
            unopened.append(trouble)
        }
    }

    /// A path with the working directory before it, so that a report read elsewhere says what was meant.
    private static func absolute(_ path: ByteString) -> ByteString {
        if path.bytes.first == UInt8(ascii: "/") { return path }
        guard let here = try? Descriptor.open([UInt8(ascii: ".")], [.directory, .path]).realPath() else { return path }
        return ByteString(here).appending(path)
    }

    /// Looks at the lockfiles while paths still lead somewhere. A manifest that cannot be read is for the writer to
    /// complain about, who comes next.
    private static func watchLockfiles(_ settings: Settings) -> LockfileWatch {
        let path = settings.database.value
        guard settings.records.value, (try? Descriptor.status(ofPath: path.bytes)) != nil,
            let kept = try? ManifestStore(path: path, mode: .read).lockfiles()
        else { return LockfileWatch() }
        return LockfileWatch.gather(kept)
    }

    private mutating func openState(_ settings: Settings, _ found: HostState.Discovery) {
        // A manifest that cannot be read is for the writer to complain about, who comes next.
        let remembered = RememberedBuilds.read(settings).builds
        let state = HostState.read(found, remembered: remembered)
        let filter = CacheFilter(settings)
        var taken = 0
        var join = ProjectJoin(BuildUnion.of(remembered, state.builds))
        troubles += state.troubles
        notes += state.notes
        for (inventory, root) in zip(state.inventories, state.found) {
            var absent: [String: Trouble] = [:]
            roots.append(inventory.root)
            builds += inventory.builds
            if inventory.isHistoryWhole { histories.insert(inventory.root.path) }
            troubles += inventory.troubles
            discovered.gather(inventory)
            for var cache in inventory.caches where filter.takes(cache.id) {
                taken += 1
                join.complete(&cache)
                ContentPart.narrow(&cache, in: inventory.root)
                do throws(SystemError) {
                    let target = try AuditTarget.open(cache, index: targets.count, beside: targets.last)
                    targets.append(target)
                } catch {
                    let isAbsent = error.number == SystemError.notFound
                    let trouble = Trouble(
                        cache: -1, path: cache.path, reason: isAbsent ? .vanished : .unreadable,
                        detail: "the directory of a mount cache cannot be opened: \(error)", isSubtree: true)
                    if isAbsent { absent[cache.record] = trouble } else { troubles.append(trouble) }
                }
            }
            // What the daemon has pruned since is not missing.
            let gone = StateReader.gone(Set(absent.keys), in: root)
            troubles += absent.filter { !gone.contains($0.key) }.values.sorted { $0.path < $1.path }
        }
        let all = state.inventories.reduce(0) { $0 + $1.caches.count }
        if let complaint = filter.complaint(taken: taken, of: all) { troubles.append(complaint) }
    }
}
