/// `--unused-for TIME`: by last use.
struct UnusedForFlag: Flag {
    let name = "unused-for"
    let valueName = "TIME"
    let category = FlagCategory.choosing
    let summary = "Only caches that no build has used for this long"
    let details = """
        Only caches that no build has used for this long: days (`30d`), hours (`12h`) or minutes (`45m`). An engine \
        that is asked for its disk usage counts that as a use.
        """
    let variable: String? = nil
    let grammar = OptionalGrammar(DurationGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.unusedFor }
}
