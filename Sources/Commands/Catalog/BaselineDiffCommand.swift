import Inventory

/// `bezoar baseline diff`.
struct BaselineDiffCommand: Command {
    let path = ["baseline", "diff"]
    let summary = "List what differs between the baseline and the last audit"
    let details = """
        Lists the files that were added, removed, modified or moved between the baseline and the last audit. It \
        reads the manifest and no cache; run `bezoar audit` before it. With `--last` it lists what changed between \
        the last audit and the one before.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [DatabaseFlag(), NameFlag(), LastFlag(), FormatFlag([.text, .json]), OutputFlag()]
    }
    let examples = [
        Example("Show what has changed since the baseline.", "bezoar baseline diff"),
        Example("Show what the last audit saw change.", "bezoar baseline diff --last"),
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
