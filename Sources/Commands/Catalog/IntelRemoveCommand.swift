import Inventory

/// `bezoar intel remove`.
struct IntelRemoveCommand: Command {
    let path = ["intel", "remove"]
    let summary = "Forget imported feeds"
    let details = "Takes feeds out of the manifest, by the names that `bezoar intel list` shows."
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let positionals = [Positional("NAME", summary: "The name of a feed", isRepeated: true)]
    let examples = [Example("Forget a feed.", "bezoar intel remove npm/all.zip")]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .intelRemove(names: words) }
}
