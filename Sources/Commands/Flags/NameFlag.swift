/// `--name NAME`: which baseline.
struct NameFlag: Flag {
    let name = "name"
    let valueName = "NAME"
    let category = FlagCategory.baseline
    let summary = "Name of the baseline"
    let details = "Name of the baseline: up to 64 letters, digits, dots, dashes and underscores."
    let variable: String? = nil
    let grammar = NameGrammar()
    var place: WritableKeyPath<Settings, Sourced<String>> { \.baseline }
}
