/// `--no-progress`: no progress line, even on a terminal.
struct NoProgressFlag: Flag {
    let name = "no-progress"
    let category = FlagCategory.output
    let summary = "Show no progress line"
    let details = "Show no progress line. It is shown only where stderr is a terminal."
    let grammar = ToggleGrammar(on: false, off: true)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.progress }
}
