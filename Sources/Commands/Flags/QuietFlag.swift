/// `--quiet`: only what matters.
struct QuietFlag: Flag {
    let name = "quiet"
    let short: Character? = "q"
    let category = FlagCategory.output
    let summary = "Say only what fails the audit or went wrong"
    let details = """
        Say only what was found, and what could not be done. An audit leaves out findings below `--fail-on` (with \
        `never`, none): with nothing else to say it says nothing. There is no progress line.
        """
    let excludes = ["verbose"]
    let grammar = ToggleGrammar(on: Verbosity.quiet, off: .normal)
    var place: WritableKeyPath<Settings, Sourced<Verbosity>> { \.verbosity }
}
