package import Inventory
import Linux

/// The engines of a host that run, and the sockets at which one can ask them. Asks nobody itself.
///
/// ```
///   command lines of processes ─► --addr, --host, or the default ─┐
///   well-known places, /run/user/* ───────────────────────────────┴─► sockets, each once whatever its paths
/// ```
///
/// Anybody may call a process `dockerd` and name a socket of somebody else's: a socket counts only where it belongs to
/// whoever runs the process, and in `/run/user` no link is followed.
package struct EngineSurvey: Sendable {
    /// Sockets that are listed: a host has one or two, and each may cost whoever asks some seconds.
    package static let socketLimit = 16
    /// Type bits of a socket's mode.
    private static let socketType: UInt32 = 0o140000

    private struct Place {
        var path: ByteString
        var identity: Identity
        var owner: UInt32
    }

    private static let wellKnown: [(path: ByteString, program: RunningEngine.Program)] = [
        ("/run/buildkit/buildkitd.sock", .buildkitd),
        ("/run/user/*/buildkit/buildkitd.sock", .buildkitd),
        ("/run/docker.sock", .dockerd),
        ("/var/run/docker.sock", .dockerd),
        ("/run/user/*/docker.sock", .dockerd),
    ]

    /// Processes of buildkitd and dockerd.
    package private(set) var engines: [RunningEngine] = []
    /// Those of running engines come first.
    package private(set) var sockets: [EngineSocket] = []
    /// How many sockets are not listed.
    package private(set) var unlisted = 0
    /// Whether all processes of the host are seen.
    package let seesHost: Bool
    private let view: HostView
    private let processes: ProcessTable

    /// Looks at processes and places; see `StateDiscovery`.
    package init(hostRoot: ByteString = "/", processes folder: ByteString = "/proc") {
        view = HostView(root: hostRoot)
        processes = ProcessTable(folder)
        seesHost = processes.seesHost
        var running = RunningEngines(processes: processes, view: view)
        running.look()
        engines = running.engines
        var seen: Set<Identity> = []
        for engine in engines {
            for places in engine.sockets {
                guard let place = places.lazy.compactMap({ Self.socket($0) }).first,
                    Self.mayOffer(processes.owner(of: engine.process), place.owner)
                else { continue }
                take(place, engine.program, engine.process, &seen)
            }
        }
        for (pattern, program) in Self.wellKnown {
            for path in WellKnownPlaces.expand(pattern, in: view).paths {
                guard let resolved = try? view.resolve(path), let place = Self.socket(resolved) else { continue }
                if path != pattern, resolved != view.seen(path) { continue }
                take(place, program, nil, &seen)
            }
        }
    }

    /// Where this process may find what an engine calls by a path; only what is a folder.
    package func folders(at path: ByteString, of engine: Int?) -> [ByteString] {
        guard path.isAbsolute else { return [] }
        var places = [(try? view.resolve(path))].compactMap(\.self)
        if let engine, let own = try? HostView(root: processes.root(of: engine)).resolve(path) {
            places.insert(own, at: 0)
        }
        return places.filter { (try? Descriptor.status(withoutLinks: $0.bytes))?.isDirectory == true }
    }

    private mutating func take(
        _ place: Place, _ program: RunningEngine.Program, _ process: Int?,
        _ seen: inout Set<Identity>
    ) {
        guard seen.insert(place.identity).inserted else { return }
        if sockets.count < Self.socketLimit {
            sockets.append(EngineSocket(path: place.path, program: program, process: process))
        } else {
            unlisted += 1
        }
    }

    private static func socket(_ path: ByteString) -> Place? {
        guard let status = try? Descriptor.status(withoutLinks: path.bytes), status.type == socketType else {
            return nil
        }
        return Place(path: path, identity: Identity(status), owner: status.owner)
    }

    private static func mayOffer(_ user: UInt32?, _ owner: UInt32) -> Bool { user == 0 || user == owner }
}
