/// `--max-file-size SIZE`: the limit of one file.
struct MaxFileSizeFlag: Flag {
    let name = "max-file-size"
    let valueName = "SIZE"
    let category = FlagCategory.reading
    let summary = "Do not read files larger than this; report them"
    let details = """
        Do not read a file larger than this. Each such file is reported, and the audit counts as incomplete. A \
        size is a number of bytes, or a number with `K`, `M`, `G`, `T` or `KiB` to `TiB` (powers of 1024), or \
        with `KB` to `TB` (powers of 1000).
        """
    var key: String? { "audit.max-file-size" }
    let grammar = SizeGrammar()
    var place: WritableKeyPath<Settings, Sourced<Int64>> { \.maxFileSize }
}
