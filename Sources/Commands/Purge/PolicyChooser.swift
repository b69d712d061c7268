import Inventory
import Purge

/// What the tables `[[purge]]` of the configuration take, and when they will take the rest.
struct PolicyChooser {
    private let policies: [PurgePolicy]
    private let now: Int64
    private static let second: Int64 = 1_000_000_000

    init(_ policies: [PurgePolicy], now: Int64) {
        self.policies = policies
        self.now = now
    }

    /// Chooses among candidates: what any table takes is chosen. Also says of the others when they are due.
    func choose(_ candidates: [PurgeCandidate]) -> (choice: PurgeChoice, notes: [String]) {
        var choice = PurgeChoice()
        var notes: [String] = []
        var due: [Int: Int64] = [:]
        for (number, policy) in policies.enumerated() {
            let places = candidates.indices.filter { isMeant(candidates[$0].cache.id, by: policy) }
            for place in places {
                if let moment = Self.due(candidates[place].cache, policy) {
                    due[place] = min(due[place] ?? .max, moment)
                }
            }
            guard policy.mayAct(at: now) else {
                notes.append("table \(number + 1) of [[purge]] may not act at this hour")
                continue
            }
            let found = criteria(policy).choose(places.map { candidates[$0] })
            for (position, reasons) in found.reasons {
                choice.reasons[places[position], default: []] +=
                    reasons + [
                        PurgePlan.Reason(selector: "policy", detail: "table \(number + 1) of [[purge]]")
                    ]
            }
            choice.unknown += found.unknown.map { places[$0] }
        }
        choice.unknown = Set(choice.unknown).filter { choice.reasons[$0] == nil }.sorted()
        for place in candidates.indices where choice.reasons[place] == nil {
            guard let moment = due[place] else { continue }
            let name = Quotation.text(candidates[place].cache.id.bytes)
            let words = moment <= now ? "due, as soon as its table may act" : "due in \(Self.span(moment - now))"
            notes.append("\(name): \(words)")
        }
        return (choice, notes)
    }

    private func isMeant(_ id: ByteString, by policy: PurgePolicy) -> Bool {
        !CacheFilter.matches(id, policy.keep)
            && (policy.caches.isEmpty || CacheFilter.matches(id, policy.caches))
    }

    private func criteria(_ policy: PurgePolicy) -> PurgeCriteria {
        var criteria = PurgeCriteria(now: now)
        criteria.olderThan = policy.olderThan.map { $0 * Self.second }
        criteria.unusedFor = policy.unusedFor.map { $0 * Self.second }
        criteria.budget = policy.budget
        return criteria
    }

    /// When all times of a table will have passed; `nil` where nothing tells, or only a budget counts.
    private static func due(_ cache: MountCache, _ policy: PurgePolicy) -> Int64? {
        var moment: Int64?
        for (span, begin) in [
            (policy.olderThan, cache.created), (policy.unusedFor, cache.lastUsed ?? cache.created),
        ] {
            guard let span else { continue }
            guard let begin else { return nil }
            let (sum, overflow) = begin.addingReportingOverflow(span * second)
            moment = max(moment ?? .min, overflow ? .max : sum)
        }
        return moment
    }

    private static func span(_ nanoseconds: Int64) -> String {
        let minutes = nanoseconds / 60_000_000_000 + 1
        if minutes >= 2 * 1_440 { return "\(minutes / 1_440) days" }
        return minutes >= 120 ? "\(minutes / 60) hours" : "\(minutes) minutes"
    }
}
