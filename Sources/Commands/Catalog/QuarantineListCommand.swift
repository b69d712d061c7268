import Inventory

/// `bezoar quarantine list`.
struct QuarantineListCommand: Command {
    let path = ["quarantine", "list"]
    let summary = "List what is kept"
    let details = "Lists what the quarantine keeps, the oldest first, and what in it is damaged."
    var flags: [any Flag] { QuarantineCommand.flags + [FormatFlag([.text, .json]), OutputFlag()] }
    let examples = [Example("List what is kept for a machine.", "bezoar quarantine list --format json")]
    let exits = [
        ExitMeaning(.clean, "Everything could be read."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "An entry is damaged, or its content is gone."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .quarantineList
    }
}
