import Inventory

/// `bezoar quarantine drop`.
struct QuarantineDropCommand: Command {
    let path = ["quarantine", "drop"]
    let summary = "Delete entries for good"
    let details = """
        Deletes entries, and their content where no other entry has the same. Nothing brings them back.
        """
    var flags: [any Flag] { QuarantineCommand.flags }
    let positionals = [Positional("ID", summary: "An entry, as `quarantine list` names it", isRepeated: true)]
    let examples = [Example("Delete an entry.", "bezoar quarantine drop 4f0c9a7be21d5c36")]
    let exits = [
        ExitMeaning(.clean, "All are gone."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Some could not be deleted; the others are gone."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .quarantineDrop(ids: try QuarantineIDs.read(words, for: self))
    }
}
