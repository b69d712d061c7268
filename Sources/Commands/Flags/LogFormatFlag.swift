import Report

/// `--log-format text|json`: the agent's log.
struct LogFormatFlag: Flag {
    let name = "log-format"
    let category = FlagCategory.agent
    let summary = "How to write the log"
    let details = """
        How to write the log, which goes to stdout: `text` for people, or `json` with one object for each event. \
        Text has no times, because journals and container engines keep their own.
        """
    var key: String? { "agent.log-format" }
    let grammar = ChoiceGrammar(choices: LogWriter.Format.allCases)
    var place: WritableKeyPath<Settings, Sourced<LogWriter.Format>> { \.logFormat }
    var valueName: String { grammar.words.joined(separator: "|") }
}
