import Inventory

/// The worst that the tiers of one mount id come to: who may write what a better trusted build reads.
struct TrustMixture {
    let writers: TrustTier
    let readers: TrustTier
    /// Whether both sides ran, and are known by names that projects seldom share.
    let isExecuted: Bool
    let isCertain: Bool

    /// What is known of the builds of one tier.
    private struct Side {
        var isThere = false
        var isCertain = false
        var isExecuted = false

        mutating func add(isCertain: Bool, isExecuted: Bool) {
            isThere = true
            self.isCertain = self.isCertain || isCertain
            self.isExecuted = self.isExecuted || (isCertain && isExecuted)
        }
    }

    /// `nil` where nobody writes what a better trusted one reads.
    init?(_ parties: [MountParty]) {
        var writing: [TrustTier: Side] = [:]
        var reading: [TrustTier: Side] = [:]
        for party in parties {
            guard let tier = party.key.tier else { continue }
            if !party.writers.isEmpty {
                writing[tier, default: Side()].add(isCertain: party.isSolid, isExecuted: party.isWriteExecuted)
            }
            reading[tier, default: Side()].add(isCertain: party.isSolid, isExecuted: party.isExecuted)
        }
        // From the worst pair on: the least trusted writer, then the best trusted reader.
        for low in TrustTier.allCases.sorted() {
            guard let writer = writing[low] else { continue }
            for high in TrustTier.allCases.sorted(by: >) where low < high {
                guard let reader = reading[high] else { continue }
                writers = low
                readers = high
                isExecuted = writer.isExecuted && reader.isExecuted
                isCertain = writer.isCertain && reader.isCertain
                return
            }
        }
        return nil
    }

    /// The named case of `mixed-trust`; `nil` for the rule's own grading.
    ///
    /// - Parameter isDefault: whether the mount has no id, so that the next untrusted project lands there by itself.
    func grade(isDefault: Bool) -> String? {
        switch (writers, readers) {
        case (.untrusted, .release): isExecuted ? "executed" : isCertain ? nil : "uncertain"
        case _ where isDefault && isCertain: "without-id"
        case (.untrusted, _): "untrusted-to-internal"
        default: "internal-to-release"
        }
    }
}
