import Inventory

/// `bezoar baseline diff`.
struct BaselineDiffCommand: Command {
    let path = ["baseline", "diff"]
    let summary = "List what differs between the baseline and the last audit"
    let details = """
        Lists the files that were added, removed, modified or moved between the baseline and the last audit. It \
        reads the manifest and no cache; run `bezoar audit` before it.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [DatabaseFlag(), TreeFlag(), NameFlag(), FormatFlag([.text, .json]), OutputFlag()]
    }
    let examples = [
        Example("Show what has changed since the baseline.", "bezoar baseline diff"),
        Example(
            "The same as JSON, compared with an imported baseline.",
            "bezoar baseline diff --name golden --format json"),
    ]
    let exits = [
        ExitMeaning(.clean, "Nothing differs."), ExitMeaning(.findings, "Something differs."), ExitMeaning(.usage),
        ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .baselineDiff }
}
