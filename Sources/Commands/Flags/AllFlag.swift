/// `--all`: everything.
struct AllFlag: Flag {
    let name = "all"
    let category = FlagCategory.choosing
    let summary = "Purge every cache that is looked at"
    let details = "Purge every cache that is looked at."
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.takesAll }
}
