import Inventory

/// `bezoar quarantine list`.
struct QuarantineListCommand: Command {
    let path = ["quarantine", "list"]
    let summary = "List what is kept"
    let details = """
        Lists what the quarantine keeps, the oldest first, and what in it is damaged. Flags choose by the purge that \
        kept it, by the cache and by age; where several of these are given, all must hold.
        """
    var flags: [any Flag] {
        QuarantineCommand.flags + QuarantineCommand.choosing + [FormatFlag([.text, .json]), OutputFlag()]
    }
    let examples = [
        Example("List what is kept for a machine.", "bezoar quarantine list --format json"),
        Example("List what one purge kept.", "bezoar quarantine list --purge 7"),
    ]
    let exits = [
        ExitMeaning(.clean, "Everything could be read."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "An entry is damaged, or its content is gone."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .quarantineList
    }
}
