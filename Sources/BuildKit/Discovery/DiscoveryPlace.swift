import Inventory

/// A directory that may be a state root, and who says so.
struct DiscoveryPlace {
    /// Path on the host; below the host root where `isSeen` is false.
    var path: ByteString
    var origin: String
    /// Whether the path is already as this process sees it (`--state`, `/proc/<pid>/root`).
    var isSeen = false
    /// Whether no link is in the path where it was found: one that is there now was put there since.
    var isPlain = false
    /// Whether an engine that runs is said to keep its state there: then a link that leads nowhere hides it.
    var isOfEngine = false
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
