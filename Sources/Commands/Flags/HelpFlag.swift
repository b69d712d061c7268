/// `-h` and `--help`: the short and the long help.
struct HelpFlag: Flag {
    let name = "help"
    let short: Character? = "h"
    let category = FlagCategory.general
    let summary = "Print help: -h in short, --help at length"
    let details = "Print help and end. `-h` prints one line per flag, `--help` all there is to say."
    let variable: String? = nil
    let grammar = ToggleGrammar<StandardAnswer?>(on: .help, off: nil)
    var place: WritableKeyPath<Settings, Sourced<StandardAnswer?>> { \.answer }
}
