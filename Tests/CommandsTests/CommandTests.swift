import Commands
import Inventory
import Testing

/// Commands, their positional arguments, and what is said to those who mistype them.
struct CommandTests {
    /// An entry of the quarantine.
    private static let id = "0123456789abcdef"

    static let jobs: [([String], Job, String)] = [
        (["audit"], .audit, "audit"),
        (["baseline", "accept"], .baselineAccept, "baseline accept"),
        (["baseline", "diff"], .baselineDiff, "baseline diff"),
        (["baseline", "export", "--key", "k", "out"], .baselineExport(file: "out"), "baseline export"),
        (["baseline", "import", "in", "--key", "k", "--name", "n"], .baselineImport(file: "in"), "baseline import"),
        (
            ["baseline", "import", "--name=n", "--key", "k", "--", "--in"], .baselineImport(file: "--in"),
            "baseline import"
        ),
        (["lock", "add", "a", "--project", "p", "b"], .lockAdd(paths: ["a", "b"]), "lock add"),
        (["lock", "list"], .lockList, "lock list"),
        (["lock", "remove", "a"], .lockRemove(paths: ["a"]), "lock remove"),
        (["hunt"], .hunt([]), "hunt"), (["incident", "a.toml"], .incident(file: "a.toml"), "incident"),
        (["merge", "a", "--find", "pkg:npm/a", "b"], .merge(paths: ["a", "b"]), "merge"),
        (["intel", "list"], .intelList, "intel list"),
        (["intel", "import", "a", "--feed", "x", "b"], .intelImport(paths: ["a", "b"]), "intel import"),
        (["intel", "remove", "a"], .intelRemove(names: ["a"]), "intel remove"),
        (["purge", "--all"], .purge(plan: nil), "purge"),
        (["purge", "--apply", "plan"], .purge(plan: "plan"), "purge"),
        (["purge", "--drop", "3"], .purge(plan: nil), "purge"),
        (["receipts"], .receipts(number: nil), "receipts"), (["receipts", "7"], .receipts(number: 7), "receipts"),
        (["quarantine", "list"], .quarantineList, "quarantine list"),
        (["quarantine", "show", id], .quarantineShow(id: id), "quarantine show"),
        (["quarantine", "restore", id, id], .quarantineRestore(ids: [id, id]), "quarantine restore"),
        (["quarantine", "drop", id], .quarantineDrop(ids: [id]), "quarantine drop"),
        (["rules", "list"], .rulesList, "rules list"),
        (["rules", "explain", "symlink-escape"], .rulesExplain(id: "symlink-escape"), "rules explain"),
        (["rules", "check"], .rulesCheck(directory: nil), "rules check"),
        (["rules", "check", "-"], .rulesCheck(directory: "-"), "rules check"),
        (["rules", "check", "rules"], .rulesCheck(directory: "rules"), "rules check"),
        (["agent", "--once"], .agent, "agent"), (["harvest"], .harvest, "harvest"),
        (["caches"], .caches, "caches"), (["doctor"], .doctor, "doctor"), (["selftest"], .selftest, "selftest"),
        (["version"], .version, "version"),
    ]

    @Test(arguments: jobs)
    func understands(_ row: (words: [String], job: Job, name: String)) throws {
        let invocation = try Parse.invocation(row.words)
        #expect(invocation.job == row.job)
        #expect(invocation.command == row.name)
    }

