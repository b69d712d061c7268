/// `--format FORMAT`: each command offers the formats it can write.
struct FormatFlag: Flag {
    let name = "format"
    let category = FlagCategory.output
    let summary = "How to write the result"
    let details = """
        How to write the result. `text` is for people and may change between versions. The others are for \
        machines: `json` is one document, `jsonl` one JSON object per line, `sarif` what \
        code-scanning services read.

        Where the variable or the configuration names a format that a command does not offer, that command \
        writes `text`.
        """
    var key: String? { "report.format" }
    let grammar: ChoiceGrammar<OutputFormat>
    var place: WritableKeyPath<Settings, Sourced<OutputFormat>> { \.format }
    var valueName: String { grammar.words.joined(separator: "|") }

    /// With the formats that a command can write.
    init(_ formats: [OutputFormat]) {
        grammar = ChoiceGrammar(choices: formats)
    }
}
