import Inventory

/// `bezoar merge`.
struct MergeCommand: Command {
    let path = ["merge"]
    let summary = "Say which of many hosts hold something, since when, out of their reports"
    let details = """
        Reads the reports that audits of many hosts wrote (`bezoar audit --format json` or `jsonl`), and says which \
        hosts hold what is looked for: host, cache, package, verdict, and since when it lies there, the oldest first. \
        Where nothing is looked for, it says how each host stands.

        Of several reports of one host the newest counts. Hosts whose report is too old, did not see everything, or \
        is missing are named, and so is each file that could not be read: what a host did not say is not known to be \
        absent. A report lists packages and findings, not all files, and nothing that is gone: `bezoar hunt` on the \
        host knows these, too.

        The name of a host is what its report says. Whoever may write into the folder of the reports may say anything \
        of any host: give each host a place of its own.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            FindFlag(), NameContainsFlag(), FindingRuleFlag(.found), MaxAgeFlag(), HostsFlag(),
            FormatFlag([.text, .json, .jsonl]), OutputFlag(),
        ]
    }
    let positionals = [
        Positional("PATH", summary: "A report, or a folder of reports", isRepeated: true, completion: .file)
    ]
    let examples = [
        Example(
            "Which hosts hold a version that somebody took over, and since when?",
            "bezoar merge reports --find pkg:npm/axios@1.14.1"),
        Example(
            "Which hosts found what they have a lockfile against? Name those that sent nothing since yesterday.",
            "bezoar merge reports --rule checksum-mismatch --hosts hosts.txt --max-age 1d"),
        Example("How do all hosts stand, for a machine to read?", "bezoar merge reports --format json"),
    ]
    let exits = [
        ExitMeaning(.clean, "Nothing was found, and every host was heard."),
        ExitMeaning(
            .findings, "Something was found; where nothing was looked for, the audit of a host ended with findings."),
        ExitMeaning(.usage),
        ExitMeaning(
            .incomplete,
            "Nothing was found, but a file could not be read, or a host sent no report that is fresh and complete."),
        ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        var paths: [ByteString] = []
        for word in words { paths.append(try UsageError.path(word, for: self)) }
        return .merge(paths: paths)
    }
}
