/// `--older-than TIME`: by age.
struct OlderThanFlag: Flag {
    let name = "older-than"
    let valueName = "TIME"
    let category = FlagCategory.choosing
    let summary = "Only caches that were made longer ago than this"
    let details = """
        Only caches that were made longer ago than this: days (`30d`), hours (`12h`) or minutes (`45m`).
        """
    let variable: String? = nil
    let grammar = OptionalGrammar(DurationGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.olderThan }
}
