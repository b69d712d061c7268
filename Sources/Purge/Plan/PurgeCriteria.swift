package import Inventory

/// Which caches somebody wants to be rid of. Everything that is given must hold of a cache; what is not known of it
/// does not hold.
package struct PurgeCriteria: Sendable, Hashable {
    /// Nanoseconds since 1970.
    package var now: Int64
    /// Nanoseconds that have passed since the cache was made, or used last, at least.
    package var olderThan: Int64?
    package var unusedFor: Int64?
    /// Nanoseconds for which something in it was there that nothing outside the cache vouches for.
    package var unverifiedFor: Int64?
    /// Bytes that all caches may keep: the least recently used go until the others fit.
    package var budget: Int64?

    package init(now: Int64) {
        self.now = now
    }
}

/// A cache that may be chosen, with what the criteria ask about.
package struct PurgeCandidate: Sendable {
    package var cache: MountCache
    package var bytes: Int64
    /// When the oldest of its packages was seen first that nothing outside vouches for; nanoseconds since 1970.
    package var unverifiedSince: Int64?
    /// Whether it was audited at all.
    package var wasAudited: Bool

    package init(cache: MountCache, bytes: Int64, unverifiedSince: Int64? = nil, wasAudited: Bool = false) {
        self.cache = cache
        self.bytes = bytes
        self.unverifiedSince = unverifiedSince
        self.wasAudited = wasAudited
    }
}

/// Caches that were chosen, by their places, with the reasons.
package struct PurgeChoice: Sendable, Hashable {
    package var reasons: [Int: [PurgePlan.Reason]] = [:]
    /// Caches of which not everything is known that was asked about.
    package var unknown: [Int] = []

    package init() {}
}

extension PurgeCriteria {
    /// Chooses among candidates.
    package func choose(_ candidates: [PurgeCandidate]) -> PurgeChoice {
        var choice = PurgeChoice()
        for (index, candidate) in candidates.enumerated() {
            switch judge(candidate) {
            case .holds(let reasons): choice.reasons[index] = reasons
            case .unknown: choice.unknown.append(index)
            case .fails: break
            }
        }
        if let budget { keep(budget, of: candidates, &choice) }
        return choice
    }

    private enum Answer {
        case holds([PurgePlan.Reason])
        case fails, unknown
    }

    private func judge(_ candidate: PurgeCandidate) -> Answer {
        var reasons: [PurgePlan.Reason] = []
        if let olderThan {
            guard let created = candidate.cache.created else { return .unknown }
            guard hasPassed(olderThan, since: created) else { return .fails }
            reasons.append(reason("older-than", "made", created))
        }
        if let unusedFor {
            // A cache that was never used is as idle as it is old.
            guard let used = candidate.cache.lastUsed ?? candidate.cache.created else { return .unknown }
            guard hasPassed(unusedFor, since: used) else { return .fails }
            reasons.append(reason("unused-for", "last used", used))
        }
        if let unverifiedFor {
            guard candidate.wasAudited else { return .unknown }
            guard let since = candidate.unverifiedSince, hasPassed(unverifiedFor, since: since) else { return .fails }
            reasons.append(reason("unverified-for", "holds what nothing outside vouches for, first seen", since))
        }
        return .holds(reasons)
    }

    private func hasPassed(_ span: Int64, since moment: Int64) -> Bool {
        let (age, overflow) = now.subtractingReportingOverflow(moment)
        return overflow ? moment < now : age >= span
    }

    private func reason(_ selector: String, _ what: String, _ moment: Int64) -> PurgePlan.Reason {
        PurgePlan.Reason(selector: selector, detail: "\(what) \(Self.age(now, since: moment)) ago")
    }

    /// `41 days`, `3 hours`.
    private static func age(_ now: Int64, since moment: Int64) -> String {
        let (age, overflow) = now.subtractingReportingOverflow(moment)
        let minutes = overflow ? Int64.max : max(0, age) / 60_000_000_000
        for (unit, name) in [(1_440, "day"), (60, "hour"), (1, "minute")] as [(Int64, String)] where minutes >= unit {
            let count = minutes / unit
            return "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return "a moment"
    }

    /// Takes out of the choice what may stay: the most recently used, as long as they fit. What is in use comes first,
    /// since it could not be purged.
    private func keep(_ budget: Int64, of candidates: [PurgeCandidate], _ choice: inout PurgeChoice) {
        let order = choice.reasons.keys.sorted { left, right in
            let (first, second) = (candidates[left].cache, candidates[right].cache)
            if first.inUse != second.inUse { return first.inUse }
            return (Self.lastUse(first), left) > (Self.lastUse(second), right)
        }
        var kept: Int64 = 0
        var isFull = false
        for index in order {
            let (sum, overflow) = kept.addingReportingOverflow(max(0, candidates[index].bytes))
            isFull = isFull || overflow || sum > budget
            if isFull {
                choice.reasons[index]?.append(
                    PurgePlan.Reason(selector: "budget", detail: "less recently used than what fits"))
            } else {
                kept = sum
                choice.reasons[index] = nil
            }
        }
    }

    private static func lastUse(_ cache: MountCache) -> Int64 { cache.lastUsed ?? cache.created ?? .min }
}
