/// `-V` and `--version`.
struct VersionFlag: Flag {
    let name = "version"
    let short: Character? = "V"
    let category = FlagCategory.general
    let summary = "Print the version"
    let details = "Print the version and end. `bezoar version --verbose` says more."
    let variable: String? = nil
    let grammar = ToggleGrammar<StandardAnswer?>(on: .version, off: nil)
    var place: WritableKeyPath<Settings, Sourced<StandardAnswer?>> { \.answer }
}
