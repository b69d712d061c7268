/// `--fail-on SEVERITY`: from where on findings change the exit code.
struct FailOnFlag: Flag {
    let name = "fail-on"
    let valueName = "SEVERITY"
    let category = FlagCategory.judging
    let summary = "Exit with 1 from this severity on"
    let details = """
        Exit with 1 when there is a finding of this severity or above: `info`, `low`, `medium`, `high` or \
        `critical`. With `never` findings do not change the exit code. All findings are reported in any case, and \
        an audit that could not see everything never exits with 0.
        """
    var key: String? { "audit.fail-on" }
    let grammar = ChoiceGrammar(choices: FailureThreshold.allCases)
    var place: WritableKeyPath<Settings, Sourced<FailureThreshold>> { \.failOn }
}
