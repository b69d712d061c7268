import Inventory
import Linux

/// Finds engines among the processes, and where they keep their state.
///
/// A process may run in a container: the path it was given is one of its own. Where its mounts tell which folder of the
/// host that is, the host's path is used; else the kernel leads through `/proc/<pid>/root`, as long as it runs.
struct RunningEngines {
    /// A program whose state is looked for.
    private struct Engine {
        var program: ByteString
        var kind: EngineConfiguration.Engine
        var flags: [ByteString]
        var configurationFlags: [ByteString]
        var configuration: ByteString
        var root: ByteString
        var homeRoot: ByteString?
    }

    private static let programs = [
        Engine(
            program: "buildkitd", kind: .buildkit, flags: ["root"], configurationFlags: ["config"],
            configuration: "/etc/buildkit/buildkitd.toml", root: "/var/lib/buildkit", homeRoot: "buildkit"),
        Engine(
            program: "dockerd", kind: .docker, flags: ["data-root", "graph", "g"], configurationFlags: ["config-file"],
            configuration: "/etc/docker/daemon.json", root: "/var/lib/docker", homeRoot: "docker"),
        Engine(
            program: "containerd", kind: .containerd, flags: ["root"], configurationFlags: ["config", "c"],
            configuration: "/etc/containerd/config.toml", root: "/var/lib/containerd", homeRoot: nil),
    ]

    /// Processes with mounts of their own that are looked at: a host has a few engines in containers, and anybody may
    /// call a process like one.
    static let foreignLimit = 64

    let processes: ProcessTable
    let view: HostView
    /// Where the engines' state may be.
    private(set) var places: [DiscoveryPlace] = []
    /// Where containerds keep their roots, as this process sees them.
    private(set) var containerds: [ByteString] = []
    /// Those that run and answer; a containerd does not.
    private(set) var engines: [RunningEngine] = []
    /// What hides where an engine keeps its state.
    private(set) var troubles: [Trouble] = []
    private let hostSpace: Identity?
    private let hostMounts: MountTable

    init(processes: ProcessTable, view: HostView) {
        self.processes = processes
        self.view = view
        let first = processes.mountSpace(of: "1")
        hostSpace = first ?? processes.mountSpace(of: "self")
        // Without the host's first process our own mounts will do, where the host's root directory is ours.
        let mounts = first != nil ? processes.mounts(of: 1) : view.root == "/" ? processes.ownMounts : nil
        hostMounts = MountTable(mounts ?? [])
    }

    /// The mounts that the host's first process sees.
    var mounts: MountTable { hostMounts }

    /// Looks at all processes.
    mutating func look() {
        var foreign = 0
        for process in processes.numbers() {
            let words = processes.words(of: process)
            guard let program = words.first?.lastComponent,
                let engine = Self.programs.first(where: { $0.program == program })
            else { continue }
            if !isOnHost(process) {
                foreign += 1
                guard foreign <= Self.foreignLimit else { continue }
            }
            let flags = Array(words.dropFirst())
            let first = places.count
            look(process, flags, engine)
            if let program = RunningEngine.Program(rawValue: program.display) {
                var running = self.engine(process, flags, program)
                running.states = places[first...].flatMap(seen)
                engines.append(running)
            }
        }
        guard foreign > Self.foreignLimit else { return }
        troubles.append(
            Trouble(
                cache: -1, path: processes.folder, reason: .tooLarge,
                detail: "\(foreign) processes with mounts of their own are called like an engine, and only "
                    + "\(Self.foreignLimit) of them were asked where they keep their state; name state roots with "
                    + "--state"))
    }

    private mutating func look(_ process: Int, _ words: [ByteString], _ engine: Engine) {
        let name = "process \(process) (\(engine.program.display))"
        if let (flag, path) = Self.value(of: engine.flags, in: words) {
            return add(path, process, "--\(flag.display) of \(name)", engine)
        }
        let named = Self.value(of: engine.configurationFlags, in: words)?.value
        let configuration = named ?? engine.configuration
        if configuration.isAbsolute, let path = root(in: configuration, process, name, engine) {
            return add(path, process, "\(configuration.display) of \(name)", engine)
        }
        add(engine.root, process, "default of \(name)", engine)
        guard let folder = engine.homeRoot, let home = processes.variable("HOME", of: process), home.isAbsolute,
            isRootless(process)
        else { return }
        let data = processes.variable("XDG_DATA_HOME", of: process) ?? home.appending(".local/share")
        guard data.isAbsolute else { return }
        add(data.appending(folder), process, "rootless default of \(name)", engine)
    }

