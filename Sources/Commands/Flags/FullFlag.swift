/// `--full`: trust no identity.
struct FullFlag: Flag {
    let name = "full"
    let category = FlagCategory.reading
    let summary = "Read every file again, also unchanged ones"
    let details = """
        Read every file again. Without this flag a file whose device, inode, size, times and mode are those in \
        the manifest is taken as unchanged and not read, but for the part that `--rehash` asks for.
        """
    var key: String? { "audit.full" }
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.full }
}
