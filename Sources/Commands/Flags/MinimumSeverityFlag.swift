import Inventory

/// `--severity SEVERITY`: findings of a severity.
struct MinimumSeverityFlag: Flag {
    let name = "severity"
    let valueName = "SEVERITY"
    let category = FlagCategory.choosing
    let summary = "Purge what findings of this severity or above are about"
    let details = """
        Purge what findings of this severity or above are about, as the last audit of each cache reported them: \
        `info`, `low`, `medium`, `high` or `critical`. With `--rule` both must hold.
        """
    let variable: String? = nil
    let grammar = OptionalGrammar(ChoiceGrammar(choices: Severity.allCases))
    var place: WritableKeyPath<Settings, Sourced<Severity?>> { \.minimumSeverity }
}
