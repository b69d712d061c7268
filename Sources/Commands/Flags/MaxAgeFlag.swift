/// `--max-age TIME`: how old a report may be.
struct MaxAgeFlag: Flag {
    let name = "max-age"
    let valueName = "TIME"
    let category = FlagCategory.input
    let summary = "Name hosts whose newest report is older than this"
    let details = """
        A host whose newest report is older than this is named as stale. What the report says is shown all the same. \
        Days (`7d`), hours (`12h`) or minutes (`45m`).
        """
    let variable: String? = nil
    let grammar = DurationGrammar()
    var place: WritableKeyPath<Settings, Sourced<Int64>> { \.maxAge }
}
