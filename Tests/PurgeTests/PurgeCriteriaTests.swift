import Inventory
import Purge
import TestSupport
import Testing

/// Which caches are chosen, and why.
@Suite struct PurgeCriteriaTests {
    private static let day: Int64 = 86_400 * 1_000_000_000
    private let now = 1_000 * day

    private func candidate(
        created: Int64? = nil, used: Int64? = nil, bytes: Int64 = 1, unverified: Int64? = nil, audited: Bool = false,
        inUse: Bool = false
    ) -> PurgeCandidate {
        var cache = MountCache(id: "id", root: "/state", record: "r", path: "/p")
        cache.created = created.map { now - $0 * Self.day }
        cache.lastUsed = used.map { now - $0 * Self.day }
        cache.inUse = inUse
        return PurgeCandidate(
            cache: cache, bytes: bytes, unverifiedSince: unverified.map { now - $0 * Self.day }, wasAudited: audited)
    }

    private func choose(
        _ candidates: [PurgeCandidate], _ set: (inout PurgeCriteria) -> Void
    ) -> (chosen: [Int], unknown: [Int]) {
        var criteria = PurgeCriteria(now: now)
        set(&criteria)
        let choice = criteria.choose(candidates)
        return (choice.reasons.keys.sorted(), choice.unknown)
    }

    @Test func withoutCriteriaAllAreChosen() {
        #expect(choose([candidate(), candidate(inUse: true)]) { _ in } == ([0, 1], []))
    }

    @Test func byAgeAndUse() {
        let candidates = [
            candidate(created: 40, used: 1), candidate(created: 30, used: 30), candidate(created: 29), candidate(),
        ]
        #expect(choose(candidates) { $0.olderThan = 30 * Self.day } == ([0, 1], [3]))
        #expect(choose(candidates) { $0.unusedFor = 29 * Self.day } == ([1, 2], [3]))
        #expect(
            choose(candidates) {
                $0.unusedFor = 29 * Self.day
                $0.olderThan = 30 * Self.day
            } == ([1], [3]))
        // A clock that was set back makes nothing old.
        #expect(choose([candidate(created: -5)]) { $0.olderThan = 1 } == ([], []))
        let reasons = {
            var criteria = PurgeCriteria(now: now)
            criteria.olderThan = 30 * Self.day
            return criteria.choose(candidates).reasons[0]
        }()
        #expect(reasons == [.init(selector: "older-than", detail: "made 40 days ago")])
    }

    @Test func byLackOfProof() {
        let candidates = [
            candidate(unverified: 10, audited: true), candidate(unverified: 3, audited: true), candidate(audited: true),
            candidate(),
        ]
        #expect(choose(candidates) { $0.unverifiedFor = 7 * Self.day } == ([0], [3]))
    }

    @Test func theLeastRecentlyUsedGoUntilTheRestFits() {
        let candidates = [
            candidate(used: 5, bytes: 10), candidate(used: 1, bytes: 10), candidate(used: 3, bytes: 10),
            candidate(used: 9, bytes: 10, inUse: true),
        ]
        #expect(choose(candidates) { $0.budget = 40 }.chosen == [])
        #expect(choose(candidates) { $0.budget = 39 }.chosen == [0])
        #expect(choose(candidates) { $0.budget = 20 }.chosen == [0, 2])
        #expect(choose(candidates) { $0.budget = 1 }.chosen == [0, 1, 2, 3])
        // A small one that is older does not slip past a large one that did not fit.
        #expect(
            choose([candidate(used: 1, bytes: 50), candidate(used: 2, bytes: 1)]) { $0.budget = 10 }.chosen == [0, 1])
        #expect(choose([candidate(bytes: .max), candidate(bytes: .max)]) { $0.budget = .max }.chosen == [0])
    }

    /// Against a model that tries every number of caches to keep.
    @Test func budgetsAgreeWithAModel() {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<500 {
            let candidates = (0..<random.int(0...8)).map { index in
                candidate(used: Int64(index * 7 % 11), bytes: Int64(random.int(0...20)))
            }
            let budget = Int64(random.int(0...60))
            let newestFirst = candidates.indices.sorted {
                (candidates[$0].cache.lastUsed ?? 0) > (candidates[$1].cache.lastUsed ?? 0)
            }
            let kept = (0...candidates.count).last { count in
                (0...count).allSatisfy { part in
                    newestFirst.prefix(part).reduce(Int64(0)) { $0 + candidates[$1].bytes } <= budget
                }
            }
            let expected = newestFirst.dropFirst(kept ?? 0).sorted()
            #expect(choose(candidates) { $0.budget = budget }.chosen == expected)
        }
    }
}
