/// `--verbose`: everything.
struct VerboseFlag: Flag {
    let name = "verbose"
    let short: Character? = "v"
    let category = FlagCategory.output
    let summary = "Say more"
    let details = "List everything that is otherwise counted or left out."
    let excludes = ["quiet"]
    let grammar = ToggleGrammar(on: Verbosity.verbose, off: .normal)
    var place: WritableKeyPath<Settings, Sourced<Verbosity>> { \.verbosity }
}
