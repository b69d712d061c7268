/// `--color WHEN`: colours in text.
struct ColorFlag: Flag {
    let name = "color"
    let valueName = "auto|always|never"
    let category = FlagCategory.output
    let summary = "When to use colours"
    let details = """
        When to use colours in text. `auto` uses them where stdout is a terminal and the variable `NO_COLOR` is \
        not set.
        """
    var key: String? { "report.color" }
    let grammar = ChoiceGrammar(choices: ColorChoice.allCases)
    var place: WritableKeyPath<Settings, Sourced<ColorChoice>> { \.color }
}
