import Inventory

/// Which builds had a mount since a time, out of all that are remembered.
struct MountHistory {
    private struct Mount: Hashable {
        var root: ByteString
        var id: ByteString
    }

    private struct Span {
        var end: Int64
        var user: HuntReport.User
    }

    /// Builds that are listed of one mount; the others are counted.
    private static let listedMax = 20

    /// By their ends, the last first.
    private var spans: [Mount: [Span]] = [:]

    init(_ builds: [Build]) {
        for build in builds {
            var seen: Set<ByteString> = []
            for use in build.mounts where use.execution == .executed || use.execution == .unknown {
                guard seen.insert(use.id).inserted else { continue }
                // Of a build without times nobody can say that it was over before.
                spans[Mount(root: build.root, id: use.id), default: []].append(
                    Span(end: build.finished ?? .max, user: HuntReport.User(build)))
            }
        }
        for mount in spans.keys { spans[mount]?.sort { $0.end > $1.end } }
    }

    /// The builds that ended after a time, the newest first, and how many more there are.
    func users(root: ByteString, cache: ByteString, since time: Int64) -> (listed: [HuntReport.User], more: Int) {
        guard let all = spans[Mount(root: root, id: cache)] else { return ([], 0) }
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].end >= time { low = middle + 1 } else { high = middle }
        }
        return (all[..<min(low, Self.listedMax)].map(\.user), max(0, low - Self.listedMax))
    }
}
