import Inventory

// Where engines listen, by their command lines.
//
//   buildkitd   --addr unix:///run/buildkit/buildkitd.sock          may stand several times
//   dockerd     -H, --host unix:///var/run/docker.sock              likewise; `fd://` is a socket of systemd's
//
// Addresses of other kinds (`tcp://`, `npipe://`) are of no use here: who asks there may reach another host.

extension RunningEngines {
    /// Sockets of one process, at most.
    private static let socketsOfOne = 8
    private static let scheme: ByteString = "unix://"

    /// What a process is and where it listens; its states are added by whoever finds them.
    func engine(_ process: Int, _ words: [ByteString], _ program: RunningEngine.Program) -> RunningEngine {
        let flags: [ByteString] = program == .buildkitd ? ["addr"] : ["host", "H"]
        let addresses = Self.values(of: flags, in: words)
        var paths = addresses.compactMap { $0.value.dropping(prefix: Self.scheme) }
        if addresses.isEmpty { paths = defaults(process, program) }
        var engine = RunningEngine(program: program, process: process)
        engine.sockets = paths.prefix(Self.socketsOfOne).filter(\.isAbsolute).map { seen(place(of: $0, process, "")) }
        return engine
    }

    private func defaults(_ process: Int, _ program: RunningEngine.Program) -> [ByteString] {
        let isBuildKit = program == .buildkitd
        let name: ByteString = isBuildKit ? "buildkit/buildkitd.sock" : "docker.sock"
        let folder: ByteString = isBuildKit ? "/run" : "/var/run"
        guard isRootless(process), let own = processes.variable("XDG_RUNTIME_DIR", of: process) else {
            return [folder.appending(name)]
        }
        return [own.appending(name)]
    }
}
