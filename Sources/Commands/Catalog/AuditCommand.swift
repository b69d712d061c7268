import Inventory

/// `bezoar audit`: the main job.
struct AuditCommand: Command {
    let path = ["audit"]
    let summary = "Look through caches and report what does not belong there"
    let details = """
        Walks each cache, reads what is new or changed, compares it with what the manifest knows, applies the \
        rules, and reports findings. The result goes to stdout, everything else to stderr.

        An audit never writes into a cache, not even access times, and never follows a symbolic link in it. What \
        could not be read is named in the report, and the exit code says that the audit is incomplete: an \
        incomplete audit never looks clean.

        The first audit of a cache reads all of it. Later ones read what has changed and a part of the rest; see \
        `--rehash` and `--full`.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [
                StateFlag(), TreeFlag(), DiscoverFlag(), HostRootFlag(), CacheFlag(), DatabaseFlag(), FullFlag(),
                RehashFlag(), MaxFileSizeFlag(), MaxReadFlag(), JobsFlag(), NoRecordFlag(),
                RulesFlag(), FailOnFlag(),
                FormatFlag([.text, .json, .jsonl, .sarif, .cyclonedx, .openmetrics]), OutputFlag(), ReportFileFlag(),
                HostNameFlag(),
                MetricsFlag(),
                NoProgressFlag(),
            ]
    }
    let examples = [
        Example(
            "Audit a directory, and remember what is in it for the next time.", "bezoar audit --tree /srv/cache/npm"),
        Example(
            "Audit two directories without a manifest, for a machine to read.",
            "bezoar audit --tree ~/.npm --tree ~/.cache/pip --no-record --format json"),
        Example(
            "Read everything again, and let only critical findings fail the job.",
            "bezoar audit --tree /srv/cache --full --fail-on critical"),
    ]
    let exits = [
        ExitMeaning(.clean, "All was seen, and no finding reached `--fail-on`."), ExitMeaning(.findings),
        ExitMeaning(.usage), ExitMeaning(.incomplete), ExitMeaning(.failed), ExitMeaning(.interrupted),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .audit }
}
