import Inventory

/// `bezoar purge`: what a purge would remove, and with `--apply` the purge itself.
struct PurgeCommand: Command {
    let path = ["purge"]
    let summary = "Plan what to remove from caches, and with --apply remove it"
    let details = """
        Makes a plan of what would be removed, and why: single entries or all content of caches, with what the kernel \
        says they are. Nothing is removed. `--output` writes the plan into a file, and `bezoar purge --apply PLAN` \
        carries out that: a cache or an entry that is not as the plan has it any more is refused and named. Of a \
        cache that goes as a whole everything goes that is in it then, also what came after the plan, and the report \
        says how much. `--apply` without a file makes the plan from the flags and applies it at once.

        The flags narrow one another: what is purged meets all of them. A flag that may be repeated is met by any of \
        its values.

        A whole cache is removed by its engine where that runs, and else by its files: the directory and the \
        engine's records stay, and the next build finds an empty cache. A cache that a build uses is refused, unless \
        `--wait` or `--force` says otherwise. What is removed for cause is kept in the quarantine first.

        Afterwards the caches are looked at again, and a receipt says what was removed and that nothing of it is left. \
        `bezoar receipts` lists them. A purge that was interrupted or stopped is finished by the next `bezoar \
        purge --apply`, as it was asked for. `--drop N` gives it up instead.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [
                StateFlag(), TreeFlag(.purged), DiscoverFlag(), HostRootFlag(), CacheFlag(), DatabaseFlag(),
                AllFlag(), PolicyFlag(), PackageFlag(), FindingRuleFlag(), MinimumSeverityFlag(), ProjectFlag(.writer),
                SinceFlag(), OlderThanFlag(), UnusedForFlag(), UnverifiedForFlag(), BudgetFlag(),
                ApplyFlag(), DropFlag(), WaitFlag(), ForceFlag(), QuarantineFlag(), NoQuarantineFlag(),
                QuarantineFolderFlag(), KeyFlag(.receipt), JobsFlag(), FormatFlag([.text, .json]), OutputFlag(.plan),
                HostNameFlag(), MetricsFlag(), NoProgressFlag(),
            ]
    }
    let positionals = [
        Positional("PLAN", summary: "With --apply: the plan to carry out", isRequired: false, completion: .file)
    ]
    let examples = [
        Example("Show what would go if all caches of pip were purged.", "bezoar purge --cache '*pip*'"),
        Example(
            "Plan to remove a package from every cache.",
            "bezoar purge --package pkg:npm/axios@1.14.1 --output plan.json"),
        Example(
            "Carry out that plan, and wait up to ten minutes for builds.", "bezoar purge --apply plan.json --wait 10m"),
        Example(
            "Purge what builds of a project could have written since a day.",
            "bezoar purge --project https://git.example.com/forks/web --since 2026-11-14 --apply"),
        Example("Give up a purge that was interrupted.", "bezoar purge --drop 3"),
        Example("Show when each cache is due by the configuration.", "bezoar purge --policy"),
        Example("Purge what is due, as the timer does.", "bezoar purge --policy --apply"),
        Example("Keep the caches below 50 GiB, the least recently used go.", "bezoar purge --budget 50GiB --apply"),
    ]
    let exits = [
        ExitMeaning(
            .clean,
            "The plan was made; all of it is gone, and a look afterwards confirms it; or the purge was given up."),
        ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Not everything could be looked into, or something was refused or is left."),
        ExitMeaning(.failed), ExitMeaning(.interrupted),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .purge(plan: words.isEmpty ? nil : try UsageError.path(words.first, for: self))
    }
}
