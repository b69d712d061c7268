import Inventory

/// How much is kept of all builds of one state root together. Anybody who may build may write records by the thousand,
/// each with a Dockerfile of megabytes, and whoever reads them has only so much memory.
///
/// ```
///   a build that does not fit     first without its Dockerfile and the commands of its mounts,
///                                 then without its mounts and secrets: who built and when is always kept
/// ```
struct BuildBudget {
    /// Bytes that one build takes besides its texts, and one mount of it.
    static let buildCost = 500
    static let mountCost = 250

    /// Bytes that are left.
    private var left: Int
    /// Builds of which not all is kept.
    private(set) var cutBuilds = 0

    /// Of so many bytes.
    init(bytes: Int = 128 << 20) {
        left = bytes
    }

    /// Makes a build fit, and takes its bytes.
    mutating func fit(_ build: inout Build) {
        var cost = Self.cost(of: build)
        if cost > left {
            cutBuilds += 1
            build.dockerfile = nil
            for index in build.mounts.indices { build.mounts[index].command = "" }
            cost = Self.cost(of: build)
        }
        if cost > left {
            build.mounts = []
            build.secrets = []
            build.credentials = Array(build.credentials.prefix(1))
            build.failure = nil
            cost = Self.cost(of: build)
        }
        left = max(0, left - cost)
    }

    /// About what a build takes. The mounts of one step share its command.
    static func cost(of build: Build) -> Int {
        var cost = buildCost + (build.dockerfile?.bytes.count ?? 0) + (build.failure?.bytes.count ?? 0)
        cost += build.secrets.reduce(0) { $0 + $1.bytes.count }
        cost += build.credentials.reduce(0) { $0 + $1.place.bytes.count + $1.kind.utf8.count }
        var command: ByteString?
        for mount in build.mounts {
            cost += mountCost + mount.id.bytes.count + mount.target.bytes.count + mount.selector.bytes.count
            if mount.command != command {
                cost += mount.command.bytes.count
                command = mount.command
            }
        }
        return cost
    }
}
