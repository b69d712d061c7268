import Inventory

/// `--report FILE`: the whole report, for `merge`.
struct ReportFileFlag: Flag {
    let name = "report"
    let valueName = "FILE"
    let category = FlagCategory.output
    let summary = "Write the whole report as JSON into this file as well"
    let details = """
        When the audit is over, write all of its report as JSON into this file, whatever is written to stdout; \
        `bezoar merge` reads it. The file is written beside and renamed into place. An audit that fails or is stopped \
        leaves the one before. The file must not lie in a cache.
        """
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.reportFile }
}
