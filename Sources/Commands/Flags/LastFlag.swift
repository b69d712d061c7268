/// `--last`: compare with the audit before.
struct LastFlag: Flag {
    let name = "last"
    let category = FlagCategory.baseline
    let summary = "Compare with the audit before the last one"
    let details = "Compare the last audit with the one before it instead of with a baseline."
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.comparesLast }
}
