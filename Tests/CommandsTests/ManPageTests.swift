import Commands
import Testing

/// Man pages are complete and clean.
struct ManPageTests {
    static let names = ManPageList.all.map(\.fileName)

    @Test func thereIsOneForEachCommand() throws {
        let commands = CommandList.all.flatMap { [$0] + $0.subcommands }
        #expect(
            Self.names == ["bezoar.1"] + commands.map { "bezoar-" + $0.path.joined(separator: "-") + ".1" }
                + ["bezoar.toml.5"])
        #expect(Self.names.contains("bezoar-baseline-diff.1"))
        let listed = try Parse.printed(["generate", "man"]).split(separator: "\n").map(String.init)
        #expect(listed == Self.names)
        for page in ManPageList.all { #expect(try Parse.printed(["generate", "man", page.fileName]) == page.text) }
    }

    @Test func eachFlagStandsOnThePagesOfItsCommands() throws {
        let pages = ManPageList.all
        for command in CommandList.all.flatMap({ [$0] + $0.subcommands }) {
            let name = "bezoar-" + command.path.joined(separator: "-")
            let page = try #require(pages.first { $0.fileName == name + ".1" })
            let heads = Self.heads(of: page)
            for flag in FlagList.all {
                let isTaken = command.flags.contains { $0.name == flag.name }
                let spelling = "\\fB" + flag.spelling.replacing("-", with: "\\-") + "\\fR"
                #expect(heads.count { $0.contains(spelling) } == (isTaken ? 1 : 0), "\(command.name) \(flag.name)")
            }
        }
    }

    @Test func eachReferenceLeadsToAPage() throws {
        let names = Set(Self.names)
        for page in ManPageList.all {
            let lines = page.text.split(separator: "\n").drop { $0 != ".SH \"SEE ALSO\"" }.dropFirst()
            #expect(!lines.isEmpty)
            for line in lines {
                let name = line.replacing("\\fB", with: "").replacing("\\fR", with: "").replacing("\\-", with: "-")
                    .replacing(",", with: "").replacing("(", with: ".").replacing(")", with: "")
                #expect(names.contains(String(name)) && String(name) != page.fileName, "\(page.fileName): \(name)")
            }
        }
    }

    @Test func eachKeyStandsOnThePageOfTheConfiguration() throws {
        let page = try #require(ManPageList.all.last)
        let heads = Self.heads(of: page)
        for setting in SettingList.configurable {
            let key = try #require(setting.key?.split(separator: ".").last)
            #expect(heads.contains("\\fB" + key.replacing("-", with: "\\-") + "\\fR"))
        }
    }

    @Test func theOverviewHasVariablesAndExitCodes() throws {
        let page = try #require(ManPageList.all.first)
        let heads = Self.heads(of: page)
        for variable in FlagList.all.compactMap(\.variable) { #expect(heads.contains("\\fB\(variable)\\fR")) }
        for code in ExitCode.allCases { #expect(heads.contains("\\fB\(code.rawValue)\\fR")) }
    }

    /// The line after each `.TP` is the head of an entry.
    private static func heads(of page: ManPage) -> [Substring] {
        let lines = page.text.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(lines, lines.dropFirst()).filter { $0.0 == ".TP" }.map(\.1)
    }

    @Test(.enabled(if: ProgramRun.isInstalled("groff"), "groff is not installed"), arguments: names)
    func groffHasNothingToSay(_ name: String) throws {
        let text = try Parse.printed(["generate", "man", name])
        let run = try ProgramRun(["groff", "-man", "-Tutf8", "-ww", "-z"], input: text)
        #expect(run.exit == 0)
        #expect(run.output.isEmpty, "\(run.output)")
    }

    @Test(.enabled(if: ProgramRun.isInstalled("mandoc"), "mandoc is not installed"), arguments: names)
    func mandocHasNothingToSay(_ name: String) throws {
        let text = try Parse.printed(["generate", "man", name])
        let run = try ProgramRun(["mandoc", "-Tlint", "-Wwarning"], input: text)
        #expect(run.output.isEmpty, "\(run.output)")
    }

    /// What a reader sees can be copied: dashes are ASCII, nothing of the source shows.
    @Test(
        .enabled(if: ProgramRun.isInstalled("groff"), "groff is not installed"),
        arguments: ["bezoar-audit.1", "bezoar.toml.5"])
    func rendersToPlainText(_ name: String) throws {
        let text = try Parse.printed(["generate", "man", name])
        let run = try ProgramRun(["groff", "-man", "-Tutf8", "-P-cbou"], input: text)
        #expect(!run.output.contains("\\f") && !run.output.contains("`"))
        if name == "bezoar-audit.1" { #expect(run.output.contains("bezoar audit --tree ~/.npm --tree ~/.cache/pip")) }
    }
}
