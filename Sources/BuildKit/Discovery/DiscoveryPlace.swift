import Inventory

/// A directory that may be a state root, and who says so.
struct DiscoveryPlace {
    /// Path on the host; below the host root where `isSeen` is false.
    var path: ByteString
    var origin: String
    /// Whether the path is already as this process sees it (`--state`, `/proc/<pid>/root`).
    var isSeen = false
    /// Whether usual folders below it are looked at as well: a volume may hold a home or a data folder.
    var isDeep = false
    /// Whether it is worth a line when nothing is there.
    var isNamed = true
    /// Another path of the same, for when this one leads nowhere.
    var fallback: ByteString?

    /// Folders below a deep place that may be state roots.
    static let inner: [ByteString] = [
        "buildkit", "docker", ".local/share/buildkit", ".local/share/docker", "var/lib/buildkit", "var/lib/docker",
    ]
}
