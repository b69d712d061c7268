/// All man pages.
package enum ManPageList {
    /// The overview, a page for each command and group, the configuration file.
    package static var all: [ManPage] {
        [OverviewManPage.page] + commands.map { CommandManPage($0).page } + [ConfigurationManPage.page]
    }

    /// Each group stands before its commands.
    private static var commands: [any Command] { CommandList.all.flatMap { [$0] + $0.subcommands } }

    /// The file names of the pages of the first words, for references.
    static var names: [String] {
        ["bezoar.1"] + CommandList.all.map { CommandManPage.name(of: $0) + ".1" } + ["bezoar.toml.5"]
    }
}
