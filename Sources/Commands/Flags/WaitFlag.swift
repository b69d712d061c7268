/// `--wait TIME`: wait for builds.
struct WaitFlag: Flag {
    let name = "wait"
    let valueName = "TIME"
    let category = FlagCategory.removing
    let summary = "Wait this long for builds that use a cache"
    let details = "Wait this long, in all, for builds that use a cache. Without it a cache in use is refused."
    let variable: String? = nil
    let grammar = OptionalGrammar(DurationGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.waits }
}
