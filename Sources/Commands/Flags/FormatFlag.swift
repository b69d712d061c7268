/// `--format FORMAT`: each command offers the formats it can write.
struct FormatFlag: Flag {
    let name = "format"
    let category = FlagCategory.output
    let summary = "How to write the result"
    var details: String {
        let machines = grammar.choices.compactMap(Self.meaning)
        var first = "How to write the result. `text` is for people and may change between versions."
        if machines.count == 1 { first += " For machines there is \(machines[0])." }
        if machines.count > 1 { first += " The others are for machines: \(machines.joined(separator: ", "))." }
        return first + """


            Where the variable or the configuration names a format that a command does not offer, that command \
            writes `text`.
            """
    }
    var key: String? { "report.format" }
    let grammar: ChoiceGrammar<OutputFormat>
    var place: WritableKeyPath<Settings, Sourced<OutputFormat>> { \.format }
    var valueName: String { grammar.words.joined(separator: "|") }

    private static func meaning(_ format: OutputFormat) -> String? {
        switch format {
        case .text: nil
        case .json: "`json`, one document"
        case .jsonl: "`jsonl`, one JSON object per line"
        case .sarif: "`sarif`, which code-scanning services read"
        case .cyclonedx: "`cyclonedx`, a bill of materials of the packages with their verdicts"
        case .openmetrics: "`openmetrics`, numbers for a monitoring system"
        }
    }

    /// With the formats that a command can write.
    init(_ formats: [OutputFormat]) {
        grammar = ChoiceGrammar(choices: formats)
    }
}
