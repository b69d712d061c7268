import Commands
import Ecosystems
import Inventory

/// Flags of purges. These are tables.
extension FlagTests {
    static let purgeRight: [Row] = [
        Row("all", ["purge", "--all"]) { $0.takesAll.value },
        Row("purge", ["quarantine", "drop", "--purge", "7"]) { $0.purgeNumber.value == 7 },
        Row("purge", ["quarantine", "drop"]) { $0.purgeNumber.value == nil },
        Row("policy", ["purge", "--policy"]) { $0.followsPolicy.value },
        Row("package", ["purge", "--package", "pkg:npm/a@1.0.0"]) { $0.packages.value.map(\.name.name) == ["a"] },
        Row("rule", ["purge", "--rule", "x", "--rule", "y-z"]) { $0.findingRules.value == ["x", "y-z"] },
        Row("severity", ["purge", "--severity", "high"]) { $0.minimumSeverity.value == .high },
        Row("since", ["purge", "--project", "p", "--since", "1970-01-02"]) { $0.since.value == 86_400_000_000_000 },
        Row("older-than", ["purge", "--older-than", "30d"]) { $0.olderThan.value == 30 * 86_400 },
        Row("unused-for", ["purge", "--unused-for", "12h"]) { $0.unusedFor.value == 43_200 },
        Row("unverified-for", ["purge", "--unverified-for", "7d"]) { $0.unverifiedFor.value == 7 * 86_400 },
        Row("budget", ["purge", "--budget", "1G"]) { $0.budget.value == 1 << 30 },
        Row("budget", ["purge", "--all"]) { $0.budget.value == nil },
        Row("apply", ["purge", "--apply"]) { $0.applies.value },
        Row("apply", ["purge", "--all"]) { !$0.applies.value },
        Row("drop", ["purge", "--drop", "3"]) { $0.drops.value == 3 },
        Row("drop", ["purge", "--all"]) { $0.drops.value == nil },
        Row("wait", ["purge", "--all", "--wait", "10m"]) { $0.waits.value == 600 },
        Row("force", ["purge", "--all", "--force"]) { $0.forces.value },
        Row("quarantine", ["purge", "--all", "--quarantine"]) { $0.quarantines.value == true },
        Row("no-quarantine", ["purge", "--all", "--no-quarantine"]) { $0.quarantines.value == false },
        Row("quarantine-dir", ["quarantine", "list", "--quarantine-dir", "q"]) { $0.quarantineFolder.value == "q" },
        Row("key", ["receipts", "--key", "k"]) { $0.key.value == "k" },
    ]

    static let purgeWrong: [(flag: String, words: [String], message: String)] = [
        ("all", ["purge", "--all=1"], "takes no value"),
        ("purge", ["quarantine", "drop", "--purge", "0"], "`--purge`: "),
        ("policy", ["purge", "--policy=1"], "takes no value"),
        ("package", ["purge", "--package", "axios"], "`--package`: a package such as `pkg:npm/axios@1.14.1`"),
        ("rule", ["purge", "--rule", "Not_A_Rule"], "found `Not_A_Rule`"),
        ("severity", ["purge", "--severity", "hihg"], "did you mean `high`?"),
        ("since", ["purge", "--since", "yesterday"], "`--since`: a day such as `2026-11-21`"),
        ("older-than", ["purge", "--older-than", "30"], "`--older-than`: a length of time"),
        ("unused-for", ["purge", "--unused-for", "x"], "`--unused-for`: a length of time"),
        ("unverified-for", ["purge", "--unverified-for", "-1d"], "`--unverified-for`: a length of time"),
        ("budget", ["purge", "--budget", "0"], "`--budget`: a size above zero"),
        ("apply", ["purge", "--apply=plan"], "takes no value"),
        ("drop", ["purge", "--drop", "0"], "`--drop`: a whole number"),
        ("wait", ["purge", "--all", "--wait", "soon"], "`--wait`: a length of time"),
        ("force", ["purge", "--all", "--force=1"], "takes no value"),
        ("quarantine", ["purge", "--no-quarantine", "--quarantine"], "`--quarantine` contradicts `--no-quarantine`"),
        (
            "no-quarantine", ["purge", "--quarantine", "--no-quarantine"],
            "`--no-quarantine` contradicts `--quarantine`"
        ),
        ("quarantine-dir", ["purge", "--all", "--quarantine-dir", ""], "`--quarantine-dir`: the path of a directory"),
    ]
}
