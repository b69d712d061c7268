import Commands
import Testing

/// Completion scripts: sound for their shells, and they offer what they should.
struct CompletionTests {
    @Test(arguments: ["bash", "zsh", "fish"])
    func ruleIDsAreOffered(shell: String) throws {
        let lines = try Parse.printed(["generate", shell]).split(separator: "\n")
        #expect(lines.contains { $0.contains("silent-change") && $0.contains("symlink-escape") })
    }

    static let shells = ["bash", "zsh", "fish"]

    @Test(arguments: shells)
    func holdsEveryFlagAndCommand(_ shell: String) throws {
        let script = try Parse.printed(["generate", shell])
        for flag in FlagList.all {
            #expect(script.contains(shell == "fish" ? "-l \(flag.name) " : flag.spelling), "\(flag.name)")
        }
        for command in CommandList.all + CommandList.leaves { #expect(script.contains(command.name)) }
        #expect(!script.utf8.contains { $0 >= 0x80 })
    }

    @Test(arguments: shells)
    func isSoundForItsShell(_ shell: String) throws {
        let run = try ProgramRun([shell, "-n", "/dev/stdin"], input: try Parse.printed(["generate", shell]))
        // Where a shell is not installed, there is nothing to ask.
        guard let exit = run.exit else { return }
        #expect(exit == 0)
        #expect(run.output.isEmpty, "\(run.output)")
    }

    /// Words before the cursor, and what bash then offers. Of a path only the existence of some offer is asked.
    static let offers: [(words: [String], expected: Set<String>)] = [
        (["bezoar", ""], Set(CommandList.all.map(\.name))),
        (["bezoar", "au"], ["audit"]),
        (["bezoar", "-"], ["-h", "--help", "-V", "--version"]),
        (["bezoar", "baseline", ""], ["accept", "diff", "export", "import"]),
        (["bezoar", "baseline", "e"], ["export"]),
        (["bezoar", "help", "ba"], ["baseline"]),
        (["bezoar", "audit", "--f"], ["--full", "--fail-on", "--format"]),
        (["bezoar", "audit", "--format", ""], ["text", "json", "jsonl", "sarif", "cyclonedx", "openmetrics"]),
        (["bezoar", "doctor", "--format", ""], ["text", "json"]),
        (["bezoar", "audit", "--format", "=", "s"], ["sarif"]),
        (["bezoar", "audit", "--format", "="], ["text", "json", "jsonl", "sarif", "cyclonedx", "openmetrics"]),
        (["bezoar", "audit", "--fail-on", "c"], ["critical"]),
        (["bezoar", "audit", "--jobs", ""], []),
        (["bezoar", "audit", "--tree", "/us"], ["/usr"]),
        (["bezoar", "audit", "--tree", "/etc/debian_vers"], []),
        (["bezoar", "audit", "-o", "/etc/debian_vers"], ["/etc/debian_version"]),
        (["bezoar", "rules", "check", "/us"], ["/usr"]),
        (["bezoar", "baseline", "import", "--key", "baseline", "/etc/debian_vers"], ["/etc/debian_version"]),
        (["bezoar", "audit", "--", "--f"], []),
        (["bezoar", "selftest", "--db"], []),
    ]

    /// One bash answers for all rows: starting it takes longer than asking it.
    @Test func bashOffers() throws {
        var script = try Parse.printed(["generate", "bash"])
        for row in Self.offers {
            script += """
                COMP_WORDS=(\(row.words.map { "'\($0)'" }.joined(separator: " ")))
                COMP_CWORD=\(row.words.count - 1)
                _bezoar
                printf '%s ' "${COMPREPLY[@]}"
                echo

                """
        }
        let lines = try ProgramRun(["bash", "--norc", "/dev/stdin"], input: script).output
            .split(separator: "\n", omittingEmptySubsequences: false)
        try #require(lines.count == Self.offers.count + 1)
        for (row, line) in zip(Self.offers, lines) {
            let offered = Set(line.split(separator: " ").map(String.init))
            #expect(offered == row.expected, "\(row.words)")
        }
    }
}
