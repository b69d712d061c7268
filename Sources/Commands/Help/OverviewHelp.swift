private import Inventory

/// The help of the program as a whole.
package enum OverviewHelp {
    /// What the program is, for help and man page.
    static let summary = "audit the package caches of container build hosts"
    /// What the program is for, in a paragraph.
    static let details = """
        `RUN --mount=type=cache` gives a build step a directory that outlives the build, and that other builds may \
        share. Whoever writes there first decides what the next build installs. Bezoar looks into these \
        directories: it remembers every file with its digest, tells what changed since when, and reports what does \
        not belong into a package cache. An audit only reads; `bezoar purge` alone removes something, by a plan \
        that it has shown.
        """

    /// Commands only.
    package static var short: String {
        (head + [""] + commands + ["", "More: `bezoar help`, `bezoar COMMAND --help`"]).joined(separator: "\n") + "\n"
    }

    /// Commands, exit codes and where settings come from.
    package static var long: String {
        var lines = head + [""] + Prose.lines(details) + [""] + commands
        lines += ["", "Flags:"]
        lines += Prose.rows(FlagList.standard.map { (FlagHelp($0).head, FlagHelp($0).line) }, column: 24)
        lines += ["", "Exit codes:"]
        lines += Prose.rows(ExitCode.allCases.map { (String($0.rawValue), $0.meaning) }, column: 7)
        lines += ["", "Settings:"] + Prose.wrap(settings, indent: 2)
        lines += ["", "More: `bezoar COMMAND --help`, `bezoar help COMMAND`"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Where values come from, for help and man page.
    static var settings: String {
        let file = Quotation.text(Settings.defaultConfiguration.bytes)
        return """
            Flags win over environment variables (`BEZOAR_JOBS` for `--jobs`), these over the configuration file \
            `\(file)`, this over the defaults. An empty variable counts as not set.
            """
    }

    private static var head: [String] {
        ["bezoar \(Version.current): \(summary)", "", "Usage: bezoar COMMAND [FLAGS]"]
    }

    private static var commands: [String] {
        ["Commands:"] + Prose.rows(CommandList.all.map { ($0.name, $0.summary) }, column: 14)
    }
}
