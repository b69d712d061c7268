/// One way to poison a cache, and the rule that must speak of it.
struct PoisonCase: Sendable {
    /// What an auditor has besides the cache.
    enum Aid {
        /// Nothing.
        case none
        /// The lockfile of the project that uses the cache, registered before.
        case lockfile
        /// An audit of the cache from before it was poisoned.
        case history
    }

    let client: SampleClient
    /// Names the way of poisoning: of these there are several variants.
    let number: String
    /// What the script calls it.
    let attack: String
    /// What is done to the clean cache before, where it lacks what is to be poisoned.
    var preparation: String?
    /// What the attacker does, for readers.
    let deed: String
    /// The rule, and what it needs; `nil` where no rule can speak, and `deed` says why that is so.
    let caught: (by: String, with: Aid)?

    init(
        _ client: SampleClient, _ number: String, _ attack: String, _ deed: String, by rule: String?,
        with aid: Aid = .none, after preparation: String? = nil
    ) {
        self.client = client
        self.number = number
        self.attack = attack
        self.deed = deed
        self.preparation = preparation
        caught = rule.map { ($0, aid) }
    }

    /// All of them, in the order of the document.
    static let all = pip + npm + maven + gradle + cargo + go + uv + yarn + berry + pnpm
}
