/// All man pages.
package enum ManPageList {
    /// The overview, a page for each command, the configuration file.
    package static var all: [ManPage] {
        [OverviewManPage.page] + CommandList.all.map { CommandManPage($0).page } + [ConfigurationManPage.page]
    }

    /// Their file names, without making them.
    static var names: [String] {
        ["bezoar.1"] + CommandList.all.map { "bezoar-\($0.name).1" } + ["bezoar.toml.5"]
    }
}
