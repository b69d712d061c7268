/// `--since TIME`: from when on builds count.
struct SinceFlag: Flag {
    let name = "since"
    let valueName = "TIME"
    let category = FlagCategory.choosing
    let summary = "Only builds from this moment on, with --project"
    let details = """
        With `--project`: only builds that ended at or after this moment count. It is a day or a time in UTC: \
        `2026-11-21`, or `2026-11-21T03:04:05Z`.
        """
    let variable: String? = nil
    let grammar = OptionalGrammar(MomentGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.since }
}
