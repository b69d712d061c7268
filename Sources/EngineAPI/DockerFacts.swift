internal import Bytes

/// What a dockerd says of its version (`GET /version`).
package struct DockerVersion: Sendable, Hashable {
    package var version = ""
    package var apiVersion = ""
    /// Versions of `containerd`, `runc` and the others, by name.
    package var components: [String: String] = [:]

    package init() {}
}

/// What a dockerd says of its storage (`GET /info`).
package struct DockerFacts: Sendable, Hashable {
    package var version = ""
    /// Its data root.
    package var rootDirectory = ""
    /// Storage driver: `overlay2`, or the snapshotter's name.
    package var driver = ""
    /// Whether images lie in containerd's store instead of a graph driver's.
    package var usesContainerdStore = false
    /// `name=rootless`, `name=userns` and others.
    package var securityOptions: [String] = []

    package init() {}

    /// Whether the daemon runs in a user's own namespace.
    package var isRootless: Bool { securityOptions.contains { $0.hasPrefix("name=rootless") } }
}

extension EngineClient {
    /// Version of dockerd and of what it brought.
    package func dockerVersion() throws(EngineError) -> DockerVersion {
        let object = try get("/version")
        var version = DockerVersion()
        version.version = object["Version"]?.string ?? ""
        version.apiVersion = object["ApiVersion"]?.string ?? ""
        for component in (object["Components"]?.array ?? []).prefix(EngineWorker.listLimit) {
            guard let name = component.object?["Name"]?.string else { continue }
            version.components[name] = component.object?["Version"]?.string ?? ""
        }
        return version
    }

    /// Data root and storage of dockerd. Not `/system/df`: that one measures.
    package func dockerFacts() throws(EngineError) -> DockerFacts {
        let object = try get("/info")
        var facts = DockerFacts()
        facts.version = object["ServerVersion"]?.string ?? ""
        facts.rootDirectory = object["DockerRootDir"]?.string ?? ""
        facts.driver = object["Driver"]?.string ?? ""
        let options = object["SecurityOptions"]?.array ?? []
        facts.securityOptions = options.prefix(EngineWorker.listLimit).compactMap(\.string)
        facts.usesContainerdStore = (object["DriverStatus"]?.array ?? []).contains { pair in
            let words = pair.array ?? []
            return words.first?.string == "driver-type"
                && words.last?.string?.hasPrefix("io.containerd.snapshotter") == true
        }
        return facts
    }
}
