import Inventory

/// `bezoar quarantine show`.
struct QuarantineShowCommand: Command {
    let path = ["quarantine", "show"]
    let summary = "Show all that is known of one entry"
    let details = """
        Shows all that is known of an entry; with `--format json` the document itself. With `--output` the content is \
        written into that file, after it was checked against its digest.
        """
    var flags: [any Flag] { QuarantineCommand.flags + [FormatFlag([.text, .json]), OutputFlag(.content)] }
    let positionals = [Positional("ID", summary: "The entry, as `quarantine list` names it")]
    let examples = [Example("Show an entry.", "bezoar quarantine show 4f0c9a7be21d5c36")]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .quarantineShow(id: try QuarantineIDs.read(words, for: self).first ?? "")
    }
}
