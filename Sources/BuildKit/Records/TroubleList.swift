import Inventory

/// The troubles of one reader: the first ones of each reason are listed one by one, the others counted.
struct TroubleList: Sendable {
    /// Troubles of one reason that are listed one by one.
    static let limit = 100

    private var listed: [Trouble] = []
    private var counts: [Trouble.Reason: Int] = [:]

    /// Whether there is none.
    var isEmpty: Bool { listed.isEmpty }

    /// Adds one that belongs to no cache.
    mutating func add(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String, isSubtree: Bool = false) {
        counts[reason, default: 0] += 1
        guard counts[reason, default: 0] <= Self.limit else { return }
        listed.append(Trouble(cache: -1, path: path, reason: reason, detail: detail, isSubtree: isSubtree))
    }

    /// All of them; those beyond the limit stand in one line for each reason, at the path that holds them all.
    func all(of path: ByteString) -> [Trouble] {
        var result = listed
        for reason in Trouble.Reason.allCases {
            let rest = counts[reason, default: 0] - Self.limit
            guard rest > 0, let last = listed.last(where: { $0.reason == reason }) else { continue }
            let detail = "\(rest) more places like \(last.path.display): \(last.detail)"
            result.append(Trouble(cache: -1, path: path, reason: reason, detail: detail, isSubtree: last.isSubtree))
        }
        return result
    }
}
