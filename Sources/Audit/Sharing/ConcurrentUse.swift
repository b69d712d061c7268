import Inventory

/// Clients whose caches must not be used by two processes at once, when these run in two containers.
struct ConcurrentUse {
    /// The client's name.
    let client: String
    /// Ends of the targets that it keeps its cache in.
    let targets: [String]
    /// Whether the default `sharing=shared` is wrong even where no two steps met yet.
    let isAlwaysWrong: Bool
    /// Why, as the end of a sentence.
    let reason: String

    /// The clients. A client that does its own locking in the cache's folder is not among them.
    static let all: [ConcurrentUse] = [
        // The Dockerfile reference asks for `sharing=locked` in so many words.
        ConcurrentUse(
            client: "apt",
            targets: ["/var/cache/apt", "/var/lib/apt", "/var/cache/apt/archives", "/var/lib/apt/lists"],
            isAlwaysWrong: true, reason: "apt needs its folders for itself alone"),
        // Gradle asks the holder of a lock to give it up through a port of the loopback device: each step has its own.
        ConcurrentUse(
            client: "Gradle", targets: ["/.gradle", "/.gradle/caches"], isAlwaysWrong: false,
            reason: "Gradle's locks do not reach from one container to another"),
        // Maven's resolver locks within one process unless it is told to lock files.
        ConcurrentUse(
            client: "Maven", targets: ["/.m2", "/.m2/repository"], isAlwaysWrong: false,
            reason: "Maven locks its local repository within one process only"),
    ]

    /// The client whose cache a target is; `nil` where it is none of these.
    static func of(_ target: ByteString) -> ConcurrentUse? {
        var bytes = target.bytes[...]
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return all.first { client in
            client.targets.contains {
                bytes.count >= $0.utf8.count && bytes.suffix($0.utf8.count).elementsEqual($0.utf8)
            }
        }
    }
}
