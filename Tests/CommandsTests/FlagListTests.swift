import Commands
import Testing

/// The lists of flags, settings and commands are sound in themselves.
struct FlagListTests {
    @Test func namesAreUnique() {
        let flags = FlagList.all
        #expect(Set(flags.map(\.name)).count == flags.count)
        #expect(Set(flags.compactMap(\.short)).count == flags.compactMap(\.short).count)
        #expect(Set(flags.compactMap(\.variable)).count == flags.compactMap(\.variable).count)
        let keys = SettingList.all.compactMap(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(SettingList.configurable.count == keys.count, "a key outside of all sections")
        let paths = (CommandList.all + CommandList.leaves).map(\.words)
        #expect(Set(paths).count == Set(CommandList.all.map(\.words)).union(CommandList.leaves.map(\.words)).count)
    }

    @Test func eachFlagIsTakenBySomeCommand() {
        for flag in FlagList.all {
            let isTaken = CommandList.leaves.contains { leaf in leaf.flags.contains { $0.name == flag.name } }
            #expect(isTaken, "\(flag.name)")
        }
    }

    @Test func commandsTakeOnlyListedFlagsAndEachOnce() {
        for command in CommandList.all + CommandList.leaves {
            let names = command.flags.map(\.name)
            #expect(Set(names).count == names.count, "\(command.words)")
            #expect(command.orderedFlags.count == names.count, "\(command.words)")
            #expect(names.contains("help") && names.contains("version"))
            for required in command.requiredFlags { #expect(names.contains(required)) }
        }
    }

    @Test func flagsWithAValueNameIt() {
        for flag in FlagList.all {
            #expect(flag.grammar.isToggle == flag.valueName.isEmpty, "\(flag.name)")
            for other in flag.excludes { #expect(FlagList.all.contains { $0.name == other }) }
        }
    }

    /// Every default can be typed: reading it gives the default again.
    @Test func defaultsAreInTheirGrammar() throws {
        for flag in FlagList.all where flag.name != "config" {
            guard let text = flag.defaultText else { continue }
            let command = try #require(
                CommandList.leaves.first { leaf in leaf.flags.contains { $0.name == flag.name } })
            let needed = command.positionals.filter(\.isRequired).map { _ in "x" }
            let words = command.path + [flag.spelling, text] + needed
            let settings = try Parse.settings(words)
            #expect(flag.literal(in: settings)?.plain == text, "\(flag.name)")
            #expect(flag.origin(in: settings) == .flag(flag.spelling))
        }
    }

    @Test func textsArePlainAndTidy() {
        var texts: [(String, String, String)] = SettingList.all.map { ("\($0.key ?? "")", $0.summary, $0.details) }
        texts += FlagList.all.map { ($0.name, $0.summary, $0.details) }
        texts += (CommandList.all + CommandList.leaves).map { ($0.words, $0.summary, $0.details) }
        for (name, summary, details) in texts {
            #expect((summary + details).utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }, "\(name)")
            #expect(!summary.hasSuffix(".") && !summary.contains("\n"), "\(name)")
            #expect(details.hasSuffix("."), "\(name)")
            #expect((summary + details).count { $0 == "`" } % 2 == 0, "\(name)")
        }
    }
}
