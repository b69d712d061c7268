import Inventory

/// `--db FILE`: the manifest.
struct DatabaseFlag: Flag {
    let name = "db"
    let valueName = "FILE"
    let category = FlagCategory.input
    let summary = "The manifest, an SQLite database"
    let details = """
        The manifest: what was seen in which cache, when, and with which digest. An audit makes the file where \
        there is none. Two audits never write to one manifest at the same time.
        """
    var key: String? { "manifest.path" }
    let grammar = RequiredPathGrammar()
    var place: WritableKeyPath<Settings, Sourced<ByteString>> { \.database }
}
