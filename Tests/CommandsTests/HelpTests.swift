import Commands
import Testing

/// Help says all there is, once, and fits a terminal.
struct HelpTests {
    static var commands: [[String]] { (CommandList.all + CommandList.all.flatMap(\.subcommands)).map(\.path) }

    @Test(arguments: commands)
    func listsEachFlagOnce(_ path: [String]) throws {
        let command = try #require(CommandList.find(path))
        for help in [CommandHelp(command).short, CommandHelp(command).long] {
            let heads = help.split(separator: "\n").filter { $0.hasPrefix("  -") || $0.hasPrefix("      --") }
            for flag in FlagList.all {
                let count = heads.count { head in
                    head.split(separator: " ").prefix(2).contains { $0 == flag.spelling }
                }
                #expect(count == (command.flags.contains { $0.name == flag.name } ? 1 : 0), "\(flag.name)")
            }
        }
    }

    @Test(arguments: commands)
    func fitsATerminal(_ path: [String]) throws {
        let command = try #require(CommandList.find(path))
        let examples = command.examples.map(\.line)
        for help in [CommandHelp(command).short, CommandHelp(command).long, OverviewHelp.short, OverviewHelp.long] {
            #expect(help.hasSuffix("\n") && !help.contains("\n\n\n"))
            for line in help.split(separator: "\n") where !examples.contains(where: line.hasSuffix) {
                #expect(line.count <= 80, "\(line)")
                #expect(!line.hasSuffix(" "))
            }
        }
    }

    @Test func longHelpSaysWhatIsKnown() throws {
        for leaf in CommandList.leaves {
            let help = CommandHelp(leaf).long
            let words = help.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            for flag in leaf.orderedFlags {
                if let text = flag.defaultText { #expect(words.contains("Default: `\(text)`."), "\(flag.name)") }
                if let variable = flag.variable { #expect(words.contains("Variable: `\(variable)`.")) }
                if let key = flag.key { #expect(words.contains("Configuration: `\(key)`.")) }
            }
            for example in leaf.examples { #expect(help.contains("      " + example.line)) }
            for exit in leaf.exits { #expect(help.contains("\n  \(exit.code.rawValue) ")) }
            #expect(!leaf.exits.isEmpty && !leaf.examples.isEmpty, "\(leaf.words)")
            for place in leaf.positionals { #expect(help.contains("\n  \(place.signature) ")) }
        }
    }

    @Test func theOverviewListsCommandsAndExitCodes() throws {
        for command in CommandList.all {
            #expect(OverviewHelp.long.contains("\n  \(command.name) "))
            #expect(OverviewHelp.short.contains("\n  \(command.name) "))
        }
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 130])
        for code in ExitCode.allCases { #expect(OverviewHelp.long.contains("\n  \(code.rawValue) ")) }
    }

    /// Examples that cannot be typed are worse than none.
    @Test func examplesAreUnderstood() throws {
        for leaf in CommandList.leaves {
            for example in leaf.examples where example.line.hasPrefix("bezoar ") && !example.line.contains("|") {
                let words = example.line.split(separator: " ").dropFirst().map { $0 == "~/.npm" ? "/npm" : String($0) }
                if case .failure(let message, _) = Parse.result(words) { Issue.record("\(example.line): \(message)") }
            }
        }
    }
}
