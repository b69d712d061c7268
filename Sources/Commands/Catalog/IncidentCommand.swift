import Inventory

/// `bezoar incident`: all that one file asks for.
struct IncidentCommand: Command {
    let path = ["incident"]
    let summary = "Hunt, keep evidence, purge and report as the file of an incident says"
    let details = """
        Reads the file of an incident: what to look for, whose builds were in the hands of others and when, and what \
        may be done about it. It hunts in all that audits have seen, plans what to remove as far as the file allows \
        it, and reports what was found, which builds are suspect, which secrets they could read, and what is to be \
        built again. Nothing is removed.

        With `--apply` the evidence comes first: with a key, a signed bundle of it is put beside the manifest. Then \
        what is to be removed is kept in the quarantine where the file allows that, and removed; the caches are looked \
        at again, and a receipt says that nothing of it is left.

          name = "axios-2026-03"
          [indicators]
          packages = ["pkg:npm/axios@1.14.1"]
          [actions]
          allow = ["quarantine", "purge-package"]

        That is a short one; docs/incident-response.md has all that it may hold. With a mistake in it nothing is done, \
        and each is named with its line. Audit before: a hunt knows what audits have seen.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [
                StateFlag(), TreeFlag(.purged), DiscoverFlag(), HostRootFlag(), CacheFlag(), DatabaseFlag(.kept),
                ApplyFlag(.incident), WaitFlag(), ForceFlag(), QuarantineFlag(), NoQuarantineFlag(),
                QuarantineFolderFlag(), KeyFlag(.receipt), JobsFlag(), FormatFlag([.text, .json]), OutputFlag(),
                HostNameFlag(), MetricsFlag(), NoProgressFlag(),
            ]
    }
    let positionals = [Positional("FILE", summary: "The file of the incident", completion: .file)]
    let examples = [
        Example("What is there, and what would be removed?", "bezoar incident axios.toml"),
        Example(
            "Remove it, with signed evidence, and write the report into a file.",
            "bezoar incident axios.toml --apply --key host.key --output report.md"),
    ]
    let exits = [
        ExitMeaning(.clean, "Nothing was found; or, with --apply, all that was to be removed is gone."),
        ExitMeaning(.findings, "Something was found: it is there still, or builds had it."),
        ExitMeaning(.usage, "The command line or the file has mistakes; nothing was done."),
        ExitMeaning(.incomplete, "Not everything could be asked or looked into, or something was refused or is left."),
        ExitMeaning(.failed), ExitMeaning(.interrupted),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .incident(file: try UsageError.path(words.first, for: self))
    }
}
