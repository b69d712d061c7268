import Inventory

/// `bezoar quarantine restore`.
struct QuarantineRestoreCommand: Command {
    let path = ["quarantine", "restore"]
    let summary = "Put entries back where they were"
    let details = """
        Puts entries back into the caches they came from, with content, owner, mode, times and attributes. Whatever \
        stands there already stays, and the entry is refused. Setuid bits and capabilities do not come back. The \
        entries stay in the quarantine. The manifest remembers what was put back, so that audits do not report it as \
        returned. Entries are named by their ids, or chosen as `quarantine drop` does.
        """
    var flags: [any Flag] { QuarantineCommand.flags + QuarantineCommand.choosing }
    let positionals = [
        Positional("ID", summary: "An entry, as `quarantine list` names it", isRequired: false, isRepeated: true)
    ]
    let examples = [
        Example("Put an entry back.", "bezoar quarantine restore 4f0c9a7be21d5c36"),
        Example("Put back what one purge kept.", "bezoar quarantine restore --purge 7"),
    ]
    let exits = [
        ExitMeaning(.clean, "All are back."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Some could not be put back; the others are."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .quarantineRestore(ids: try QuarantineIDs.read(words, for: self))
    }
}
