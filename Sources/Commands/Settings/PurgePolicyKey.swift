/// The keys of a table `[[purge]]`.
enum PurgePolicyKey: String, CaseIterable, Sendable {
    case caches, keep
    case olderThan = "older-than"
    case unusedFor = "unused-for"
    case budget, hours

    /// A sentence for the man page.
    var details: String {
        switch self {
        case .caches: "Patterns for mount ids that the table is about, as for `--cache`. Without them it is about all."
        case .keep: "Patterns for mount ids that this table never purges."
        case .olderThan: "Caches that were made longer ago than this: each cache is begun anew after that time."
        case .unusedFor: "Caches that no build has used for this long."
        case .budget: "What all caches of the table may keep together: the least recently used go."
        case .hours: "Hours of the day in UTC in which the table may act: `22-6`. Without them it may at any time."
        }
    }
}
