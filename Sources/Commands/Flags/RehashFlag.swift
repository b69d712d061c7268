/// `--rehash N`: how soon each unchanged file has its turn to be read again.
struct RehashFlag: Flag {
    let name = "rehash"
    let valueName = "N"
    let category = FlagCategory.reading
    let summary = "Read every N-th part of the unchanged files again"
    let details = """
        Read every N-th part of the unchanged files again in each audit, so that after N audits each file was \
        read. This finds content that was changed without a trace in its times, and disks that forget. With 0 no \
        unchanged file is read again. `--full` reads them all.
        """
    var key: String? { "audit.rehash" }
    let grammar = NumberGrammar(range: 0...10_000)
    var place: WritableKeyPath<Settings, Sourced<Int>> { \.rehash }
}
