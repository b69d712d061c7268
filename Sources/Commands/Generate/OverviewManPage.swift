private import Inventory

/// `bezoar(1)`.
enum OverviewManPage {
    /// The page.
    static var page: ManPage {
        var body = [".SH SYNOPSIS", "\(Troff.bold("bezoar")) \\fICOMMAND\\fR [\\fIFLAGS\\fR]"]
        body += [".SH DESCRIPTION"] + Troff.blocks(OverviewHelp.details)
        body += [".PP", Troff.prose("Data goes to stdout, everything else to stderr.")]
        body += [".SH COMMANDS"]
        for command in CommandList.all {
            body += ManPage.entry("\(Troff.bold("bezoar-" + command.name))(1)", [Troff.prose(command.summary + ".")])
        }
        body += [".SH OPTIONS"] + FlagList.standard.flatMap { FlagManEntry($0).lines }
        body += [".SH \"EXIT STATUS\""]
        for code in ExitCode.allCases {
            body += ManPage.entry(Troff.bold(String(code.rawValue)), [Troff.prose(code.meaning)])
        }
        body += [".SH ENVIRONMENT", Troff.prose(OverviewHelp.settings)]
        for flag in FlagList.all {
            guard let variable = flag.variable else { continue }
            let values = flag.grammar.isToggle ? ", with `true` or `false`" : ""
            body += ManPage.entry(Troff.bold(variable), [Troff.prose("As `\(flag.spelling)`\(values).")])
        }
        body += ManPage.entry(
            Troff.bold("NO_COLOR"), [Troff.prose("When set, text has no colours unless they are asked for.")])
        body += [".SH FILES"]
        body += ManPage.entry(
            Troff.bold(Quotation.text(Settings.defaultConfiguration.bytes)),
            [Troff.prose("The configuration; see `bezoar.toml`(5). It may be missing.")])
        if let manifest = DatabaseFlag().defaultText {
            body += ManPage.entry(Troff.bold(manifest), [Troff.prose("The manifest, an SQLite database.")])
        }
        body += ManPage.seeAlso(except: "bezoar.1")
        return ManPage(name: "bezoar", section: 1, summary: OverviewHelp.summary, body: body)
    }
}
