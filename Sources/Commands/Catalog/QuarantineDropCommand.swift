import Inventory

/// `bezoar quarantine drop`.
struct QuarantineDropCommand: Command {
    let path = ["quarantine", "drop"]
    let summary = "Delete entries for good"
    let details = """
        Deletes entries, and their content where no other entry has the same. Nothing brings them back. Entries are \
        named by their ids, or chosen by the purge that kept them, by their cache or by their age; where several of \
        these are given, all must hold.
        """
    var flags: [any Flag] { QuarantineCommand.flags + QuarantineCommand.choosing }
    let positionals = [
        Positional("ID", summary: "An entry, as `quarantine list` names it", isRequired: false, isRepeated: true)
    ]
    let examples = [
        Example("Delete an entry.", "bezoar quarantine drop 4f0c9a7be21d5c36"),
        Example("Delete what one purge kept.", "bezoar quarantine drop --purge 7"),
        Example(
            "Delete what was taken from caches of pip long ago.",
            "bezoar quarantine drop --cache *pip* --older-than 180d"),
    ]
    let exits = [
        ExitMeaning(.clean, "All are gone."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Some could not be deleted; the others are gone."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .quarantineDrop(ids: try QuarantineIDs.read(words, for: self))
    }
}
