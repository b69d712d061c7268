import Inventory

/// `bezoar baseline diff`.
struct BaselineDiffCommand: Command {
    let path = ["baseline", "diff"]
    let summary = "List what differs between the baseline and the last audit"
    let details = """
        Lists the files that were added, removed, modified or moved between the baseline and the last audit. It \
        reads the manifest and no cache; run `bezoar audit` before it. With `--last` it lists what changed between \
        the last audit and the one before.

        A cache that only the baseline has, because it was never audited here, is named as not compared, and the \
        comparison counts as incomplete; so it does where the last audit of a cache did not see all of it. A cache \
        that is no part of the baseline is a difference. A cache that the last audit left out is compared as it was \
        last seen, and named with the time of that.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [DatabaseFlag(.kept), NameFlag(), LastFlag(), FormatFlag([.text, .json]), OutputFlag()]
    }
    let examples = [
        Example("Show what has changed since the baseline.", "bezoar baseline diff"),
        Example("Show what the last audit saw change.", "bezoar baseline diff --last"),
        Example(
            "The same as JSON, compared with an imported baseline.",
            "bezoar baseline diff --name golden --format json"),
    ]
    let exits = [
        ExitMeaning(.clean, "Nothing differs."),
        ExitMeaning(.findings, "Something differs, or a cache is no part of the baseline."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Not everything could be compared, and nothing else differs."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .baselineDiff }
}