    private static func value(
        of flags: [ByteString], in words: [ByteString]
    ) -> (flag: ByteString, value: ByteString)? {
        values(of: flags, in: words).first
    }

    /// `--flag value`, `--flag=value`, and both with one dash.
    static func values(
        of flags: [ByteString], in words: [ByteString]
    ) -> [(flag: ByteString, value: ByteString)] {
        var result: [(flag: ByteString, value: ByteString)] = []
        for (index, word) in words.enumerated() {
            guard let bare = word.dropping(prefix: "--") ?? word.dropping(prefix: "-") else { continue }
            for flag in flags {
                if let value = bare.dropping(prefix: flag.joined("=")), !value.isEmpty { result.append((flag, value)) }
                if bare == flag, index + 1 < words.count, !words[index + 1].isEmpty {
                    result.append((flag, words[index + 1]))
                }
            }
        }
        return result
    }

    /// What a configuration file says of where the state is; one that is there and cannot be read is a trouble.
    private mutating func root(
        in path: ByteString, _ process: Int, _ name: String, _ engine: Engine
    ) -> ByteString? {
        let view = ownView(of: process)
        var seen = view.seen(path)
        let answer: EngineConfiguration.Answer
        do throws(SystemError) {
            seen = try view.resolve(path)
            answer = EngineConfiguration.read(seen, engine.kind)
        } catch {
            answer = error.isNowhere ? .absent : .unreadable(error.advice)
        }
        switch answer {
        case .root(let root):
            return root
        case .unreadable(let reason):
            troubles.append(
                Trouble(
                    cache: -1, path: seen, reason: .unreadable,
                    detail: "\(name) may keep its state where this says, and it cannot be read: \(reason)"))
        case .silent, .absent:
            break
        }
        return nil
    }

    /// The files as a process sees them.
    private func ownView(of process: Int) -> HostView {
        isOnHost(process) ? view : HostView(root: processes.root(of: process))
    }

    private mutating func add(_ path: ByteString, _ process: Int, _ origin: String, _ engine: Engine) {
        guard path.isAbsolute else { return }
        let place = place(of: path, process, origin)
        guard engine.kind == .containerd else {
            places.append(place)
            return
        }
        for candidate in seen(place) where !containerds.contains(candidate) { containerds.append(candidate) }
    }

    /// Paths at which this process may find a place, the best first.
    func seen(_ place: DiscoveryPlace) -> [ByteString] {
        let path = place.isSeen ? place.path : place.isPlain ? view.seen(place.path) : try? view.resolve(place.path)
        return [path, place.fallback].compactMap(\.self)
    }

    /// Whether a process belongs to a user, or plays root for one.
    func isRootless(_ process: Int) -> Bool {
        processes.owner(of: process) != 0 || processes.variable("ROOTLESSKIT_STATE_DIR", of: process) != nil
    }

    /// Where this process sees what another calls by a path.
    ///
    /// Links on the way are followed among the files of that process, and only then its mounts are looked up: what is
    /// found so holds no link, and none that is put there later is followed.
    func place(of path: ByteString, _ process: Int, _ origin: String) -> DiscoveryPlace {
        if isOnHost(process) { return DiscoveryPlace(path: path, origin: origin, isOfEngine: true) }
        let own = ownView(of: process)
        var direct = DiscoveryPlace(path: own.seen(path), origin: origin, isSeen: true, isOfEngine: true)
        var inside = path
        do throws(SystemError) {
            direct.path = try own.resolve(path)
            if let rest = direct.path.below(own.root) { inside = ByteString("/").appending(rest) }
        } catch {
            // Where nothing at all is seen of its files, its mounts may still tell.
            if (try? Descriptor.status(withoutLinks: own.root.bytes)) != nil { return direct }
        }
        let table = MountTable(processes.mounts(of: process) ?? [])
        guard let host = hostMounts.place(of: inside, in: table) else { return direct }
        let found = identity(view.seen(host))
        // Something else may be mounted over it on the host.
        if let there = identity(direct.path), found != there { return direct }
        return DiscoveryPlace(
            path: host, origin: origin, isPlain: true, isOfEngine: true, fallback: direct.path)
    }

    private func identity(_ path: ByteString) -> Identity? {
        (try? Descriptor.status(withoutLinks: path.bytes)).map(Identity.init)
    }

    /// Whether a process sees the host's mounts. Where that cannot be told it is taken for granted.
    private func isOnHost(_ process: Int) -> Bool {
        guard let hostSpace, let space = processes.mountSpace(of: "\(process)") else { return true }
        return space == hostSpace
    }
}