    @Test func eachCommandIsUnderstood() throws {
        let answered = ["help", "generate man", "generate bash", "generate zsh", "generate fish"]
        for leaf in CommandList.leaves where !answered.contains(leaf.words) {
            #expect(Self.jobs.contains { $0.2 == leaf.words }, "\(leaf.words)")
        }
        for words in answered { #expect(try !Parse.printed(words.split(separator: " ").map(String.init)).isEmpty) }
    }

    static let messages: [([String], String)] = [
        (["adit"], "bezoar: unknown command `adit`; did you mean `audit`?\nSee `bezoar --help`."),
        (["baseline", "exprot"], "bezoar: unknown command `exprot` of `bezoar baseline`; did you mean `export`?\n"),
        (["rules", "xyzzy"], "bezoar: unknown command `xyzzy` of `bezoar rules`\nSee `bezoar rules --help`."),
        (
            ["audit", "--formt", "x"],
            "bezoar: unknown flag `--formt`; did you mean `--format`?\nSee `bezoar audit --help`."
        ),
        (["audit", "--max-file"], "did you mean `--max-file-size`?"),
        (["audit", "--name", "x"], "bezoar: `bezoar audit` does not take `--name`\n"),
        (["audit", "-Z"], "bezoar: unknown flag `-Z`\n"),
        (["selftest", "-j", "2"], "bezoar: `bezoar selftest` does not take `--jobs`\n"),
        (["--db", "x", "audit"], "bezoar: flags follow the command: `bezoar COMMAND --db`\nSee `bezoar --help`."),
        (["baseline", "--db=x", "diff"], "bezoar: flags follow the command: `bezoar baseline COMMAND --db=x`\n"),
        (["-q"], "flags follow the command"),
        (["--frobnicate"], "bezoar: a command is expected, found `--frobnicate`\n"),
        (["--vers"], "bezoar: unknown flag `--vers`; did you mean `--version`?\n"),
        (["baseline", "--Help"], "bezoar: unknown flag `--Help`; did you mean `--help`?\n"),
        (["audit", "/srv"], "bezoar: `/srv` is one argument too many\n"),
        (["rules", "check", "a", "b"], "`b` is one argument too many"),
        (["rules", "check", ""], "DIR: the path is empty"),
        (["lock", "add"], "bezoar: `bezoar lock add` needs PATH"),
        (["lock", "remove", "a", ""], "PATH: the path is empty"),
        (["rules", "explain"], "bezoar: `bezoar rules explain` needs ID\n"),
        (["rules", "explain", "Not An Id"], "ID: the id of a rule, such as `symlink-escape`, is expected"),
        (["baseline", "export", "out"], "bezoar: `bezoar baseline export` needs `--key FILE`\n"),
        (["baseline", "import", "--key", "k", "--name", "n"], "bezoar: `bezoar baseline import` needs FILE\n"),
        (["baseline", "import", "--key", "k", "in"], "bezoar: `bezoar baseline import` needs `--name NAME`\n"),
        (["help", "adit"], "unknown command `adit`; did you mean `audit`?"),
        (["help", "audit", "now"], "`bezoar audit` has no commands below it"),
        (["help", "rules", "lst"], "unknown command `lst` of `bezoar rules`; did you mean `list`?"),
        (["generate", "man", "bezoar-adit.1"], "there is no man page `bezoar-adit.1`; did you mean `bezoar-audit.1`?"),
        (["a\u{1B}[31m\u{202E}b\n"], "unknown command `a\\x1b[31m\\u{202e}b\\x0a`\n"),
    ]

    @Test(arguments: messages)
    func explainsMistakes(_ row: (words: [String], message: String)) throws {
        #expect(try Parse.message(row.words).contains(row.message))
    }

    @Test func saysWhatThereIsWhereNothingWasAsked() throws {
        #expect(try Parse.message([]).contains("\nCommands:\n  caches "))
        #expect(try Parse.message(["baseline"]).contains("\nCommands:\n  accept "))
        #expect(try Parse.printed(["help"]).contains("\nCommands:\n  caches "))
    }

    @Test func helpAndVersionAnswerAtOnce() throws {
        #expect(try Parse.printed(["--version"]) == Version.line + "\n")
        #expect(try Parse.printed(["audit", "-qV", "--nonsense"]) == Version.line + "\n")
        #expect(try Parse.printed(["audit", "--help", "--nonsense"]) == Parse.printed(["help", "audit"]))
        #expect(try Parse.printed(["rules", "list", "-h"]) != Parse.printed(["rules", "list", "--help"]))
        #expect(try Parse.printed(["rules", "--help"]) == Parse.printed(["help", "rules"]))
        #expect(try Parse.printed(["--help"]) == Parse.printed(["help"]))
        // After `--` nothing is a flag.
        #expect(try Parse.message(["audit", "--", "--help"]).contains("one argument too many"))
    }

    @Test func nothingIsReadForCommandsWithoutConfiguration() throws {
        let broken = [Parse.usual: "= broken"]
        #expect(try Parse.invocation(["version"], files: broken).settings.configurationRead == nil)
        #expect(try Parse.invocation(["selftest"], files: broken).settings.configurationRead == nil)
        #expect(throws: Parse.Unexpected.self) { try Parse.invocation(["doctor"], files: broken) }
    }
}
