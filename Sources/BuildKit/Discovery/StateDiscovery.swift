package import Inventory
import Linux

/// Finds the state roots of a host without being told where they are.
///
/// ```
///   well-known places ─┐
///   configuration      ├─► places ─► StateRecognition ─► found roots, each once whatever its paths
///   running engines    │                    └─► steps: what was looked at, and what came of it
///   mounts and volumes ┘
/// ```
package struct StateDiscovery {
    /// Steps that are listed one by one.
    package static let stepLimit = 20_000
    /// Mounts of the host that are looked at.
    static let mountLimit = 5_000

    private let view: HostView
    private let states: [ByteString]
    private let processes: ProcessTable

    private var roots: [FoundRoot] = []
    private var steps: [DiscoveryStep] = []
    private var troubles: [Trouble] = []
    private var unlistedSteps = 0
    /// Paths that were looked at, without links.
    private var seen: Set<ByteString> = []
    /// State roots that were found, and where.
    private var taken: [Identity: ByteString] = [:]
    private var containerds: [ByteString] = []
    /// Folders that could not be looked into.
    private var refused: Set<ByteString> = []

    /// `hostRoot`: where the host's root directory is mounted. `states` replaces discovery. `processes`: where `/proc`
    /// is.
    package init(hostRoot: ByteString = "/", states: [ByteString] = [], processes: ByteString = "/proc") {
        view = HostView(root: hostRoot)
        self.states = states
        self.processes = ProcessTable(processes)
    }

    /// Looks. What could not be looked into stands in the troubles.
    package func run() -> (roots: [FoundRoot], steps: [DiscoveryStep], troubles: [Trouble]) {
        var discovery = self
        if states.isEmpty {
            discovery.discover()
        } else {
            discovery.takeStates()
        }
        if discovery.unlistedSteps > 0 {
            discovery.steps.append(
                DiscoveryStep(
                    path: view.root, origin: "discovery", verdict: .notState,
                    detail: "\(discovery.unlistedSteps) more places are not listed"))
        }
        return (discovery.roots, discovery.steps, discovery.troubles)
    }

    // MARK: Sources

    private mutating func takeStates() {
        findContainerds([])
        for state in states {
            let here = state.isAbsolute ? nil : try? Descriptor.open([UInt8(ascii: ".")], [.directory]).realPath()
            let path = here.map { ByteString($0).appending(state.plain) } ?? state.plain
            let place = DiscoveryPlace(path: path, origin: "--state", isSeen: true, isDeep: true)
            let before = (steps: steps.count, troubles: troubles.count)
            if look(place) || troubles.count > before.troubles { continue }
            // Of a path somebody named it is no answer that nothing is there. What was looked at first is the path
            // itself, wherever its links led; nothing was, where it had been named before.
            guard let step = steps[before.steps...].first, step.verdict != .duplicate else { continue }
            troubles.append(
                Trouble(
                    cache: -1, path: step.path, reason: .unusable, detail: "no state root: \(step.detail)",
                    isSubtree: step.verdict != .absent))
        }
    }

    private mutating func discover() {
        do throws(SystemError) {
            _ = try Descriptor.open(view.root.bytes, [.path, .directory])
        } catch {
            // Not there is no answer for what somebody named, as the root of a whole host.
            let detail = "the host's root directory cannot be opened: \(error.advice)"
            troubles.append(
                Trouble(cache: -1, path: view.root, reason: .unusable, detail: detail, isSubtree: true))
            return
        }
        var engines = RunningEngines(processes: processes, view: view)
        engines.look()
        troubles += engines.troubles
        findContainerds(engines.containerds)
        let homes = homes()
        for pattern in WellKnownPlaces.engines { look(pattern) }
        for home in homes {
            for pattern in WellKnownPlaces.homes { look(pattern, below: home) }
        }
        lookAtConfigurations(homes)
        for place in engines.places { look(place) }
        lookAtMounts(engines.mounts)
        lookBelowDocker()
        for pattern in WellKnownPlaces.volumes { look(pattern) }
        for pattern in WellKnownPlaces.buildah { look(pattern) }
    }

    private mutating func findContainerds(_ running: [ByteString]) {
        containerds = running
        for path in WellKnownPlaces.containerds {
            guard let place = try? view.resolve(ByteString(path)), !containerds.contains(place) else { continue }
            containerds.append(place)
        }
    }

    /// Homes of users: those that are there, and those that the list of users names.
    private func homes() -> [ByteString] {
        var homes = WellKnownPlaces.homeFolders.flatMap { WellKnownPlaces.expand(ByteString($0), in: view).paths }
        if let path = try? view.resolve("/etc/passwd"), let folder = try? Folder(path.parent),
            let users = try? folder.content(of: path.lastComponent, limit: EngineConfiguration.sizeLimit)
        {
            for line in users.split(separator: UInt8(ascii: "\n")) {
                let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
                guard fields.count > 5 else { continue }
                let home = ByteString(Array(fields[5]))
                if home.isAbsolute, home.components.count > 1, !homes.contains(home) { homes.append(home) }
            }
        }
        return homes
    }

    private mutating func lookAtConfigurations(_ homes: [ByteString]) {
        var files = EngineConfiguration.files
        for home in homes {
            files += EngineConfiguration.homeFiles.map { (home.appending($0.path), $0.engine) }
        }
        for (path, engine) in files {
            guard let resolved = try? view.resolve(path) else { continue }
            switch EngineConfiguration.read(resolved, engine) {
            case .root(let root):
                if engine == .containerd {
                    if let root = try? view.resolve(root), !containerds.contains(root) { containerds.append(root) }
                } else {
                    look(DiscoveryPlace(path: root, origin: "configuration \(path.display)"))
                }
            case .unreadable(let reason):
                note(resolved, "configuration", .unreadable, reason)
                guard !troubles.contains(where: { $0.path == resolved }) else { continue }
                troubles.append(Trouble(cache: -1, path: resolved, reason: .unreadable, detail: reason))
            case .silent, .absent:
                break
            }
        }
    }

    private mutating func lookAtMounts(_ mounts: MountTable) {
        let places = mounts.entries.filter(Self.mayHoldState)
        if places.count > Self.mountLimit {
            troubles.append(
                Trouble(
                    cache: -1, path: view.root, reason: .tooLarge,
                    detail: "\(places.count - Self.mountLimit) of \(places.count) mounts were not searched for state; "
                        + "name state roots with --state"))
        }
        for entry in places.prefix(Self.mountLimit) {
            look(
                DiscoveryPlace(
                    path: entry.mountPoint, origin: "mount table (\(entry.type.display))", isDeep: true, isNamed: false)
            )
        }
    }

    /// Whether a mount may hold a state root and answers at once: no file systems of the kernel's own, none of the
    /// network, no container's view of its image.
    private static func mayHoldState(_ entry: MountTable.Entry) -> Bool {
        let usual: Set<ByteString> = [
            "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "tmpfs", "reiserfs", "jfs",
        ]
        return usual.contains(entry.type) && entry.mountPoint.bytes != [UInt8(ascii: "/")]
    }

    /// Below Docker's roots: volumes, and with `userns-remap` a root per range of users.
    private mutating func lookBelowDocker() {
        var paths = steps.filter { $0.verdict != .absent }.map(\.path)
        paths += roots.map(\.path)
        var done: Set<ByteString> = []
        while let path = paths.popLast() {
            guard done.insert(path).inserted, let folder = try? Folder(path) else { continue }
            guard folder.hasFolder("volumes") || folder.hasFolder("image") || folder.hasFolder("buildkit") else {
                continue
            }
            for name in folder.folderNames() where Self.isUserRange(name) {
                look(DiscoveryPlace(path: path.appending(name), origin: "userns-remap", isSeen: true))
                paths.append(path.appending(name))
            }
            guard let volumes = try? folder.folder("volumes") else { continue }
            for name in volumes.folderNames() {
                let data = volumes.path.appending(name).appending("_data")
                look(
                    DiscoveryPlace(path: data, origin: "Docker volume", isSeen: true, isDeep: true, isNamed: false))
            }
        }
    }

    /// `231072.231072`
    private static func isUserRange(_ name: ByteString) -> Bool {
        let parts = name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.count < 11 && part.allSatisfy { (0x30...0x39).contains($0) }
            }
    }

    // MARK: Looking

    private mutating func look(_ pattern: WellKnownPlaces.Pattern, below home: ByteString? = nil) {
        let path = home?.appending(ByteString(pattern.path)) ?? ByteString(pattern.path)
        let match = WellKnownPlaces.expand(path, in: view)
        if let refused = match.refused {
            let origin = "well-known place of \(pattern.owner)"
            refuse(view.seen(refused.path), origin, refused.error.advice, at: view.trail(of: refused.path).folder)
        }
        let isPlain = !pattern.path.contains("*")
        for path in match.paths {
            look(
                DiscoveryPlace(
                    path: path, origin: "well-known place of \(pattern.owner)", isDeep: pattern.isDeep,
                    isNamed: isPlain && home == nil))
        }
    }

    /// Looks at a place and, where it is deep, at usual folders below it. Whether anything was taken.
    @discardableResult
    private mutating func look(_ place: DiscoveryPlace) -> Bool {
        let (view, named) = place.isSeen ? self.view.place(ofSeen: place.path) : (self.view, place.path)
        let path: ByteString
        do throws(SystemError) {
            path = place.isPlain ? view.seen(named) : try view.resolve(named)
        } catch {
            if let fallback = place.fallback { return look(foreign(fallback, place)) }
            let seen = view.seen(named)
            let trail = view.trail(of: named)
            if !error.isNowhere {
                refuse(seen, place.origin, error.advice, at: trail.folder)
            } else if place.isOfEngine, trail.links > 0 {
                refuse(seen, place.origin, Self.leadsNowhere, at: trail.folder)
            } else if place.isNamed {
                note(seen, place.origin, .absent, "not there")
            }
            return false
        }
        if look(at: path, place) { return true }
        guard place.isDeep else { return false }
        var isTaken = false
        for name in DiscoveryPlace.inner {
            let inner = self.view.place(ofSeen: path.appending(name))
            guard let found = try? inner.view.resolve(inner.path),
                (try? Descriptor.status(withoutLinks: found.bytes))?.isDirectory == true
            else { continue }
            let deeper = DiscoveryPlace(path: found, origin: place.origin, isSeen: true, isPlain: true, isNamed: false)
            if look(deeper) { isTaken = true }
        }
        return isTaken
    }

    private static let leadsNowhere =
        "an engine that runs is said to keep its state there, and a symbolic link on the way leads to nothing"

    private func foreign(_ path: ByteString, _ place: DiscoveryPlace) -> DiscoveryPlace {
        DiscoveryPlace(
            path: path, origin: place.origin, isSeen: true, isOfEngine: place.isOfEngine, isDeep: place.isDeep,
            isNamed: place.isNamed)
    }

    /// Whether a directory is a state root.
    package static func isState(_ path: ByteString) -> Bool {
        guard case .state = StateRecognition(containerds: []).look(at: path) else { return false }
        return true
    }

    /// Whether a folder of this name, at the top of a state root, may be what holds its caches. Docker's volumes and
    /// the like are none.
    package static func mayHoldContent(_ name: ByteString) -> Bool {
        name.hasPrefix("runc-") || name.hasPrefix("containerd") || name == "buildkit"
            || ContentPlace.drivers.contains { name == ByteString($0) }
    }

    private mutating func look(at path: ByteString, _ place: DiscoveryPlace) -> Bool {
        guard seen.insert(path).inserted else {
            if taken.values.contains(path) { note(path, place.origin, .duplicate, "found before") }
            return false
        }
        switch StateRecognition(containerds: containerds).look(at: path) {
        case .absent(let detail):
            if let fallback = place.fallback { return look(foreign(fallback, place)) }
            if place.isNamed { note(path, place.origin, .absent, detail) }
        case .notState(let detail):
            if let fallback = place.fallback { return look(foreign(fallback, place)) }
            note(path, place.origin, .notState, detail)
        case .unreadable(let error):
            refuse(path, place.origin, error.advice, at: path)
        case .state(let found, let unknown):
            return take(found, unknown, path, place.origin)
        }
        return false
    }

    private mutating func take(
        _ found: [FoundRoot], _ unknown: [String], _ path: ByteString, _ origin: String
    ) -> Bool {
        if let status = try? Descriptor.status(withoutLinks: path.bytes) {
            let identity = Identity(status)
            if let first = taken[identity] {
                note(path, origin, .duplicate, "the same folder as \(first.display)")
                return true
            }
            taken[identity] = path
        }
        for sentence in unknown {
            troubles.append(Trouble(cache: -1, path: path, reason: .unusable, detail: sentence, isSubtree: true))
        }
        guard !found.isEmpty else {
            note(path, origin, .notState, unknown.joined(separator: "; "))
            return true
        }
        roots += found
        let kinds = found.map { root in
            root.root.kind.rawValue + (root.root.snapshotter.map { ", \($0)" } ?? "")
        }
        note(path, origin, .taken, kinds.joined(separator: "; "))
        return true
    }

    /// Notes a place that cannot be looked into, and the folder on the way to it that hides it: of many places below
    /// one folder it is said once.
    private mutating func refuse(_ path: ByteString, _ origin: String, _ reason: String, at folder: ByteString) {
        note(path, origin, .unreadable, reason)
        guard refused.insert(folder).inserted else { return }
        troubles.append(Trouble(cache: -1, path: folder, reason: .unreadable, detail: reason, isSubtree: true))
    }

    private mutating func note(
        _ path: ByteString, _ origin: String, _ verdict: DiscoveryStep.Verdict, _ detail: String
    ) {
        guard steps.count < Self.stepLimit || verdict == .taken || !states.isEmpty else {
            unlistedSteps += 1
            return
        }
        steps.append(DiscoveryStep(path: path, origin: origin, verdict: verdict, detail: detail))
    }
}
