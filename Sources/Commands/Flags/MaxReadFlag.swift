/// `--max-read SIZE`: a pace.
struct MaxReadFlag: Flag {
    let name = "max-read"
    let valueName = "SIZE"
    let category = FlagCategory.reading
    let summary = "Read at most this much in a second"
    let details = """
        Read at most this much of the content of files in a second, all threads together: `100MiB`. Without it nothing \
        holds the reading back. Lists of folders do not count.
        """
    let grammar = OptionalGrammar(SizeGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.maxRead }
}
