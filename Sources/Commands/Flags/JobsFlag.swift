/// `--jobs N`: threads of the walk.
struct JobsFlag: Flag {
    let name = "jobs"
    let short: Character? = "j"
    let valueName = "N"
    let category = FlagCategory.reading
    let summary = "Read with this many threads"
    let details = """
        Read with this many threads, from 1 to 256. Without this flag there are as many threads as processors.
        """
    var key: String? { "audit.jobs" }
    let withoutValue = "one for each processor"
    let grammar = OptionalNumberGrammar(range: 1...256)
    var place: WritableKeyPath<Settings, Sourced<Int?>> { \.jobs }
}
