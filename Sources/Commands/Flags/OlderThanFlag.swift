/// `--older-than TIME`: by age.
struct OlderThanFlag: Flag {
    let name = "older-than"
    let valueName = "TIME"
    let category = FlagCategory.choosing
    private let use: Use

    /// What has the age.
    enum Use {
        case caches, entries
    }

    /// By default caches have it.
    init(_ use: Use = .caches) {
        self.use = use
    }

    var summary: String {
        switch use {
        case .caches: "Only caches that were made longer ago than this"
        case .entries: "Only entries that were taken longer ago than this"
        }
    }

    var details: String { summary + ": days (`30d`), hours (`12h`) or minutes (`45m`)." }
    let variable: String? = nil
    let grammar = OptionalGrammar(DurationGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.olderThan }
}
