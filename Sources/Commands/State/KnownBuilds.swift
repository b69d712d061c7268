import Inventory

/// Builds that are remembered, by state root and name.
struct KnownBuilds {
    private var builds: [ByteString: [String: Build]] = [:]

    init(_ remembered: [Build]) {
        for build in remembered { builds[build.root, default: [:]][build.ref] = build }
    }

    /// Those of one state root.
    func of(root: ByteString) -> [String: Build] { builds[root] ?? [:] }
}
