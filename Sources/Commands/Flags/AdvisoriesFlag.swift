import Inventory

/// `--osv PATH`: advisories that are not imported.
struct AdvisoriesFlag: Flag {
    let name = "osv"
    let valueName = "PATH"
    let category = FlagCategory.hunt
    let summary = "Look for what these advisories name; may be repeated"
    let details = """
        Look for the packages and contents that these advisories name, without importing them: one record in the \
        OSV format, a folder of records, or the zip file that a database exports. May be given several times.
        """
    let variable: String? = nil
    let grammar = FileListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.advisoryPaths }
}
